/**
 * Runs before a program that is watched: it writes down for how long the event loop was held each time, into the file
 * `<process id>` of the folder HOLDS_FOLDER. A hold is what the main thread worked between two looks at the timers: on a
 * busy machine a process waits long without doing anything. Where the system does not tell it, the work of all threads counts.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread } from 'node:worker_threads';

const folder = process.env['HOLDS_FOLDER'];
/** Milliseconds. */
const EVERY = 5;
const LEAST = 10;

if (folder && isMainThread) {
  const file = join(folder, String(process.pid));
  let before = workedMs();
  setInterval(() => {
    const now = workedMs();
    if (now - before >= LEAST) appendFileSync(file, `${Date.now()} ${(now - before).toFixed(1)}\n`);
    before = now;
  }, EVERY).unref();
}

function workedMs(): number {
  // https://docs.kernel.org/scheduler/sched-stats.html: the first number is the nanoseconds on a processor.
  if (process.platform === 'linux')
    return Number(readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ', 1)[0]) / 1e6;
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}
