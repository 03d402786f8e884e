import { checkPartialDate } from '../../facts/check-partial-date.js';
import { earliestDay } from '../../facts/partial-date.js';
import { refusal } from '../../runtime/errors.js';

/**
 * Checks the day of something that has happened.
 *
 * @param today `YYYY-MM-DD`; the day itself when the client gives none
 * @throws BAD_USER_INPUT, or RULE_VIOLATED for a day to come
 */
export function checkedDay(argument: string, value: string | null | undefined, today: string): string {
  checkPartialDate(argument, value);
  if (value == null) return today;
  if (earliestDay(value) <= today) return value;
  throw refusal('RULE_VIOLATED', { en: `\`${argument}\` must not lie in the future, but got ${value}.`, th: `\`${argument}\` ต้องไม่เป็นวันในอนาคต แต่ได้รับ ${value}` }, { argument, rule: 'DATE_IN_FUTURE' });
}
