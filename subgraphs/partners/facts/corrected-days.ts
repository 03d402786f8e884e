import { checkedDay } from '../../domain/checks/check-date.js';
import { earliestDay, latestDay } from '../../domain/dates/partial-date.js';
import { refusal } from '../../runtime/errors/errors.js';

/**
 * A day as a correction leaves it: absent stays, null takes it out.
 *
 * @throws BAD_USER_INPUT, or RULE_VIOLATED for a day to come
 */
export function correctedDay(
  argument: string,
  before: string | null,
  given: string | null | undefined,
  today: string,
): string | null {
  if (given === undefined) return before;
  return given === null ? null : checkedDay(argument, given, today);
}

/**
 * Checks that something does not end before it begins; a partial date may be any of its days.
 *
 * @throws RULE_VIOLATED (ENDS_BEFORE_IT_BEGINS)
 */
export function checkLife(begins: string | null, ends: string | null, argument = 'input.closedOn'): void {
  if (begins === null || ends === null || latestDay(ends) >= earliestDay(begins)) return;
  throw refusal(
    'RULE_VIOLATED',
    {
      en: `The end ${ends} lies before the beginning ${begins}.`,
      th: `วันสิ้นสุด ${ends} อยู่ก่อนวันเริ่มต้น ${begins}`,
    },
    { argument, rule: 'ENDS_BEFORE_IT_BEGINS' },
  );
}
