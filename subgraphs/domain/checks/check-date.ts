import { refusal } from '../runtime/errors.js';
import { looksBuddhist, readAsBuddhist } from './buddhist-year.js';
import { isPartialDate } from './partial-date.js';

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
