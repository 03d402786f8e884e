import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import type { LookedUpText } from '../../domain/texts/looked-up-text.js';
import type { BucketOrder, Measure } from './chart.args.js';
import type { Amount } from './count-by.js';
import { NONE, REST, type Groups } from './groups.js';

/** A bar along one side of a chart: a group, or a span of time. */
export interface Bar {
  key: string;
  /** Absent until it is known that the bar is shown. */
  label?: LookedUpText;
  /** The keys that were counted and fall into it. */
  members: ReadonlyArray<string | null>;
  time: Date | null;
  timeLabel: LocalizedText | null;
}

/** An amount, with the key that it has on each side of the chart. */
export interface KeyedAmount extends Amount {
  keys: readonly [key: string | null, thenKey: string | null, span: string | null];
}

const UNTIMED = { time: null, timeLabel: null };

/** A bar for each group, the last for what has none when that was counted. */
export function barsOfGroups(groups: Groups, counted: ReadonlyArray<string | null>): Bar[] {
  return [
    ...groups.keys(counted).map((key) => ({ key, members: [key], ...UNTIMED })),
    ...(counted.includes(null) ? [{ ...NONE, members: [null], ...UNTIMED }] : []),
  ];
}

/** Gives bars the labels of their groups. */
export function labelBars(groups: Groups, bars: readonly Bar[]): Bar[] {
  const labelOf = groups.label(bars.flatMap(({ key, label }) => (label ? [] : [key])));
  return bars.map((bar) => ({ ...bar, label: bar.label ?? labelOf(bar.key) }));
}

/** Puts bars in order and the rest of them into one; what has no key comes last and is never part of the rest. */
export function arrange(
  bars: readonly Bar[],
  {
    orderBy,
    first,
    measure,
    counts,
  }: { orderBy: BucketOrder; first: number | null; measure: Measure; counts: readonly KeyedAmount[] },
): Bar[] {
  const [none, some] = [bars.filter(({ key }) => key === NONE.key), bars.filter(({ key }) => key !== NONE.key)];
  if (orderBy !== 'KEY') {
    const totals = new Map<string | null, Amount>();
    for (const { keys, ...amount } of counts) totals.set(keys[0], add(totals.get(keys[0]), amount));
    const rank = new Map(some.map((bar) => [bar, rankOf(orderBy, measure, totals.get(bar.members[0]!))]));
    some.sort((a, b) => rank.get(a)! - rank.get(b)!);
  }
  const shown = some.slice(0, first ?? undefined);
  const members = some.slice(shown.length).flatMap((bar) => bar.members);
  return [...shown, ...(members.length > 0 ? [{ ...REST, members, ...UNTIMED }] : []), ...none];
}

/** What an amount measures; null for the average of none. */
export function valueOf(measure: Measure, { count, sum, valued }: Amount): number | null {
  if (measure === 'COUNT') return count;
  if (measure === 'SUM') return sum;
  return valued === 0 ? null : sum / valued;
}

/**
 * Adds up the amounts that fall into each cell of a chart.
 *
 * @param sides the bars of the chart by their first, second and third key
 * @param timeSide the side along which each cell includes those before it in time; null when it does not
 * @returns gives the amount of a cell, by the indexes of its bars
 */
export function fillCells(
  sides: readonly [readonly Bar[], readonly Bar[], readonly Bar[]],
  counts: readonly KeyedAmount[],
  timeSide: 0 | 2 | null,
): (...indexes: [number, number, number]) => Amount {
  const indexOf = sides.map(
    (bars) => new Map(bars.flatMap(({ members }, index) => members.map((member) => [member, index] as const))),
  );
  const [, { length: thens }, { length: times }] = sides;
  const cells = new Map<number, Amount>();
  const cellOf = (key: number, thenKey: number, time: number) => (key * thens + thenKey) * times + time;
  for (const { keys, ...amount } of counts) {
    const [key, thenKey, time] = keys.map((of, side) => indexOf[side]!.get(of)) as [number, number, number];
    const cell = cellOf(key, thenKey, time);
    cells.set(cell, add(cells.get(cell), amount));
  }
  const at = (...indexes: [number, number, number]) => cells.get(cellOf(...indexes)) ?? NOTHING;
  if (timeSide === null) return at;
  return (...indexes) => {
    if (sides[timeSide][indexes[timeSide]]!.time === null) return at(...indexes);
    let sum = NOTHING;
    for (let index = 0; index <= indexes[timeSide]; index += 1) {
      const earlier: [number, number, number] = [...indexes];
      earlier[timeSide] = index;
      sum = add(sum, at(...earlier));
    }
    return sum;
  };
}

const NOTHING: Amount = { count: 0, sum: 0, valued: 0 };

function add(one: Amount = NOTHING, other: Amount): Amount {
  return { count: one.count + other.count, sum: one.sum + other.sum, valued: one.valued + other.valued };
}

/** The lowest comes first. What has no value comes last. */
function rankOf(orderBy: BucketOrder, measure: Measure, amount: Amount = NOTHING): number {
  const value = orderBy.startsWith('COUNT') ? amount.count : valueOf(measure, amount);
  if (value === null) return Infinity;
  return orderBy.endsWith('_DESC') ? -value : value;
}
