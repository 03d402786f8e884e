import { defineEnum } from './define-enum.js';

/** Where a Thai name comes from. */
export const NameOrigin = defineEnum(
  'NameOrigin',
  'Where a Thai name comes from: the official one, printed in the press, or written for this graph.',
  {
    OFFICIAL: { description: 'The name its bearer uses.', en: 'Official', th: 'ชื่อทางการ' },
    PRESS: { description: 'As a newspaper printed it.', en: 'Press', th: 'ตามที่สื่อรายงาน' },
    TRANSLATED: { description: 'Translated for this graph.', en: 'Translated', th: 'ชื่อแปล' },
    TRANSLITERATED: { description: 'Written in Thai letters for this graph.', en: 'Transliterated', th: 'ชื่อทับศัพท์' },
  },
);
export type NameOrigin = keyof typeof NameOrigin;
