import { join } from 'node:path';
import { withFileLock } from '../build/file-lock.js';

/** Does a work at the databases of a folder while no other command does one; a line says for whom it waits. */
export function runAlone<T>(folder: string, work: () => Promise<T>, say: (line: string) => void): Promise<T> {
  return withFileLock(join(folder, 'start.lock'), work, (owner) =>
    say(`Waiting for process ${owner}, which uses the database`),
  );
}
