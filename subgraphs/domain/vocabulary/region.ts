import { defineEnum } from './define-enum.js';

export const Region = defineEnum('Region', 'A region of Thailand, or of the world for cities elsewhere.', {
  NORTH: { description: 'The north of Thailand.', en: 'North', th: 'ภาคเหนือ' },
  NORTHEAST: { description: 'The northeast of Thailand (Isan).', en: 'Northeast', th: 'ภาคตะวันออกเฉียงเหนือ' },
  CENTRAL: { description: 'The central plain of Thailand.', en: 'Central', th: 'ภาคกลาง' },
  EAST: { description: 'The east of Thailand.', en: 'East', th: 'ภาคตะวันออก' },
  SOUTH: { description: 'The south of Thailand.', en: 'South', th: 'ภาคใต้' },
  BANGKOK: { description: 'Bangkok.', en: 'Bangkok', th: 'กรุงเทพมหานคร' },
  EUROPE: { description: 'Europe.', en: 'Europe', th: 'ยุโรป' },
  NORTH_AMERICA: { description: 'North America.', en: 'North America', th: 'อเมริกาเหนือ' },
  SOUTH_AMERICA: { description: 'South America.', en: 'South America', th: 'อเมริกาใต้' },
  OCEANIA: { description: 'Oceania.', en: 'Oceania', th: 'โอเชียเนีย' },
  ASIA: { description: 'Asia outside Thailand.', en: 'Asia', th: 'เอเชีย' },
  MIDDLE_EAST: { description: 'The Middle East.', en: 'Middle East', th: 'ตะวันออกกลาง' },
  AFRICA: { description: 'Africa.', en: 'Africa', th: 'แอฟริกา' },
});
export type Region = keyof typeof Region;
