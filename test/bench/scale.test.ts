import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { generatedQuery } from '../../scripts/bench/scale/generated-graph.js';
import type { ScaleResults } from '../../scripts/bench/scale/results.js';
import { spawnCommand, type NetworkProcess } from '../start/network-process.js';

const folder = mkdtempSync(join(tmpdir(), 'citylink-scale-'));
let running: NetworkProcess | undefined;
afterAll(async () => {
  running?.child.kill('SIGTERM');
  await running?.ended;
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

const scale = (...args: string[]) =>
  (running = spawnCommand(['scripts/bench.js', 'scale', ...args], { CITYLINK_FOLDER: folder })).ended;

test('what generated subgraphs cost is printed as a table and written as JSON', async () => {
  const json = join(folder, 'scale.json');
  const { code, output } = await scale('--subgraphs', '10', '--workers', 'none', '--data', 'none', '--json', json);
  expect([code, output]).toEqual([0, expect.stringMatching(/^\| subgraphs +\|.*\n\|[-:|]+\n\| 10 /m)]);
  const { subgraphs, workers, data } = JSON.parse(readFileSync(json, 'utf8')) as ScaleResults;
  expect([subgraphs.length, workers, data]).toEqual([1, [], []]);
  const [row] = subgraphs;
  expect(row!.failures).toBe(0);
  for (const value of [row!.composeCpuMs, row!.supergraphBytes, row!.readyCpuMs, row!.newCpuMs, row!.knownCpuMs])
    expect(value).toBeGreaterThan(0);
}, 120_000);

test('queries of different indexes ask different subgraphs, each so many', () => {
  const asked = Array.from({ length: 100 }, (_, index) => generatedQuery(index, 9, 5).match(/added\d+/g)!);
  for (const names of asked) expect(new Set(names).size).toBe(5);
  expect(new Set(asked.map(String)).size).toBe(100);
});

test('a number that is none is refused with an explanation', async () => {
  const { code, output } = await scale('--subgraphs', 'many');
  expect([code, output]).toEqual([1, expect.stringMatching(/It must be whole numbers from 1 to 1000/)]);
}, 60_000);
