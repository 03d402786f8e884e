import { defineEnum } from './define-enum.js';

/** The seven official dimensions of a Thai smart city plan (depa). */
export const Dimension = defineEnum(
  'Dimension',
  'One of the seven official dimensions of a Thai smart city plan: environment, economy, energy, governance, living, mobility, people.',
  {
    ENVIRONMENT: {
      description: 'Smart environment; every approved plan has it.',
      en: 'Smart environment',
      th: 'สิ่งแวดล้อมอัจฉริยะ',
    },
    ECONOMY: { description: 'Smart economy.', en: 'Smart economy', th: 'เศรษฐกิจอัจฉริยะ' },
    ENERGY: { description: 'Smart energy.', en: 'Smart energy', th: 'พลังงานอัจฉริยะ' },
    GOVERNANCE: { description: 'Smart governance.', en: 'Smart governance', th: 'การบริหารภาครัฐอัจฉริยะ' },
    LIVING: { description: 'Smart living.', en: 'Smart living', th: 'การดำรงชีวิตอัจฉริยะ' },
    MOBILITY: { description: 'Smart mobility.', en: 'Smart mobility', th: 'การเดินทางและขนส่งอัจฉริยะ' },
    PEOPLE: { description: 'Smart people.', en: 'Smart people', th: 'พลเมืองอัจฉริยะ' },
  },
);
export type Dimension = keyof typeof Dimension;
