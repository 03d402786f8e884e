import { defineEnum } from './define-enum.js';

/** Where a Thai name comes from. */
export const NameOrigin = defineEnum('NameOrigin', 'Where a Thai name comes from.', {
  OFFICIAL: 'The name its bearer uses.',
  PRESS: 'As a newspaper printed it.',
  TRANSLATED: 'Translated for this graph.',
  TRANSLITERATED: 'Written in Thai letters for this graph.',
});
export type NameOrigin = keyof typeof NameOrigin;
