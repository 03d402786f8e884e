import { expect, test } from '@jest/globals';
import { checkHistory, type Rule } from '../../scripts/consistency/check-history.js';
import { delaysOf, isUndisturbed, summarize } from '../../scripts/consistency/delays.js';
import {
  KINDS,
  type Known,
  type Observation,
  type Read,
  type Span,
  type Write,
} from '../../scripts/consistency/history.js';

const BOUND_MS = 1_000;
const RECORD = 'a';

/** A write past the gateways that took from 10 ms before its acknowledgement, unless told otherwise. */
const written = (version: number | undefined, acknowledged: number | undefined, more: Partial<Write> = {}): Write => ({
  ...{ record: RECORD, version, begin: (acknowledged ?? 0) - 10, acknowledged, gateway: undefined },
  ...more,
});
const seen = (version: number, record = RECORD): Observation => ({ record, version });
/** A read of 10 ms by a client of its own at gateway 0, unless told otherwise. */
const read = (begin: number, observation: Observation, more: Partial<Read> = {}): Read => ({
  ...{ client: begin, gateway: 0, begin, end: begin + 10, operation: 'read', fromMemory: true },
  observations: [observation],
  ...more,
});
const known = (version: number, since: number) => new Map<string, Known>([[RECORD, { version, since }]]);

function rulesBroken(writes: Write[], reads: Read[], losses: Span[] = []): Rule[] {
  return checkHistory({ writes, reads, losses }, { boundMs: BOUND_MS }).map(({ rule }) => rule);
}

const TWO = [written(1, 0), written(2, 5_000)];

test.each<[string, Write[], Read[], Rule[]]>([
  ['the latest version is right', TWO, [read(5_001, seen(2))], []],
  ['an old version is right within the bound', TWO, [read(5_999, seen(1))], []],
  ['an old version is right while the write is not acknowledged', TWO, [read(4_000, seen(1))], []],
  ['a version that is being written may be seen', TWO, [read(4_985, seen(2))], []],
  ['an old version after the bound is a violation', TWO, [read(6_000, seen(1))], ['acknowledged']],
  [
    'each old version after the bound counts',
    TWO,
    [read(6_000, seen(1)), read(7_000, seen(1))],
    ['acknowledged', 'acknowledged'],
  ],
  [
    'an older version is a violation by the acknowledgement of a later one, whose own predecessor was not acknowledged',
    [written(1, 0), written(2, undefined), written(3, 5_000)],
    [read(6_000, seen(2))],
    ['acknowledged'],
  ],
  [
    'acknowledgements in another order than the versions bind by the version',
    [written(1, 0), written(3, 5_000), written(2, 5_500)],
    [read(6_800, seen(2)), read(6_000, seen(3))],
    ['acknowledged'],
  ],
  ['a version that nobody wrote is a violation', TWO, [read(7_000, seen(3))], ['unwritten']],
  ['a version that is written after the read is a violation', TWO, [read(4_000, seen(2))], ['unwritten']],
  [
    'a write of which nobody knows the version may be seen',
    [...TWO, written(undefined, undefined, { begin: 6_000 })],
    [read(7_000, seen(3)), read(5_500, seen(3))],
    ['unwritten'],
  ],
  [
    'what a gateway has acknowledged is seen there at once',
    [written(1, 0), written(2, 5_000, { gateway: 0 })],
    [read(5_001, seen(1), { gateway: 1 }), read(5_001, seen(1), { gateway: 0 }), read(4_999, seen(1), { gateway: 0 })],
    ['same gateway'],
  ],
  [
    'a request with a position sees what was known to it',
    TWO,
    [
      read(5_100, seen(1), { gateway: 1, known: known(2, 4_995) }),
      read(5_200, seen(2), { gateway: 1, known: known(2, 4_995) }),
      read(5_300, seen(1), { gateway: 1, known: known(1, 4_000) }),
    ],
    ['position'],
  ],
  [
    'a client sees no older version after the bound, also when the newer one is not acknowledged',
    [written(1, 0), written(2, undefined, { begin: 3_000 })],
    [
      read(4_000, seen(2), { client: 1, gateway: 0 }),
      read(5_009, seen(1), { client: 1, gateway: 1 }),
      read(5_010, seen(1), { client: 1, gateway: 1 }),
      read(5_010, seen(1), { client: 2, gateway: 1 }),
    ],
    ['backwards'],
  ],
  [
    'neither does a gateway, whichever client asks',
    [written(1, 0), written(2, undefined, { begin: 3_000 })],
    [read(4_000, seen(2), { client: 1 }), read(6_000, seen(1), { client: 2 })],
    ['backwards'],
  ],
  ['a record that is missing where it belongs is as old as can be', TWO, [read(1_500, seen(0))], ['acknowledged']],
  ['records are judged by their own writes', TWO, [read(9_000, seen(0, 'b'))], []],
])('%s', (_title, writes, reads, rules) => {
  expect(rulesBroken(writes, reads)).toEqual(rules);
});

