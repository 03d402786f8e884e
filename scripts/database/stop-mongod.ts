import { setTimeout as pause } from 'node:timers/promises';
import { withAdmin } from './with-admin.js';
import { isRunning } from './is-running.js';
import { pidOfServer } from './pid-of-server.js';
import type { RunningMongod } from './running-mongod.js';

/**
 * Stop a mongod cleanly, and wait until its process is gone.
 *
 * By command rather than by signal, which would not be clean on Windows. One that does not stop within `patience`
 * milliseconds is killed; its journal keeps the data whole.
 */
export async function stopMongod({ pid, port }: RunningMongod, patience = 15_000): Promise<void> {
  // The command succeeds by breaking the connection, so its failure says nothing.
  await withAdmin(port, 2000, async (admin) => {
    if ((await pidOfServer(admin)) === pid) await admin.command({ shutdown: 1, force: true, timeoutSecs: 0 });
  }).catch(() => undefined);
  if (await isGone(pid, patience)) return;
  process.kill(pid, 'SIGKILL');
  if (!(await isGone(pid, patience))) throw new Error(`mongod (process ${pid}) could not be stopped`);
}

async function isGone(pid: number, patience: number): Promise<boolean> {
  for (const deadline = Date.now() + patience; isRunning(pid); await pause(20)) {
    if (Date.now() > deadline) return false;
  }
  return true;
}
