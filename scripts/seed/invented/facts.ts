import type { LocalizedText } from '../../../subgraphs/domain/texts/localized-text.type.js';

/** What every invented record says of its origin. */
export const invented = {
  nameThOrigin: 'TRANSLITERATED',
  sources: [
    {
      id: 'src-invented',
      title: '[Invented for measurements]',
      publisher: null,
      publishedOn: null,
      url: null,
      lang: 'en',
    },
  ],
  confidence: 'LOW',
} as const;

export const source = invented.sources[0].id;

/** A text in both languages. */
export function both(en: string, th: string): LocalizedText {
  return { en, th };
}