test('a version that was seen and not acknowledged may be lost with a primary, an acknowledged one may not', () => {
  const unacknowledged = [written(1, 0), written(2, undefined, { begin: 3_000 })];
  const losses: Span[] = [[4_500, 4_800]];
  const seenBefore = read(4_000, seen(2), { client: 1 });
  const seenDuring = read(4_600, seen(2), { client: 1 });
  const after = read(7_000, seen(1), { client: 1, known: known(2, 4_000) });
  expect(rulesBroken(unacknowledged, [seenBefore, after], losses)).toEqual([]);
  expect(rulesBroken(unacknowledged, [seenDuring, after], losses)).toEqual([]);
  expect(rulesBroken([written(1, 0), written(2, 4_000)], [seenBefore, after], losses)).toEqual(['acknowledged']);
  const seenAfter = read(4_900, seen(2), { client: 1 });
  expect(rulesBroken(unacknowledged, [seenAfter, read(7_000, seen(1), { client: 1 })], losses)).toEqual(['backwards']);
});

test('a list by kind tells which versions a record does not have', () => {
  const isNot = (version: number): Observation => ({ record: RECORD, isNot: version % KINDS.length });
  // From 6,000 ms on only version 2 is possible; before, 1 and 2 are.
  expect(rulesBroken(TWO, [read(6_000, isNot(2))])).toEqual(['acknowledged']);
  expect(rulesBroken(TWO, [read(6_000, isNot(1))])).toEqual([]);
  expect(rulesBroken(TWO, [read(5_500, isNot(1)), read(5_500, isNot(2))])).toEqual([]);
  expect(rulesBroken([written(1, 0)], [read(2_000, isNot(1))])).toEqual(['acknowledged']);
});

test('a count is compared with what each of its records may have been', () => {
  const writes = [written(1, 0), written(2, 5_000), written(1, 0, { record: 'b' })];
  const count = (remainder: number, number: number): Observation => ({
    records: [RECORD, 'b'],
    remainder,
    count: number,
  });
  expect(
    rulesBroken(
      writes,
      [1, 2].map((number) => read(5_500, count(1, number))),
    ),
  ).toEqual([]);
  expect(
    rulesBroken(
      writes,
      [0, 3].map((number) => read(5_500, count(1, number))),
    ),
  ).toEqual(['acknowledged', 'unwritten']);
  expect(rulesBroken(writes, [read(6_000, count(1, 1)), read(6_000, count(2, 1))])).toEqual([]);
  expect(rulesBroken(writes, [read(6_000, count(1, 2)), read(6_000, count(2, 0))])).toEqual([
    'acknowledged',
    'acknowledged',
  ]);
});

test('the delay of a write is the time to the last read that began after it and saw an older version', () => {
  const writes = [written(1, 0), written(2, 5_000), written(3, 9_000), written(1, 5_000, { record: 'unread' })];
  const reads = [
    read(10, seen(1)),
    read(4_999, seen(1)),
    read(5_010, seen(1)),
    read(5_020, seen(2)),
    read(5_040, seen(1)),
    read(5_060, seen(2)),
    read(9_500, seen(3)),
  ];
  const delays = delaysOf({ writes, reads }, BOUND_MS);
  expect(delays.map(({ write, ms }) => [write.version, ms])).toEqual([
    [1, 0],
    [2, 40],
    [3, 0],
  ]);
  expect(summarize(delays)).toEqual({ writes: 3, p50: 0, p99: 40, most: 40 });
  const isQuiet = (from: number, to: number) => isUndisturbed(writes[1]!, [[from, to]], BOUND_MS);
  expect([isQuiet(1_000, 4_989), isQuiet(1_000, 4_990), isQuiet(6_000, 7_000), isQuiet(6_001, 7_000)]).toEqual([
    true,
    false,
    false,
    true,
  ]);
});
