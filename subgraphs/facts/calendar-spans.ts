import type { CalendarUnit } from './calendar-unit.js';
import type { LocalizedText } from './localized-text.type.js';

/** A span of the calendar: its first day, and the first day after it, `YYYY-MM-DD`. */
export interface CalendarSpan {
  first: string;
  next: string;
  label: LocalizedText;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The spans that cover the days from one to another, in order and without gaps; the first and the last may reach beyond.
 *
 * @param from,to `YYYY-MM-DD`
 */
export function calendarSpans(unit: CalendarUnit, from: string, to: string): CalendarSpan[] {
  const spans: CalendarSpan[] = [];
  for (let first = firstDay(unit, from); first <= to; first = nextDay(unit, first)) spans.push({ first, next: nextDay(unit, first), label: labelOf(unit, first) });
  return spans;
}

/** The first moment of a day in a time zone. */
export function startOfDay(day: string, timeZone: string): Date {
  const midnight = Date.parse(`${day}T00:00:00Z`);
  // Twice: on a day on which clocks change, the first guess may lie on the other side of the change.
  const guess = midnight - offsetAt(new Date(midnight), timeZone);
  return new Date(midnight - offsetAt(new Date(guess), timeZone));
}

/** How far the clocks of a time zone are ahead of UTC, in milliseconds. */
function offsetAt(at: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en', { timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' }).formatToParts(at);
  const part = (type: string) => Number(parts.find((each) => each.type === type)!.value);
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second')) - Math.floor(at.getTime() / 1000) * 1000;
}

function firstDay(unit: CalendarUnit, day: string): string {
  const [year, month] = [day.slice(0, 4), Number(day.slice(5, 7))];
  if (unit === 'YEAR') return `${year}-01-01`;
  if (unit === 'QUARTER') return `${year}-${two(month - ((month - 1) % 3))}-01`;
  if (unit === 'MONTH') return `${day.slice(0, 7)}-01`;
  if (unit === 'DAY') return day;
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  return plusDays(day, -weekday);
}

function nextDay(unit: CalendarUnit, first: string): string {
  if (unit === 'DAY' || unit === 'WEEK') return plusDays(first, unit === 'DAY' ? 1 : 7);
  const months = { YEAR: 12, QUARTER: 3, MONTH: 1 }[unit];
  return new Date(Date.UTC(Number(first.slice(0, 4)), Number(first.slice(5, 7)) - 1 + months, 1)).toISOString().slice(0, 10);
}

function labelOf(unit: CalendarUnit, first: string): LocalizedText {
  const year = Number(first.slice(0, 4));
  if (unit === 'YEAR') return { en: String(year), th: String(year + 543) };
  if (unit === 'QUARTER') {
    const quarter = Math.ceil(Number(first.slice(5, 7)) / 3);
    return { en: `Q${quarter} ${year}`, th: `ไตรมาส ${quarter} ปี ${year + 543}` };
  }
  const month = (language: string) => new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' }).format(new Date(`${first}T00:00:00Z`));
  const day = unit === 'MONTH' ? '' : `${Number(first.slice(8))} `;
  return { en: `${day}${month('en')} ${year}`, th: `${day}${month('th')} ${year + 543}` };
}

function plusDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
