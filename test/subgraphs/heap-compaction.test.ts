import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { buildPrograms } from '../setup/build-programs.js';
import '../setup/repeat-once.js';

buildPrograms();

/** Keeps every other one of many objects, and says after some collections how many times what is in use the memory is. */
const PROGRAM = `
  import { getHeapSpaceStatistics } from 'node:v8';
  import { setTimeout as pause } from 'node:timers/promises';
  import { compactHeapPeriodically } from './dist/subgraphs/process/heap-compaction.js';
  const [watched, everyMs] = [process.argv[1] === 'yes', 300];
  if (watched) compactHeapPeriodically(everyMs);
  let objects = Array.from({ length: 400_000 }, (_, index) => ({ index, within: { index } }));
  collect();
  const kept = objects.filter((_, index) => index % 2 === 0);
  objects = undefined;
  await pause(everyMs * 2);
  collect();
  console.log(slack(), kept.length);
  function collect() {
    for (let round = 0; round < 2; round += 1) gc();
  }
  function slack() {
    const { physical_space_size: taken, space_used_size: used } = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'old_space');
    return taken / used;
  }
`;

async function slackOf(watched: 'yes' | 'no'): Promise<number> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--expose-gc', '--input-type=module', '--eval', PROGRAM, watched],
    { cwd: resolve() },
  );
  return parseFloat(stdout);
}

test('memory that is left scattered is given back', async () => {
  const [without, within] = [await slackOf('no'), await slackOf('yes')];
  expect(without).toBeGreaterThan(1.5);
  expect(within).toBeLessThan(1.2);
});
