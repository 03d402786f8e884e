import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { growthOf } from '../../scripts/soak/growth.js';
import { HOSTILE } from '../../scripts/soak/hostile.js';
import { longestHold } from '../../scripts/soak/longest-hold.js';
import { verdictOf } from '../../scripts/soak/verdict.js';

const every = (minutes: number, megabytes: (at: number) => number) =>
  Array.from({ length: minutes * 12 }, (_, index) => ({ at: index / 12, megabytes: megabytes(index / 12) }));

test('growth is the slope of the linear regression', () => {
  expect(growthOf(every(4, (at) => 100 + 3 * at + (Math.round(at * 12) % 2)))).toBeCloseTo(3, 1);
  expect(growthOf(every(4, () => 100))).toBe(0);
  expect(growthOf([{ at: 1, megabytes: 5 }])).toBe(0);
});

test('the verdict uses the second half of a soak, and for the gateway the peak too', () => {
  expect(
    verdictOf(
      'gateway',
      every(10, (at) => 200 + Math.min(at, 4) * 50),
      true,
    ).problems,
  ).toEqual([]);
  expect(
    verdictOf(
      'events',
      every(10, (at) => 200 + 2 * at),
      false,
    ).problems,
  ).toEqual(['events grows by 2.00 MB a minute, more than 1.']);
  expect(
    verdictOf(
      'events',
      every(10, () => 600),
      false,
    ).problems,
  ).toEqual([]);
  expect(
    verdictOf(
      'gateway',
      every(10, () => 600),
      true,
    ).problems,
  ).toEqual(['gateway took 600 MB, more than 512.']);
});

test('uncollected garbage does not count as growth, and retained memory does', () => {
  const saw = (at: number) => (at % 0.4) * 200;
  expect(
    verdictOf(
      'cities',
      every(10, (at) => 200 + saw(at)),
      false,
    ).problems,
  ).toEqual([]);
  expect(
    verdictOf(
      'cities',
      every(10, (at) => 200 + 2 * at + saw(at)),
      false,
    ).problems,
  ).toEqual([expect.stringMatching(/^cities grows by (1\.[5-9]|2\.[0-4])/)]);
});

test('the longest block of the event loop is measured from the given moment', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'citylink-holds-'));
  await writeFile(join(folder, '7'), '1000 90.5\n2000 20.0\n3000 30.1\n4000 12.3\n');
  expect([
    await longestHold(folder, 7, 0),
    await longestHold(folder, 7, 2000),
    await longestHold(folder, 7, 5000),
    await longestHold(folder, 8, 0),
  ]).toEqual([90.5, 30.1, 0, 0]);
  await rm(folder, { recursive: true });
});

test('hostile requests fit the size limits, and documents that may be valid are different each time', () => {
  expect(HOSTILE.filter(({ body }) => Buffer.byteLength(body(1)) > 256 * 1024).map(({ what }) => what)).toEqual([]);
  expect(HOSTILE.filter(({ body }) => body(1) === body(2) && body(1).length > 50).map(({ what }) => what)).toEqual([]);
  expect(new Set(HOSTILE.map(({ what }) => what)).size).toBe(HOSTILE.length);
});
