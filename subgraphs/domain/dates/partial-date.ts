import type { DayWindow } from './day-window.js';

const PARTIAL = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;

/** How exactly a partial date is known. */
export type Precision = 'YEAR' | 'MONTH' | 'DAY';

/**
 * Tells whether a text is a partial date: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, Common Era, 1900 to 2100.
 */
export function isPartialDate(value: string): boolean {
  const match = PARTIAL.exec(value);
  if (!match) return false;
  const [year, month, day] = match.slice(1).map((part) => (part === undefined ? undefined : Number(part)));
  if (year === undefined || year < 1900 || year > 2100) return false;
  if (month === undefined) return true;
  if (month < 1 || month > 12) return false;
  return day === undefined || (day >= 1 && day <= daysIn(year, month));
}

/** The precision of a valid partial date, told by its length. */
export function precisionOf(value: string): Precision {
  return value.length === 4 ? 'YEAR' : value.length === 7 ? 'MONTH' : 'DAY';
}

/** The first day a valid partial date covers, `YYYY-MM-DD`. */
export function earliestDay(value: string): string {
  const precision = precisionOf(value);
  return precision === 'YEAR' ? `${value}-01-01` : precision === 'MONTH' ? `${value}-01` : value;
}

/** The last day a valid partial date covers, `YYYY-MM-DD`. */
export function latestDay(value: string): string {
  const precision = precisionOf(value);
  if (precision === 'YEAR') return `${value}-12-31`;
  if (precision === 'DAY') return value;
  return `${value}-${String(daysIn(Number(value.slice(0, 4)), Number(value.slice(5)))).padStart(2, '0')}`;
}

function daysIn(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/**
 * The MongoDB condition on a stored partial date that holds when the whole of it lies on or before a day:
 * partial dates sort as text, so that only the day's own year and month need a second look.
 *
 * @param day `YYYY-MM-DD`
 */
export function endedBy(day: string): { $lte: string; $nin: string[] } {
  return { $lte: day, $nin: [day.slice(0, 4), day.slice(0, 7)].filter((partial) => latestDay(partial) > day) };
}

/**
 * The MongoDB condition on a stored partial date that holds when its first day lies within days: partial dates sort as
 * text, each before all that begin with it.
 */
export function startsWithin({ first, end }: DayWindow): object {
  return {
    $ne: null,
    ...(first !== null && { $gte: shortest(first) }),
    ...(end !== null && { $lt: shortest(end) }),
  };
}

/** The partial date that sorts first of those which begin on a day. */
function shortest(day: string): string {
  return day.endsWith('-01-01') ? day.slice(0, 4) : day.endsWith('-01') ? day.slice(0, 7) : day;
}

/** The aggregation expression of {@link earliestDay}; null for a date that is not there. */
export function firstDayOf(date: string): object {
  return {
    $cond: [{ $eq: [{ $ifNull: [date, null] }, null] }, null, { $substrBytes: [{ $concat: [date, '-01-01'] }, 0, 10] }],
  };
}

/** The aggregation expression of {@link latestDay}; null for a date that is not there. */
export function lastDayOf(date: string): object {
  const length = { $strLenBytes: { $ifNull: [date, ''] } };
  const nextMonth = {
    $dateAdd: { startDate: { $dateFromString: { dateString: { $concat: [date, '-01'] } } }, unit: 'month', amount: 1 },
  };
  return {
    $switch: {
      branches: [
        { case: { $eq: [length, 4] }, then: { $concat: [date, '-12-31'] } },
        {
          case: { $eq: [length, 7] },
          then: {
            $dateToString: {
              date: { $dateSubtract: { startDate: nextMonth, unit: 'day', amount: 1 } },
              format: '%Y-%m-%d',
            },
          },
        },
      ],
      default: date,
    },
  };
}
