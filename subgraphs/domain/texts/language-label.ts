import type { Sentence } from '../../protocol/language.js';

const names = {
  en: new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' }),
  th: new Intl.DisplayNames(['th'], { type: 'language', fallback: 'none' }),
};

/** Languages of Thailand that Unicode has no names for. */
const OF_THAILAND: Readonly<Record<string, Sentence>> = {
  kxm: { en: 'Northern Khmer', th: 'เขมรถิ่นไทย' },
  mfa: { en: 'Pattani Malay', th: 'มลายูปัตตานี' },
  nod: { en: 'Northern Thai', th: 'ไทยถิ่นเหนือ' },
  sou: { en: 'Southern Thai', th: 'ไทยถิ่นใต้' },
  tts: { en: 'Isan', th: 'ไทยถิ่นอีสาน' },
};

/**
 * A language for people; the code itself when nobody knows it.
 *
 * @param code ISO 639, two or three letters
 */
export function languageLabel(code: string): Sentence {
  return OF_THAILAND[code] ?? { en: names.en.of(code) ?? code, th: names.th.of(code) ?? names.en.of(code) ?? code };
}

/** Tells whether a code is the one of a language that has a name. */
export function isLanguage(code: string): boolean {
  return /^[a-z]{2,3}$/.test(code) && (Object.hasOwn(OF_THAILAND, code) || names.en.of(code) !== undefined);
}
