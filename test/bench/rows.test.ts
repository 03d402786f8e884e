import { expect, test } from '@jest/globals';
import { firstDifference } from '../../scripts/bench/first-difference.js';
import type { Measured } from '../../scripts/bench/run-bench.js';
import { rowsOf, startRowsOf } from '../../scripts/bench/rows-of.js';
import { table } from '../../scripts/bench/table.js';

const measured = (gateway: string, rounds: Array<number | null>, failures = 0): Measured => ({
  operation: {
    name: 'one',
    title: 'One',
    rows: 1,
    requests: 1,
    quickRequests: 1,
    warmUp: 1,
    connections: 1,
    bodies: async () => [],
  },
  contender: {
    name: gateway,
    title: gateway,
    canBeFresh: false,
    start: () => Promise.reject(new Error('It is measured already.')),
  },
  samples: rounds.map((cpuMs, index) => ({
    cpuMs,
    subgraphsCpuMs: 4,
    perSecond: 10,
    p50Ms: 1,
    p99Ms: 2,
    peakBytes: cpuMs === null ? null : 100 + index,
    failures,
  })),
});

test('a row holds the median of the rounds, and its ratios to stock and to the floor', () => {
  const [ours] = rowsOf([measured('ours', [3, 1, 100]), measured('stock', [6, 6, 6]), measured('floor', [2, 1, 3])]);
  expect(ours).toMatchObject({
    operation: 'one',
    gateway: 'ours',
    cpuMs: 3,
    timesStock: 0.5,
    timesFloor: 1.5,
    endToEndCpuMs: 7,
    peakBytes: 102,
    rounds: [3, 1, 100],
  });
});

test('gateway and subgraphs together are compared with stock before the same subgraphs', () => {
  const [ours] = rowsOf([measured('ours', [3]), measured('stock', [6])]);
  expect(ours?.endToEndTimesStock).toBe(7 / 10);
  expect(rowsOf([measured('ours', [3]), measured('stock', [6], 1)])[0]?.endToEndTimesStock).toBeNull();
});

test('a gateway whose process is not known has times and no ratios', () => {
  const [row] = rowsOf([measured('router', [null, null]), measured('stock', [6])]);
  expect(row).toMatchObject({
    cpuMs: null,
    timesStock: null,
    timesFloor: null,
    endToEndCpuMs: null,
    endToEndTimesStock: null,
    peakBytes: null,
    perSecond: 10,
  });
});

test('a row with failed responses has no ratio', () => {
  const [ours, stock] = rowsOf([measured('ours', [3]), measured('stock', [6, 6], 2)]);
  expect([ours?.timesStock, ours?.failures, stock?.timesStock, stock?.failures]).toEqual([null, 0, null, 4]);
});

test('there is no ratio to a gateway that was not measured', () => {
  expect(rowsOf([measured('ours', [3])])[0]).toMatchObject({ timesStock: null, timesFloor: null });
});

test('the cost of a start is the median of the starts, with the largest memory', () => {
  const start = (cpuMs: number, peakBytes: number) => ({ cpuMs, peakBytes });
  expect(
    startRowsOf(
      new Map([
        [measured('ours', []).contender, [start(500, 7), start(300, 9), start(900, 8)]],
        [measured('stock', []).contender, [start(1_000, 5)]],
      ]),
    ),
  ).toEqual([
    { gateway: 'ours', cpuMs: 500, timesStock: 0.5, peakBytes: 9 },
    { gateway: 'stock', cpuMs: 1_000, timesStock: 1, peakBytes: 5 },
  ]);
});

test('the columns of a table are aligned', () => {
  expect(
    table(
      ['gateway', 'ms'],
      [
        ['ours', '1.00'],
        ['the other one', '10.00'],
      ],
    ).split('\n'),
  ).toEqual([
    '| gateway       |    ms |',
    '|---------------|------:|',
    '| ours          |  1.00 |',
    '| the other one | 10.00 |',
  ]);
});

test.each([
  [{ a: [{ b: 1, c: 2 }] }, { a: [{ c: 2, b: 1 }] }, undefined],
  [{ a: [{ b: 1 }] }, { a: [{ b: 2 }] }, 'a.0.b'],
  [{ a: [] }, { a: {} }, 'a'],
  [{ a: null }, {}, 'a'],
  [{ a: [1] }, { a: [1, 2] }, 'a.1'],
  [null, { a: 1 }, 'the whole'],
])('%j and %j differ first at %s', (left, right, path) => {
  expect(firstDifference(left, right)).toBe(path);
});
