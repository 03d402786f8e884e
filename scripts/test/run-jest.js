import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { checkout } from '../build/checkout.js';
import { runInherit } from '../build/run-inherit.js';

/** Milliseconds from the results to the end of a run in which everything was closed; generous for a busy machine. */
const TIME_TO_END_MS = 30_000;

/**
 * Runs jest, which writes its results into a file. What a test leaves open would keep jest running: it is killed then.
 *
 * @param {string[]} args with the program
 * @param {string} results the file, relative to the checkout
 * @returns {Promise<{ code: number, isLeftOpen: boolean }>} isLeftOpen is true when it was killed
 */
export async function runJest(args, results) {
  const file = join(checkout, results);
  await rm(file, { force: true });
  const kill = new AbortController();
  /** @type {number | undefined} */
  let finishedAt;
  const timer = setInterval(() => {
    if (existsSync(file)) finishedAt ??= Date.now();
    if (finishedAt !== undefined && Date.now() - finishedAt > TIME_TO_END_MS) kill.abort();
  }, 1_000);
  const code = await runInherit(process.execPath, args, { cwd: checkout, killSignal: kill.signal });
  clearInterval(timer);
  return { code, isLeftOpen: kill.signal.aborted };
}
