import { expect, test } from '@jest/globals';
import { growthOf } from '../../scripts/soak/growth.js';
import { verdictOf } from '../../scripts/soak/verdict.js';

const every = (minutes: number, megabytes: (at: number) => number) => Array.from({ length: minutes * 12 }, (_, index) => ({ at: index / 12, megabytes: megabytes(index / 12) }));

test('growth is the slope of the line that fits best', () => {
  expect(growthOf(every(4, (at) => 100 + 3 * at + (Math.round(at * 12) % 2)))).toBeCloseTo(3, 1);
  expect(growthOf(every(4, () => 100))).toBe(0);
  expect(growthOf([{ at: 1, megabytes: 5 }])).toBe(0);
});

test('a soak is judged by its second half, and the gateway by its peak too', () => {
  expect(verdictOf('gateway', every(10, (at) => 200 + Math.min(at, 4) * 50), true).problems).toEqual([]);
  expect(verdictOf('events', every(10, (at) => 200 + 2 * at), false).problems).toEqual(['events grows by 2.00 MB a minute, more than 1.']);
  expect(verdictOf('events', every(10, () => 600), false).problems).toEqual([]);
  expect(verdictOf('gateway', every(10, () => 600), true).problems).toEqual(['gateway took 600 MB, more than 512.']);
});
