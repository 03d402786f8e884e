import { refusal } from '../runtime/errors.js';
import { isPartialDate } from './partial-date.js';

/**
 * Checks a partial date that a client gave.
 *
 * @param argument its path in the input
 * @throws BAD_USER_INPUT
 */
export function checkPartialDate(argument: string, value: string | null | undefined): void {
  if (value == null || isPartialDate(value)) return;
  throw refusal('BAD_USER_INPUT', { en: `\`${argument}\` must be YYYY, YYYY-MM or YYYY-MM-DD in the Common Era, but got "${value}".`, th: `\`${argument}\` ต้องเป็น YYYY, YYYY-MM หรือ YYYY-MM-DD ตามคริสต์ศักราช แต่ได้รับ "${value}"` }, { argument });
}
