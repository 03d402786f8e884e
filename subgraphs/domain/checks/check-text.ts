import { refusal } from '../../runtime/errors/errors.js';
import type { LocalizedTextInput } from '../texts/localized-text.input.js';
import type { LocalizedText } from '../texts/localized-text.type.js';

/** The longest a name, a reason for the history and a description may be, in characters. */
export const LONGEST_NAME = 200;
export const LONGEST_REASON = 1_000;
export const LONGEST_DESCRIPTION = 5_000;

const HALF_CHARACTER = /\p{Surrogate}/u;
/**
 * Controls, marks that turn the direction of a text, characters without width, and code points that are no characters. What joins letters or emoji (U+200C,
 * U+200D) is not among them.
 */
const HIDDEN =
  /[\p{Cc}\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\p{Noncharacter_Code_Point}]/u;
/** The same for a text of several lines. Zero-width spaces (U+200B) and soft hyphens tell there where a line may break. */
const HIDDEN_IN_LINES =
  /(?![\t\n\r])[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\p{Noncharacter_Code_Point}]/u;
/** Letters, digits, punctuation and symbols, but not those that are shown as a blank. */
const VISIBLE = /(?![\u115f\u1160\u2800\u3164\uffa0])[\p{L}\p{N}\p{P}\p{S}]/u;

/**
 * Checks a text that a client gave. It is stored as it was sent, or refused: none is changed. A text of at most
 * {@link LONGEST_NAME} characters is one line.
 *
 * @param argument its path in the input
 * @param longest the most characters it may have, as Unicode code points
 * @throws BAD_USER_INPUT when it is empty or too long, begins or ends with a space, a line break or a byte order mark, shows
 *   nothing, or has a character that cannot be stored or is not seen
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
  const length = countCharacters(text);
  if (length < 1 || length > longest)
    throw refusal(
      'BAD_USER_INPUT',
      {
        en: `\`${argument}\` must have 1 to ${longest} characters, but got ${length}.`,
        th: `\`${argument}\` ต้องมี 1 ถึง ${longest} ตัวอักษร แต่ได้รับ ${length}`,
      },
      { argument },
    );
  checkVisible(argument, text, longest <= LONGEST_NAME ? HIDDEN : HIDDEN_IN_LINES);
  return text;
}

/** The characters of a text, as Unicode code points: an emoji that is stored as two code units is one. */
function countCharacters(text: string): number {
  return text.length - (text.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0);
}

function checkVisible(argument: string, text: string, hidden: RegExp): void {
  const found = hidden.exec(text)?.[0];
  if (found !== undefined) {
    const code = `U+${found.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
    throw refusal(
      'BAD_USER_INPUT',
      {
        en: `\`${argument}\` has a character in it that is not seen: ${code}.`,
        th: `\`${argument}\` มีอักขระที่มองไม่เห็น: ${code}`,
      },
      { argument },
    );
  }
  if (!VISIBLE.test(text))
    throw refusal(
      'BAD_USER_INPUT',
      {
        en: `\`${argument}\` must have a character that is seen.`,
        th: `\`${argument}\` ต้องมีอักขระที่มองเห็นได้อย่างน้อยหนึ่งตัว`,
      },
      { argument },
    );
}

function checkWholeCharacters(argument: string, text: string): void {
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
 * @throws BAD_USER_INPUT when both are missing, or one is not a text that {@link checkText} takes
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

/**
 * A text in two languages that may be left out, as it is after a change: absent stays, also one language of it, and null
 * takes it away.
 *
 * @param before the text so far; null for none
 * @throws BAD_USER_INPUT, as {@link checkLocalizedText}
 */
export function changedText(
  argument: string,
  longest: number,
  given: LocalizedTextInput,
  before?: LocalizedText | null,
): LocalizedText;
export function changedText(
  argument: string,
  longest: number,
  given: LocalizedTextInput | null | undefined,
  before?: LocalizedText | null,
): LocalizedText | null;
export function changedText(
  argument: string,
  longest: number,
  given: LocalizedTextInput | null | undefined,
  before: LocalizedText | null = null,
): LocalizedText | null {
  if (given === undefined) return before;
  if (given === null) return null;
  return checkLocalizedText(argument, longest, {
    en: given.en === undefined ? (before?.en ?? null) : given.en,
    th: given.th === undefined ? (before?.th ?? null) : given.th,
  });
}
