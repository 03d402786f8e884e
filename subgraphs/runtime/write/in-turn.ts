const lines = new Map<string, Promise<unknown>>();

/**
 * Does works of one key one after the other, in the order in which they came. Transactions that change one document
 * would meet and run again; one at a time they do not, and none is starved. Other processes are met by the database.
 */
export async function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
  const before = lines.get(key) ?? Promise.resolve();
  const done = before.then(work, work);
  const settled = done.then(ended, ended);
  lines.set(key, settled);
  return done;

  function ended(): void {
    if (lines.get(key) === settled) lines.delete(key);
  }
}
