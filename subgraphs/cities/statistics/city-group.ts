import { defineEnum } from '../../domain/vocabulary/define-enum.js';

/** What cities are counted by. */
export const CityGroup = defineEnum(
  'CityGroup',
  'What cities are counted by. A city with several values counts once in each of them.',
  {
    REGION: { description: 'The region; every one is there.', en: 'Region', th: 'ภูมิภาค' },
    PROVINCE: {
      description: 'The province, by ISO 3166-2 code; every one on file is there.',
      en: 'Province',
      th: 'จังหวัด',
    },
    COUNTRY: {
      description: 'The country, by ISO 3166-1 code; every one that any city lies in is there.',
      en: 'Country',
      th: 'ประเทศ',
    },
    KIND: { description: 'The kind of area; every one is there.', en: 'Kind of area', th: 'ประเภทพื้นที่' },
    LIST_GROUP: {
      description: 'The list by which the city came into the graph; every one is there.',
      en: 'List',
      th: 'รายการ',
    },
    FURTHEST_STATUS: {
      description: 'The furthest status of any confidence; every one is there.',
      en: 'Furthest status',
      th: 'สถานะล่าสุด',
    },
    DIMENSION: { description: 'The dimensions it works on; every one is there.', en: 'Dimension', th: 'ด้าน' },
    CHALLENGE: { description: 'The challenges it has, by code; every one is there.', en: 'Challenge', th: 'ความท้าทาย' },
    PROGRAMME: {
      description: 'The programmes it belongs to now; every one that any city ever joined is there.',
      en: 'Programme',
      th: 'โครงการ',
    },
    COHORT: { description: 'The cohorts it joined with; every one is there.', en: 'Cohort', th: 'กลุ่มที่เข้าร่วม' },
    LACK: {
      description: 'What it ought to have on file and has not; everything is there.',
      en: 'Missing',
      th: 'ข้อมูลที่ขาด',
    },
  },
);
export type CityGroup = keyof typeof CityGroup;
