import { refusal } from '../../runtime/errors/errors.js';
import { addDays, dayAt, startOfDay } from './calendar-day.js';
import { momentIn, type Instant } from './instant.js';

/** Days, `YYYY-MM-DD`: the first, and the first that no longer belongs to them; null where they have no bound. */
export interface DayWindow {
  first: string | null;
  end: string | null;
}

/**
 * The days that begin within a span of time.
 *
 * @param from inclusive
 * @param to exclusive
 * @param timeZone the IANA name of the time zone in which days begin, also those that `from` and `to` name
 * @throws BAD_USER_INPUT when `to` does not lie after `from`
 */
export function daysWithin(
  from: Instant | null | undefined,
  to: Instant | null | undefined,
  timeZone: string,
): DayWindow {
  if (from != null && to != null && momentIn(from, timeZone) >= momentIn(to, timeZone))
    throw refusal(
      'BAD_USER_INPUT',
      {
        en: '`to` must lie after `from`: it is the first moment, or day, that no longer counts.',
        th: '`to` ต้องอยู่หลัง `from` เพราะเป็นเวลาหรือวันแรกที่ไม่นับแล้ว',
      },
      { argument: 'to' },
    );
  return {
    first: from == null ? null : firstDayFrom(from, timeZone),
    end: to == null ? null : firstDayFrom(to, timeZone),
  };
}

/** The first day that begins at a moment or later. */
function firstDayFrom(instant: Instant, timeZone: string): string {
  if ('day' in instant) return instant.day;
  const day = dayAt(instant.at, timeZone);
  return startOfDay(day, timeZone) >= instant.at ? day : addDays(day, 1);
}
