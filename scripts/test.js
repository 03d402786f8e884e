import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { helpOnly } from './build/help-only.js';
import { prepare } from './build/prepare.js';
import { checks } from './test/counted-checks.js';
import { jestCounts } from './test/jest-counts.js';
import { checkedOut, writeLastRun } from './test/last-run.js';
import { runChecks } from './test/run-checks.js';
import { runJest } from './test/run-jest.js';

helpOnly(`Usage: npm test [-- <jest arguments>]

Proves the state of the project: installs and builds what is missing, then runs lint, types, spelling, the checks
of imports and of the composed schema, and all tests against a real database. The last line is "N passed, N failed".

  npm test -- test/gateway     only the tests of a folder (the checks run all the same)
  npm test -- -t "a name"      only tests of that name`);

/** Tests of real time that may be repeated in a run, see `test/setup/repeat-once.ts`; with more of them the run fails. */
const MOST_REPEATED = 3;
/**
 * Of each half of the young generation, MB. With V8's 16, a tenth of jest's time is collecting what test files leave behind.
 */
const SEMI_SPACE_MB = 128;
const RESULTS = join('.citylink', 'test', 'results.json');

const began = checkedOut();
await prepare({ withDev: true, withEnv: false });
let { passed, failed } = await runChecks(checks);

console.log('\n# Tests (jest)');
const jest = [
  `--max-semi-space-size=${SEMI_SPACE_MB}`,
  join('node_modules', 'jest', 'bin', 'jest.js'),
  '--maxWorkers=2',
  '--json',
  `--outputFile=${RESULTS}`,
  ...process.argv.slice(2),
];
const { code, isLeftOpen } = await runJest(jest, RESULTS);
const counts = jestCounts(await readFile(RESULTS, 'utf8').then(JSON.parse, () => undefined), isLeftOpen ? 0 : code);
passed += counts.passed;
failed += counts.failed;
if (counts.repeated > 0) console.log(`\n${counts.repeated} tests were repeated (at most ${MOST_REPEATED})`);
if (counts.repeated > MOST_REPEATED) failed += 1;
if (isLeftOpen) {
  console.log('\njest did not end by itself: a test left something open, see `npx jest --detectOpenHandles <file>`');
  failed += 1;
}

await writeLastRun(began, { isWhole: process.argv.length === 2, passed, failed }).catch((error) =>
  console.log(`\nThe result could not be written for npm run release: ${error.message}`),
);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
