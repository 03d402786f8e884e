import { expect, test } from '@jest/globals';
import { AdaptiveConcurrencyLimit } from '../../gateway/limits/adaptive-concurrency-limit.js';

const OPTIONS = { most: 500, targetMs: 250, maximumMs: 1_250 };

/** A simulated gateway with more requests than its limit, or a fixed number; the duration of each depends on the number in flight. */
function crowd(limit: AdaptiveConcurrencyLimit, takes: (inFlight: number) => number) {
  let now = 0;
  return (seconds: number, most = Infinity) => {
    const end = now + seconds * 1_000;
    while (now < end) {
      const inFlight = Math.min(limit.current, most);
      const ms = takes(inFlight);
      // All requests in flight end within the duration of one.
      for (let index = 0; index < inFlight; index += 1) limit.record(ms, inFlight, (now += ms / inFlight));
    }
    return limit.current;
  };
}

/** One after the other. */
const inTurn = (perSecond: number) => (inFlight: number) => (inFlight * 1_000) / perSecond;

test('the limit grows to its maximum while responses are fast', () => {
  const come = crowd(new AdaptiveConcurrencyLimit(OPTIONS), () => 20);
  expect(come(0)).toBe(64);
  expect(come(1)).toBeGreaterThan(200);
  expect(come(5)).toBe(500);
  expect(crowd(new AdaptiveConcurrencyLimit({ ...OPTIONS, most: 10 }), () => 20)(5)).toBe(10);
});

test('a few slow requests do not lower the limit', () => {
  expect(crowd(new AdaptiveConcurrencyLimit(OPTIONS), () => 5_000)(60, 6)).toBe(64);
});

test('a small share of late responses does not lower the limit', () => {
  const limit = new AdaptiveConcurrencyLimit(OPTIONS);
  for (let index = 0; index < 5_000; index += 1) limit.record(index % 3 === 0 ? 2_000 : 20, 30, index * 10);
  expect(limit.current).toBe(64);
});

test.each([
  [40, 8, 20],
  [100, 20, 30],
  [400, 75, 120],
])(
  'with subgraphs that answer %d requests a second, the limit settles where responses stay fast',
  (perSecond, least, most) => {
    const come = crowd(new AdaptiveConcurrencyLimit(OPTIONS), inTurn(perSecond));
    come(20);
    for (let second = 0; second < 20; second += 1) {
      const limit = come(1);
      expect(limit).toBeGreaterThanOrEqual(least);
      expect(limit).toBeLessThanOrEqual(most);
    }
  },
);

test('the limit grows again when responses become fast again', () => {
  let perSecond = 40;
  const come = crowd(new AdaptiveConcurrencyLimit(OPTIONS), (inFlight) => inTurn(perSecond)(inFlight));
  expect(come(20)).toBeLessThan(20);
  perSecond = 1_000;
  expect(come(10)).toBeGreaterThan(150);
});

test('the limit stays high when responses are slow without load', () => {
  const come = crowd(new AdaptiveConcurrencyLimit(OPTIONS), () => 500);
  come(5, 8);
  expect(come(30)).toBeGreaterThan(100);
});

test('one pause of a process that delays all requests does not lower the limit', () => {
  const limit = new AdaptiveConcurrencyLimit(OPTIONS);
  let now = 0;
  for (let second = 0; second < 10; second += 1) {
    for (let index = 0; index < 60; index += 1) limit.record(400, 60 - index, (now += 1));
    for (let index = 0; index < 100; index += 1) limit.record(20, 6, (now += 9));
  }
  expect(limit.current).toBeGreaterThanOrEqual(64);
});

test('a subgraph that begins to hang does not keep out requests for others', () => {
  const limit = new AdaptiveConcurrencyLimit(OPTIONS);
  const inFlight: Array<{ from: number; until: number }> = [];
  let refused = 0;
  // 200 a second for 2 s: three of five wait for its deadline.
  for (let index = 0, now = 0; index < 400; index += 1, now += 5) {
    for (const { from, until } of inFlight.filter((request) => request.until <= now)) {
      limit.record(until - from, inFlight.length, until);
      inFlight.splice(
        inFlight.findIndex((request) => request.until === until),
        1,
      );
    }
    if (inFlight.length >= limit.current) refused += 1;
    else inFlight.push({ from: now, until: now + (index % 5 < 3 ? 2_000 : 20) });
  }
  expect(refused).toBe(0);
});
