import { defineEnum } from '../../domain/vocabulary/define-enum.js';

/** Why something is suggested to a city. */
export const SuggestionReasonKind = defineEnum('SuggestionReasonKind', 'Why something is suggested to a city.', {
  SHARED_CHALLENGE: {
    description: 'A challenge of the city: the other city has it too, or the solution addresses it.',
    en: 'Shared challenge',
    th: 'ความท้าทายเดียวกัน',
  },
  PROVEN: {
    description: 'A solution to a challenge of the city is in use or tried out elsewhere.',
    en: 'Proven elsewhere',
    th: 'ใช้ได้ผลในเมืองอื่น',
  },
  SAME_REGION: { description: 'The other city lies in the same region.', en: 'Same region', th: 'ภูมิภาคเดียวกัน' },
  SAME_KIND: {
    description: 'The other city is an area of the same kind, such as a municipality.',
    en: 'Same kind of area',
    th: 'พื้นที่ประเภทเดียวกัน',
  },
  SIMILAR_SIZE: {
    description: 'Both populations are known, and neither is more than twice the other.',
    en: 'Similar size',
    th: 'ขนาดใกล้เคียงกัน',
  },
});
export type SuggestionReasonKind = keyof typeof SuggestionReasonKind;
