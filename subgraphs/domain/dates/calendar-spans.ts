import { defineEnum } from '../vocabulary/define-enum.js';
import { addDays } from './calendar-day.js';

/** A span of the calendar that a chart counts by. */
export const CalendarUnit = defineEnum('CalendarUnit', 'The span of time of a bar of a chart.', {
  YEAR: { description: 'A year.', en: 'Year', th: 'ปี' },
  QUARTER: { description: 'Three months, the first from January.', en: 'Quarter', th: 'ไตรมาส' },
  MONTH: { description: 'A month.', en: 'Month', th: 'เดือน' },
  WEEK: { description: 'Seven days from Monday.', en: 'Week', th: 'สัปดาห์' },
  DAY: { description: 'A day.', en: 'Day', th: 'วัน' },
});
export type CalendarUnit = keyof typeof CalendarUnit;

/** A span of the calendar: its first day, and the first day after it, `YYYY-MM-DD`. */
export interface CalendarSpan {
  first: string;
  next: string;
}

/**
 * The spans that cover the days from one to another, in order and without gaps; the first and the last may reach beyond.
 *
 * @param from,to `YYYY-MM-DD`
 */
export function* calendarSpans(unit: CalendarUnit, from: string, to: string): Generator<CalendarSpan> {
  for (let first = startOfSpan(from, unit); first <= to;) {
    const next = nextSpan(first, unit);
    yield { first, next };
    // The calendar ends with the year 9999.
    if (next <= first) return;
    first = next;
  }
}

/** The first day of the span that a day lies in. */
export function startOfSpan(day: string, unit: CalendarUnit): string {
  if (unit === 'YEAR') return `${day.slice(0, 4)}-01-01`;
  if (unit === 'MONTH') return `${day.slice(0, 7)}-01`;
  if (unit === 'QUARTER')
    return `${day.slice(0, 4)}-${String(Math.floor((Number(day.slice(5, 7)) - 1) / 3) * 3 + 1).padStart(2, '0')}-01`;
  if (unit === 'WEEK') return addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7));
  return day;
}

/** The first day of the span that follows. */
export function nextSpan(start: string, unit: CalendarUnit): string {
  return startOfSpan(addDays(start, { YEAR: 366, QUARTER: 93, MONTH: 31, WEEK: 7, DAY: 1 }[unit]), unit);
}
