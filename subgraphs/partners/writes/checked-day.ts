import { checkNotInFuture } from '../../facts/check-not-in-future.js';
import { checkPartialDate } from '../../facts/check-partial-date.js';

/**
 * Checks the day of something that has happened.
 *
 * @param today `YYYY-MM-DD`; the day itself when the client gives none
 * @throws BAD_USER_INPUT, or RULE_VIOLATED for a day to come
 */
export function checkedDay(argument: string, value: string | null | undefined, today: string): string {
  checkPartialDate(argument, value);
  if (value == null) return today;
  checkNotInFuture(argument, value, today);
  return value;
}
