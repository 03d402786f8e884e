import type { PageSettings } from '../page-settings.js';
import { say, type PageLanguage, type Word } from '../words.js';

export const settings = JSON.parse(document.getElementById('settings')?.textContent ?? '{}') as PageSettings;
export const { language } = settings;

/** A text of the page in its language. */
export function t(word: Word, values?: Readonly<Record<string, string | number>>): string {
  return say(language, word, values);
}

const numbers = new Intl.NumberFormat(language === 'th' ? 'th-TH' : 'en-GB');

export function formatNumber(value: number): string {
  return numbers.format(value);
}

/** A text in two languages, either of which may be missing. */
export interface Localized {
  th: string | null;
  en: string | null;
}

/** In the language of the page, or else in the other one. */
export function textOf(text: Localized | null | undefined): string {
  if (!text) return '';
  return (language === 'th' ? (text.th ?? text.en) : (text.en ?? text.th)) ?? '';
}

/** The language of what {@link textOf} gives, where it is not that of the page. */
export function otherLanguage(text: Localized | null | undefined): PageLanguage | undefined {
  if (!text || text[language] !== null) return undefined;
  return language === 'th' ? 'en' : 'th';
}

/** An address of the dashboard, in the language of the page. */
export function dashboardUrl(parameters: Readonly<Record<string, string>> = {}): string {
  return `/dashboard?${new URLSearchParams({ ...parameters, lang: language }).toString()}`;
}
