import type { Sentence } from '../../protocol/language.js';

const names = {
  en: new Intl.DisplayNames(['en'], { type: 'region' }),
  th: new Intl.DisplayNames(['th'], { type: 'region' }),
};

/**
 * A country for people.
 *
 * @param code ISO 3166-1, two capital letters
 */
export function countryLabel(code: string): Sentence {
  return { en: names.en.of(code) ?? code, th: names.th.of(code) ?? code };
}

/** Regions of which the names are known, and that are no countries. */
const NO_COUNTRIES: readonly string[] = ['EU', 'EZ', 'QO', 'UN', 'XA', 'XB', 'ZZ'];

/**
 * Tells whether a code is the one of a country: of those that are not given by ISO only Kosovo's XK.
 */
export function isCountry(code: string): boolean {
  if (!/^[A-Z]{2}$/.test(code) || NO_COUNTRIES.includes(code)) return false;
  // A code that was given up, such as SU, is written as the one that came after it.
  return known.of(code) !== undefined && new Intl.Locale(`und-${code}`).region === code;
}

const known = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
