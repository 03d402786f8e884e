import { refusal } from '../../runtime/errors/errors.js';
import { isTimeZone } from '../dates/calendar-day.js';

/**
 * Checks a time zone by its IANA name. Offsets such as +07:00 are none: they know no summer time.
 *
 * @throws BAD_USER_INPUT
 */
export function checkTimeZone(argument: string, timeZone: string): void {
  if (isTimeZone(timeZone)) return;
  throw refusal(
    'BAD_USER_INPUT',
    {
      en: `\`${argument}\` must be the IANA name of a time zone such as Asia/Bangkok, but got "${timeZone.slice(0, 100)}".`,
      th: `\`${argument}\` ต้องเป็นชื่อเขตเวลาแบบ IANA เช่น Asia/Bangkok แต่ได้รับ "${timeZone.slice(0, 100)}"`,
    },
    { argument },
  );
}
