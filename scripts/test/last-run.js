import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { checkout } from '../build/checkout.js';

/** The result of the last run, for `npm run release`. */
const LAST_RUN = join(checkout, '.citylink', 'test', 'last-run.json');

/** The commit that is checked out, and whether nothing differs from it; null where there is no git. */
export function checkedOut() {
  try {
    const git = (/** @type {string[]} */ ...args) =>
      execFileSync('git', args, { cwd: checkout, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    return { commit: git('rev-parse', 'HEAD'), isClean: git('status', '--porcelain') === '' };
  } catch {
    return null;
  }
}

/**
 * Writes down how a run of the tests has ended, and at which commit.
 *
 * @param {ReturnType<typeof checkedOut>} before what was checked out when it began
 * @param {{ isWhole: boolean, passed: number, failed: number }} run isWhole is false when only some tests were asked for
 */
export async function writeLastRun(before, run) {
  const after = checkedOut();
  if (!before || !after) return;
  const isClean = before.isClean && after.isClean && before.commit === after.commit;
  await mkdir(dirname(LAST_RUN), { recursive: true });
  await writeFile(LAST_RUN, `${JSON.stringify({ commit: before.commit, isClean, ...run })}\n`);
}
