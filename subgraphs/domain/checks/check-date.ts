import { refusal } from '../../runtime/errors/errors.js';
import { inWords } from '../dates/date-in-words.js';
import { looksBuddhist, readAsBuddhist } from '../dates/buddhist-year.js';
import { isPartialDate, earliestDay } from '../dates/partial-date.js';

/**
 * Checks a partial date that a client gave: of the years 1900 to 2100, Common Era. One of the Buddhist Era is told apart.
 *
 * @param argument its path in the input
 * @throws BAD_USER_INPUT
 */
export function checkPartialDate(argument: string, value: string | null | undefined): void {
  if (value == null || isPartialDate(value)) return;
  const inCommonEra = readAsBuddhist(value);
  if (inCommonEra !== null && isPartialDate(inCommonEra))
    throw refusal('BAD_USER_INPUT', looksBuddhist(value, inCommonEra), { argument });
  throw refusal(
    'BAD_USER_INPUT',
    {
      en: `\`${argument}\` must be YYYY, YYYY-MM or YYYY-MM-DD in the Common Era, but got "${value}".`,
      th: `\`${argument}\` ต้องเป็น YYYY, YYYY-MM หรือ YYYY-MM-DD ตามคริสต์ศักราช แต่ได้รับ "${value}"`,
    },
    { argument },
  );
}

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
    {
      en: `${inWords(date).en} lies in the future: today is ${inWords(today).en}.`,
      th: `วันที่ ${inWords(date).th} ยังมาไม่ถึง วันนี้คือ ${inWords(today).th}`,
    },
    { argument, rule: 'DATE_IN_FUTURE' },
  );
}

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
