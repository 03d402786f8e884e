import { defineEnum } from '../vocabulary/define-enum.js';

/** Why a fact is a gap. */
export const GapKind = defineEnum('GapKind', 'Why somebody should check a fact.', {
  UNKNOWN_DATE: { description: 'Its date is not known.', en: 'Date unknown', th: 'ไม่ทราบวันที่' },
  NO_SOURCE: { description: 'No source tells it.', en: 'No source', th: 'ไม่มีแหล่งอ้างอิง' },
  LOW_CONFIDENCE: {
    description: 'Its sources support it weakly: `confidence` is LOW.',
    en: 'Low confidence',
    th: 'ความเชื่อมั่นต่ำ',
  },
  CONTRADICTION: {
    description: 'Another fact of the same `conflictGroup` contradicts it.',
    en: 'Contradiction',
    th: 'ข้อมูลขัดแย้งกัน',
  },
});
export type GapKind = keyof typeof GapKind;

/** Which part of a record a fact is. */
export const RecordFact = defineEnum('RecordFact', 'Which part of a record a fact is.', {
  PARTNER: { description: 'A partner itself, dated by its foundation.', en: 'Partner', th: 'พันธมิตร' },
  ROLE: { description: 'A role of a partner in a programme.', en: 'Role', th: 'บทบาท' },
  PERSON: { description: 'A person itself, who has no date.', en: 'Person', th: 'บุคคล' },
  OFFICE: { description: 'An office of a person.', en: 'Office', th: 'ตำแหน่ง' },
  QUOTE: { description: 'What a person said.', en: 'Quote', th: 'คำกล่าว' },
  PROGRAMME: { description: 'A programme itself, dated by its start.', en: 'Programme', th: 'โครงการ' },
  TARGET: { description: 'A target of a programme.', en: 'Target', th: 'เป้าหมาย' },
  CLAIM: { description: 'A claim that was made in a programme.', en: 'Claim', th: 'คำกล่าวอ้าง' },
  COUNT: { description: 'A figure of a programme or solution.', en: 'Count', th: 'ตัวเลขตามแหล่งอ้างอิง' },
  SOLUTION: { description: 'A solution itself, which has no date.', en: 'Solution', th: 'โซลูชัน' },
  DEPLOYMENT: { description: 'A solution in use in a city.', en: 'Deployment', th: 'การนำไปใช้' },
  STAGE: { description: 'A stage that a deployment reached.', en: 'Stage', th: 'ขั้นความคืบหน้า' },
  OUTCOME: { description: 'An outcome of a deployment.', en: 'Outcome', th: 'ผลลัพธ์' },
  INTRODUCTION: { description: 'An introduction of a solution.', en: 'Introduction', th: 'การแนะนำโซลูชัน' },
  AGREEMENT: { description: 'An agreement itself, dated by its signing.', en: 'Agreement', th: 'ข้อตกลง' },
  FUNDING: { description: 'An amount of an agreement.', en: 'Funding', th: 'วงเงิน' },
  EVENT: { description: 'An event itself, dated by its start.', en: 'Event', th: 'กิจกรรม' },
  PARTICIPATION: { description: 'A participation in an event.', en: 'Participation', th: 'การเข้าร่วม' },
  SESSION: { description: 'A session of an event.', en: 'Session', th: 'ช่วงการประชุม' },
});
export type RecordFact = keyof typeof RecordFact;
