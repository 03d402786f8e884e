import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import type { BenchResults } from '../../scripts/bench/results.js';
import type { MemoryRow } from '../../scripts/bench/memory/measure-memory.js';
import type { WritesRow } from '../../scripts/bench/writes/measure-writes.js';
import { spawnCommand, type NetworkProcess } from '../start/network-process.js';

const folder = mkdtempSync(join(tmpdir(), 'citylink-bench-'));
let running: NetworkProcess | undefined;
afterAll(async () => {
  // One that did not end in time stops what it started.
  running?.child.kill('SIGTERM');
  await running?.ended;
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

const GATEWAYS = ['ours', 'stock', 'floor'];
const bench = (...args: string[]) =>
  (running = spawnCommand(['scripts/bench.js', ...args], { CITYLINK_FOLDER: folder })).ended;

test('gateways are measured in turns, and the results printed as a table and written as JSON', async () => {
  const json = join(folder, 'results', 'bench.json');
  const { code, output } = await bench(
    '--rounds',
    '2',
    '--requests',
    '5',
    '--scale',
    '1',
    '--only',
    GATEWAYS.join(),
    '--operations',
    'one-city,cities-2000',
    '--json',
    json,
  );
  expect([code, output]).toEqual([0, expect.stringMatching(/^\| Citylink +\|/m)]);
  expect(output.match(/One city: ([\w-]+), round \d/g)).toEqual(
    [1, 2].flatMap((round) => GATEWAYS.map((name) => `One city: ${name}, round ${round}`)),
  );

  const { rows, remarks, settings } = JSON.parse(readFileSync(json, 'utf8')) as BenchResults;
  expect(rows.map(({ operation, gateway }) => `${operation} ${gateway}`)).toEqual(
    GATEWAYS.map((gateway) => `one-city ${gateway}`),
  );
  expect(settings).toMatchObject({
    scale: 1,
    rounds: 2,
    quick: false,
    requests: { 'one-city': 5 },
  });
  expect(output).toMatch(/^\| operation +\|.*with subgraphs, × stock.*\n\|[-:|]+\n\| One city +\|/m);
  // No answer failed or was another than ours; what needs more cities than there are says so.
  expect(remarks).toEqual([
    {
      gateway: 'all',
      operation: 'cities-2000',
      text: 'not measured: There are 110 cities, not 2000: seed more with --scale.',
    },
  ]);
  for (const row of rows) {
    expect(row.rounds).toHaveLength(2);
    for (const key of [
      'cpuMs',
      'timesStock',
      'timesFloor',
      'endToEndCpuMs',
      'endToEndTimesStock',
      'perSecond',
      'p50Ms',
      'p99Ms',
      'peakBytes',
    ] as const)
      expect([key, row[key]]).toEqual([key, expect.any(Number)]);
    expect(row.endToEndCpuMs).toBeGreaterThan(row.cpuMs!);
  }
}, 240_000);

test('with --recorded, gateways are measured alone, before a stand-in that replays the responses of subgraphs', async () => {
  const json = join(folder, 'results', 'recorded.json');
  const { code, output } = await bench(
    '--recorded',
    '--rounds',
    '1',
    '--requests',
    '5',
    '--scale',
    '1',
    '--only',
    GATEWAYS.join(),
    '--operations',
    'one-city',
    '--json',
    json,
  );
  expect([code, output]).toEqual([0, expect.stringContaining('sent again by a stand-in')]);
  const { rows, starts, remarks, settings } = JSON.parse(readFileSync(json, 'utf8')) as BenchResults;
  expect(settings.recorded).toBe(true);
  expect(rows.map(({ operation, gateway, failures }) => [operation, gateway, failures])).toEqual([
    ['one-city', 'ours', 0],
    ['one-city', 'stock', 0],
    ['one-city', 'floor', 0],
  ]);
  expect(output).toContain('### From the start to the first answer');
  expect(starts).toEqual(
    ['ours', 'stock'].map((gateway) => ({
      gateway,
      cpuMs: expect.any(Number),
      timesStock: expect.any(Number),
      peakBytes: expect.any(Number),
    })),
  );
  expect(remarks).toEqual([]);
}, 120_000);

test('with --writes and --memory, responses are kept and streams opened, while events are written', async () => {
  const json = join(folder, 'results', 'kept.json');
  const args = ['--writes', '10', '--seconds', '3', '--memory', '60', '--scale', '1', '--json', json];
  const { code, output } = await bench(...args);
  expect([code, output]).toEqual([0, expect.stringMatching(/^\| writes per second +\|.*\n\|[-:|]+\n\| 10 /m)]);
  expect(output).toContain('60 streams of one live query');
  const {
    writes: [row, ...others],
    memory,
  } = JSON.parse(readFileSync(json, 'utf8')) as { writes: WritesRow[]; memory: MemoryRow };
  expect([others, row!.failures]).toEqual([[], []]);
  expect(row!.hitShare).toBeGreaterThan(0);
  expect(row!.hitShare).toBeLessThan(1);
  expect(row!.byMutation.count + row!.pastGateway.count).toBe(3);
  expect(memory).toMatchObject({ keptResponses: 60, streams: 60 });
  expect(memory.keptBytes).toBeGreaterThan(60 * 100);
  expect(memory.eventCpuMs).toBeGreaterThan(0);
  expect(memory.reachMs.most).toBeGreaterThan(0);
}, 120_000);

test.each([
  [['--only', 'ours,nobody'], /It must be one or more of ours, ours-stock, ours-cached, stock/],
  [['--writes', '1,0'], /It must be numbers above 0/],
  [['--peer', 'router'], /It must be a name and an address, such as router=http:/],
])(
  '%j is refused with an explanation',
  async (args, message) => {
    const { code, output } = await bench(...args);
    expect([code, output]).toEqual([1, expect.stringMatching(message)]);
  },
  60_000,
);

test('--help explains every gateway', async () => {
  const { code, output } = await bench('--help');
  expect(code).toBe(0);
  for (const name of ['ours-stock', 'hive-rust', 'floor', '--peer', '--writes', '--memory'])
    expect(output).toContain(name);
}, 60_000);
