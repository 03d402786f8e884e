import { refusal } from '../runtime/errors.js';
import { earliestDay } from './partial-date.js';

/**
 * Checks that something that was done is not still to come; a partial date is to come when all of it is.
 *
 * @param argument its path in the input
 * @param date a valid partial date
 * @param today `YYYY-MM-DD`
 * @throws RULE_VIOLATED (DATE_IN_FUTURE)
 */
export function checkNotInFuture(argument: string, date: string, today: string): void {
  if (earliestDay(date) <= today) return;
  throw refusal(
    'RULE_VIOLATED',
    { en: `${date} lies in the future: today is ${today}.`, th: `วันที่ ${date} ยังมาไม่ถึง วันนี้คือ ${today}` },
    { argument, rule: 'DATE_IN_FUTURE' },
  );
}
