import type { Database } from '../database.js';

const lines = new WeakMap<Database, Map<string, Promise<unknown>>>();

/**
 * Does a server's works of one key one after the other, in the order in which they came. Transactions that change one
 * document would meet and run again; one at a time they do not, and none is starved. Other servers are met by the database.
 *
 * @param database the server's own
 */
export async function inTurn<T>(database: Database, key: string, work: () => Promise<T>): Promise<T> {
  const line = lines.get(database) ?? new Map<string, Promise<unknown>>();
  lines.set(database, line);
  const before = line.get(key) ?? Promise.resolve();
  const done = before.then(work, work);
  const settled = done.then(ended, ended);
  line.set(key, settled);
  return done;

  function ended(): void {
    if (line.get(key) === settled) line.delete(key);
  }
}
