import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { growthPercent } from '../../subgraphs/process/garbage-collection.js';
import { buildPrograms } from '../setup/build-programs.js';
import '../setup/repeat-once.js';

buildPrograms();

/** Keeps every other one of many objects, and says after some collections how many times what is in use the memory is. */
const PROGRAM = `
  import { getHeapSpaceStatistics } from 'node:v8';
  import { setTimeout as pause } from 'node:timers/promises';
  import { compactHeapPeriodically } from './dist/subgraphs/process/garbage-collection.js';
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

/** Keeps 40 MB, makes garbage that is old when it is left, and prints how many times what was kept the heap became. */
const KEEPER = `
  import { getHeapStatistics } from 'node:v8';
  import { limitHeapGrowth } from './dist/subgraphs/process/garbage-collection.js';
  import { setTimeout as pause } from 'node:timers/promises';
  if (process.argv[1] === 'yes') limitHeapGrowth(30 * 1024 * 1024);
  const pageOf = (count) => Array.from({ length: count }, (_, index) => ({ index, within: { index } }));
  const kept = pageOf(500_000);
  gc();
  await pause(50);
  const live = getHeapStatistics().used_heap_size;
  const recent = [];
  let most = 0;
  for (let round = 0; round < 400; round += 1) {
    recent[round % 40] = pageOf(10_000);
    if (round >= 200) most = Math.max(most, getHeapStatistics().used_heap_size);
    await pause(1);
  }
  console.log(most / live, kept.length);
`;

async function numberFrom(program: string, isOn: 'yes' | 'no'): Promise<number> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--expose-gc', '--input-type=module', '--eval', program, isOn],
    { cwd: resolve() },
  );
  return parseFloat(stdout);
}

test('memory that is left scattered is given back', async () => {
  const [without, within] = [await numberFrom(PROGRAM, 'no'), await numberFrom(PROGRAM, 'yes')];
  expect(without).toBeGreaterThan(1.5);
  expect(within).toBeLessThan(1.2);
});

test('a heap with much that lives is collected long before it has grown to a multiple', async () => {
  const [without, within] = [await numberFrom(KEEPER, 'no'), await numberFrom(KEEPER, 'yes')];
  expect(within).toBeLessThan(without * 0.9);
});

test('the growth of a heap is the same number of bytes, however much of it lives, within limits', () => {
  expect([50, 80, 125].map((live) => growthPercent(100, live))).toEqual([200, 125, 80]);
  expect([1, 10_000].map((live) => growthPercent(100, live))).toEqual([250, 40]);
});
