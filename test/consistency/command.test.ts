import { expect, test } from '@jest/globals';
import type { Read, Write } from '../../scripts/consistency/history.js';
import { NAMED, versionOf } from '../../scripts/consistency/records.js';
import { reportOf } from '../../scripts/consistency/report.js';
import { spawnCommand } from '../start/network-process.js';

test('a fault that is none is refused, and all are named', async () => {
  const { code, output } = await spawnCommand(['scripts/consistency.js', '--faults', 'gateway-paused,fire'], {}).ended;
  expect([code, output]).toEqual([1, expect.stringMatching(/fire is none of them: .*gateway-paused.*clock-jumps/)]);
});

const writes: Write[] = [1, 2].map((version) => ({
  ...{ record: 'a', version, begin: version * 10_000 - 5, acknowledged: version * 10_000, gateway: undefined },
}));
const reads = (version: number, ...begins: number[]): Read[] =>
  begins.map((begin) => ({
    ...{ client: 1, gateway: 0, begin, end: begin + 1, operation: 'event(a)', fromMemory: true },
    observations: [{ record: 'a', version }],
  }));
const report = (
  all: Read[],
  disturbances: Array<[number, number]> = [],
  failed = new Map<string, number>(),
  busy = 0.6,
) =>
  reportOf({ history: { writes, reads: all, losses: [] }, reads: all, disturbances, failed, varnish: undefined }, busy);

test('violations, and delays while changes flow, are problems of their own', () => {
  expect(report(reads(2, 20_001, 21_500)).problems).toEqual([]);
  expect(report(reads(1, 20_020)).problems).toEqual([]);
  expect(report(reads(1, 20_700)).problems).toEqual([
    'While changes flow, old versions were seen for 700 ms (p99), more than 50.',
  ]);
  expect(report(reads(1, 20_700), [], new Map(), 0.9).problems).toEqual([]);
  expect(report(reads(1, 20_700), [[19_000, 20_500]]).problems).toEqual([]);
  const { lines, problems } = report(reads(1, 20_700, 21_100), [[19_000, 20_500]]);
  expect(problems).toEqual(['Violations of the order of the writes: 1.']);
  expect(lines).toContain(
    'acknowledged: at 21.100 s client 1 read event(a) at gateway 0 from memory and saw version 1; allowed: a 2 to 2',
  );
});

test('a run in which most requests had no result says nothing', () => {
  expect(report(reads(2, 20_001), [], new Map([['DATABASE_UNAVAILABLE', 2]])).problems).toEqual([
    'Only 33 % of the requests had results.',
  ]);
});

test('a name tells a version, and what stands for a name tells none', () => {
  expect([`${NAMED}12`, 'Partner depa', `${NAMED}depa`, null, undefined].map(versionOf)).toEqual([
    12,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});
