import type { Bucket } from '../../domain/bucket.type.js';
import { barsOf, type Group } from '../../runtime/statistics/bars.js';
import type { Count } from '../../runtime/statistics/count-by.js';

/**
 * The bars of each year from the first to the last, and then those of unknown year when there are any.
 *
 * @param counts their periods are years, null where the year is unknown
 */
export function barsByYear(groups: readonly Group[], counts: readonly Count[]): Bucket[] {
  const dated = counts.flatMap(({ period }) => (period === null ? [] : [Number(period)]));
  const first = Math.min(...dated);
  const years: Array<number | null> =
    dated.length === 0 ? [] : Array.from({ length: Math.max(...dated) - first + 1 }, (_, at) => first + at);
  if (counts.some(({ period }) => period === null)) years.push(null);
  return years.flatMap((year) => {
    const inYear = counts.filter(({ period }) => (period === null ? null : Number(period)) === year);
    const time = year === null ? null : new Date(Date.UTC(year, 0, 1));
    return barsOf(groups, new Map(inYear.map(({ key, count }) => [key, count])), time);
  });
}
