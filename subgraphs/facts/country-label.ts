import type { Sentence } from '../runtime/errors.js';

const names = { en: new Intl.DisplayNames(['en'], { type: 'region' }), th: new Intl.DisplayNames(['th'], { type: 'region' }) };

/**
 * A country for people.
 *
 * @param code ISO 3166-1, two capital letters
 */
export function countryLabel(code: string): Sentence {
  return { en: names.en.of(code) ?? code, th: names.th.of(code) ?? code };
}
