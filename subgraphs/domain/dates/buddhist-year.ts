import type { Sentence } from '../../protocol/language.js';

/** Thai years count from 543 years earlier. */
export const BUDDHIST_YEARS_MORE = 543;
/** Years that the network can mean, written in the Buddhist Era: 1900 to 2200. Nothing here lies in them by the Common Era. */
const [FIRST, LAST] = [1900 + BUDDHIST_YEARS_MORE, 2200 + BUDDHIST_YEARS_MORE];

/**
 * The same date in the Common Era, when its year looks like one of the Buddhist Era: from 2443 to 2743. Null for any other.
 *
 * @param text begins with a year of four digits when it is a date at all
 */
export function readAsBuddhist(text: string): string | null {
  const [, digits, rest = ''] = /^(\d{4})(?=$|-)(.*)$/.exec(text) ?? [];
  const year = Number(digits);
  return year >= FIRST && year <= LAST ? `${year - BUDDHIST_YEARS_MORE}${rest}` : null;
}

/** Tells that a date looks like one of the Buddhist Era, and how to write it. */
export function looksBuddhist(text: string, inCommonEra: string): Sentence {
  return {
    en: `"${text}" looks like a year of the Buddhist Era. Write years of the Common Era: ${inCommonEra}.`,
    th: `"${text}" ดูเหมือนเป็นปีพุทธศักราช โปรดใช้ปีคริสต์ศักราช คือ ${inCommonEra}`,
  };
}
