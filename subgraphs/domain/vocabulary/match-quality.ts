import { defineEnum } from './define-enum.js';

/** How well a name fits what was searched. */
export const MatchQuality = defineEnum('MatchQuality', 'How well a name fits what was searched, best first.', {
  EXACT: { description: 'The whole name, or one of its other spellings.', en: 'Exact', th: 'ตรงทั้งชื่อ' },
  PREFIX: { description: 'The beginning of a name.', en: 'Beginning', th: 'ขึ้นต้นตรงกัน' },
  PART: { description: 'A part of a name, from the start of a word or syllable.', en: 'Part', th: 'บางส่วนตรงกัน' },
  SIMILAR: {
    description: 'A name or word of it that is spelled nearly so; only when nothing else fits.',
    en: 'Similar spelling',
    th: 'สะกดใกล้เคียง',
  },
});
export type MatchQuality = keyof typeof MatchQuality;
