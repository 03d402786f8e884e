import { BUDDHIST_YEARS_MORE } from './buddhist-year.js';
import type { CalendarUnit } from './calendar-spans.js';

/**
 * A span of the calendar for people, in the Thai text by the Buddhist year: "Q1 2020", "ไตรมาส 1 2563".
 *
 * @param first its first day, `YYYY-MM-DD`
 */
export function calendarLabel(unit: CalendarUnit, first: string): { en: string; th: string } {
  const year = Number(first.slice(0, 4));
  if (unit === 'YEAR') return { en: String(year), th: String(year + BUDDHIST_YEARS_MORE) };
  const month = Number(first.slice(5, 7));
  if (unit === 'QUARTER') {
    const quarter = Math.ceil(month / 3);
    return { en: `Q${quarter} ${year}`, th: `ไตรมาส ${quarter} ${year + BUDDHIST_YEARS_MORE}` };
  }
  const day = unit === 'MONTH' ? '' : `${Number(first.slice(8))} `;
  const isWeek = unit === 'WEEK';
  return {
    en: `${isWeek ? 'Week of ' : ''}${day}${MONTHS.en[month - 1]} ${year}`,
    th: `${isWeek ? 'สัปดาห์ของวันที่ ' : ''}${day}${MONTHS.th[month - 1]} ${year + BUDDHIST_YEARS_MORE}`,
  };
}

/** A span of the calendar for programs: "2020", "2020-Q1", "2020-01"; a week or a day is its first day. */
export function calendarKey(unit: CalendarUnit, first: string): string {
  if (unit === 'QUARTER') return `${first.slice(0, 4)}-Q${Math.ceil(Number(first.slice(5, 7)) / 3)}`;
  return first.slice(0, unit === 'YEAR' ? 4 : unit === 'MONTH' ? 7 : 10);
}

const MONTHS = { en: monthsIn('en'), th: monthsIn('th') };

function monthsIn(language: string): string[] {
  const format = new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' });
  return Array.from({ length: 12 }, (_, month) => format.format(Date.UTC(2000, month)));
}
