import { refusal } from '../../runtime/errors/errors.js';
import type { LocalizedTextInput } from '../texts/localized-text.input.js';
import type { LocalizedText } from '../texts/localized-text.type.js';

/** The longest a name, a reason for the history and a description may be, in characters. */
export const LONGEST_NAME = 200;
export const LONGEST_REASON = 1_000;
export const LONGEST_DESCRIPTION = 5_000;

const HALF_CHARACTER = /\p{Surrogate}/u;

/**
 * Checks a text that a client gave. It is stored as it was sent, or refused: none is changed.
 *
 * @param argument its path in the input
 * @throws BAD_USER_INPUT when it is empty, too long, begins or ends with a space, a line break or a byte order mark, or
 *   has half of a character, which cannot be stored
 */
export function checkText(argument: string, longest: number, value: string): string {
  const text = value.trim();
  checkWholeCharacters(argument, text);
  if (text !== value && text !== '')
    throw refusal(
      'BAD_USER_INPUT',
      {
        en: `\`${argument}\` must not begin or end with a space, a line break or a byte order mark.`,
        th: `\`${argument}\` ต้องไม่ขึ้นต้นหรือลงท้ายด้วยช่องว่าง การขึ้นบรรทัดใหม่ หรืออักขระ BOM`,
      },
      { argument },
    );
  if (text !== '' && text.length <= longest) return text;
  throw refusal(
    'BAD_USER_INPUT',
    {
      en: `\`${argument}\` must have 1 to ${longest} characters, but got ${text.length}.`,
      th: `\`${argument}\` ต้องมี 1 ถึง ${longest} ตัวอักษร แต่ได้รับ ${text.length}`,
    },
    { argument },
  );
}

/**
 * Checks that a text can be stored as it is.
 *
 * @throws BAD_USER_INPUT when it has half of a character
 */
export function checkWholeCharacters(argument: string, text: string): void {
  if (HALF_CHARACTER.test(text))
    throw refusal(
      'BAD_USER_INPUT',
      {
        en: `\`${argument}\` has half of a character in it: a surrogate without the other one.`,
        th: `\`${argument}\` มีอักขระที่ไม่สมบูรณ์`,
      },
      { argument },
    );
}

/**
 * Checks a text in two languages that a client gave.
 *
 * @throws BAD_USER_INPUT when both are missing, or one is too long
 */
export function checkLocalizedText(argument: string, longest: number, { en, th }: LocalizedTextInput): LocalizedText {
  if (en == null && th == null)
    throw refusal(
      'BAD_USER_INPUT',
      { en: `\`${argument}\` needs a text in Thai or English.`, th: `\`${argument}\` ต้องมีข้อความภาษาไทยหรือภาษาอังกฤษ` },
      { argument },
    );
  return {
    en: en == null ? null : checkText(`${argument}.en`, longest, en),
    th: th == null ? null : checkText(`${argument}.th`, longest, th),
  };
}
