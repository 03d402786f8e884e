import { defineEnum } from '../vocabulary/define-enum.js';

/** What happened; the values of the timeline. */
export const TimelineKind = defineEnum('TimelineKind', 'What kind of thing happened.', {
  CITY_STATUS_REACHED: {
    description: 'A city reached a step of the smart city process.',
    en: 'City reached a status',
    th: 'เมืองเปลี่ยนสถานะ',
  },
  CITY_JOINED: { description: 'A city joined a programme.', en: 'City joined a programme', th: 'เมืองเข้าร่วมโครงการ' },
  AGREEMENT_MADE: { description: 'An agreement was made, or put forward.', en: 'Agreement', th: 'ข้อตกลง' },
  DEPLOYMENT_MOVED: {
    description: 'A solution came to a stage in a city.',
    en: 'Solution moved',
    th: 'ความคืบหน้าของโซลูชัน',
  },
  INTRODUCTION_MADE: { description: 'A solution was brought to someone.', en: 'Introduction', th: 'การแนะนำโซลูชัน' },
  EVENT_STARTS: { description: 'An event starts, or was to start.', en: 'Event', th: 'กิจกรรม' },
  OTHER: {
    description: 'Something that a service tells which joined the network later than cities, partners and events.',
    en: 'Other',
    th: 'อื่น ๆ',
  },
  RECORD_CHANGED: { description: 'Someone changed a record of the graph.', en: 'Record changed', th: 'การแก้ไขข้อมูล' },
});
export type TimelineKind = keyof typeof TimelineKind;
