import type { Bucket } from '../../domain/bucket.type.js';
import { barsOf, type Group } from './groups.js';

/** How many of a group were made in a year; null for an unknown year. */
export interface YearCount {
  key: string | null;
  year: number | null;
  count: number;
}

/** The bars of each year from the first to the last, and then those of unknown year when there are any. */
export function barsByYear(groups: readonly Group[], counts: readonly YearCount[]): Bucket[] {
  const dated = counts.flatMap(({ year }) => year ?? []);
  const first = Math.min(...dated);
  const years: Array<number | null> =
    dated.length === 0 ? [] : Array.from({ length: Math.max(...dated) - first + 1 }, (_, at) => first + at);
  if (counts.some(({ year }) => year === null)) years.push(null);
  const keys = [...new Set(counts.map(({ key }) => key))];
  return years.flatMap((year) => {
    const inYear = new Map(
      keys.map((key) => [key, counts.find((one) => one.key === key && one.year === year)?.count ?? 0]),
    );
    const time = year === null ? null : new Date(Date.UTC(year, 0, 1));
    return barsOf(groups, inYear).map((bar) => ({ ...bar, time }));
  });
}
