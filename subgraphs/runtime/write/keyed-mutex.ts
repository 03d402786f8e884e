import { sharedDatabase } from '../database/bounded-database.js';
import type { Database } from '../database/database.js';
import { refusal } from '../errors/errors.js';

interface Line {
  last: Promise<unknown>;
  length: number;
}

const lines = new WeakMap<Database, Map<string, Line>>();

/** Works of one key that are under way or wait. A longer line would not be through before whoever asks has given up. */
export const MOST_IN_LINE = 50;

/**
 * Does a server's works of one key one after the other, in the order in which they came. Transactions that change one
 * document would meet and run again; one at a time they do not, and none is starved. Other servers are met by the database.
 *
 * @param database the server's own
 * @param keys one key, or all that the work needs; they are taken in one order, so that no two works wait for each other.
 *   A work that takes further turns within must take keys that come after these.
 * @throws CONFLICT when so many wait already that it was not begun
 */
export async function runExclusively<T>(
  database: Database,
  keys: string | readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  const [first, ...rest] = typeof keys === 'string' ? [keys] : [...new Set(keys)].sort();
  if (first === undefined) return work();
  return inLine(database, first, rest.length === 0 ? work : () => runExclusively(database, rest, work));
}

async function inLine<T>(database: Database, key: string, work: () => Promise<T>): Promise<T> {
  const shared = sharedDatabase(database);
  const all = lines.get(shared) ?? new Map<string, Line>();
  lines.set(shared, all);
  const line = all.get(key) ?? { last: Promise.resolve(), length: 0 };
  if (line.length >= MOST_IN_LINE)
    throw refusal(
      'CONFLICT',
      {
        en: 'Many changes of this record wait already, and nothing was done: send it again in a moment.',
        th: 'มีการเปลี่ยนแปลงข้อมูลนี้รออยู่มากแล้ว จึงยังไม่ได้ดำเนินการใด ๆ โปรดส่งอีกครั้งในอีกสักครู่',
      },
      { waiting: line.length },
    );
  all.set(key, line);
  line.length += 1;
  const done = line.last.then(work, work);
  line.last = done.then(ended, ended);
  return done;

  function ended(): void {
    line.length -= 1;
    if (line.length === 0) all.delete(key);
  }
}
