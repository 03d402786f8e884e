import type { Sentence } from '../errors.js';
import type { StoredChange } from '../write/change.model.js';

/** What was done, by the name of the mutation. */
const ACTIONS: Readonly<Record<string, Sentence>> = {
  submitCityPlan: { en: 'plan filed', th: 'ยื่นแผน' },
  advanceCityStatus: { en: 'status changed', th: 'เปลี่ยนสถานะ' },
  joinProgramme: { en: 'joined a programme', th: 'เข้าร่วมโครงการ' },
  leaveProgramme: { en: 'left a programme', th: 'ออกจากโครงการ' },
  declareChallenge: { en: 'challenge declared', th: 'แจ้งความท้าทาย' },
  withdrawChallenge: { en: 'challenge withdrawn', th: 'ถอนความท้าทาย' },
  registerPartner: { en: 'partner registered', th: 'ขึ้นทะเบียนพันธมิตร' },
  publishSolution: { en: 'solution published', th: 'เผยแพร่โซลูชัน' },
  introduceSolution: { en: 'solution introduced to someone', th: 'แนะนำโซลูชันให้ผู้อื่น' },
  deploySolution: { en: 'put to use in a city', th: 'เริ่มนำไปใช้ในเมือง' },
  moveDeploymentStage: { en: 'another stage reached in a city', th: 'เปลี่ยนขั้นการใช้งานในเมือง' },
  recordOutcome: { en: 'outcome recorded', th: 'บันทึกผลลัพธ์' },
  signAgreement: { en: 'agreement signed', th: 'ลงนามข้อตกลง' },
  reportBarrier: { en: 'barrier reported', th: 'แจ้งอุปสรรค' },
  appointOfficer: { en: 'Chief Smart City Officer appointed or succeeded', th: 'แต่งตั้งหรือเปลี่ยนผู้บริหารเมืองอัจฉริยะ' },
  createEvent: { en: 'event announced', th: 'ประกาศกิจกรรม' },
  changeEvent: { en: 'event changed', th: 'แก้ไขกิจกรรม' },
  cancelEvent: { en: 'event cancelled', th: 'ยกเลิกกิจกรรม' },
  inviteToEvent: { en: 'invited to an event', th: 'เชิญเข้าร่วมกิจกรรม' },
  registerForEvent: { en: 'registered for an event', th: 'ลงทะเบียนเข้าร่วมกิจกรรม' },
  withdrawFromEvent: { en: 'withdrawn from an event', th: 'ถอนตัวจากกิจกรรม' },
  openCourseRound: { en: 'course round opened', th: 'เปิดรุ่นของหลักสูตร' },
  enrolInCourse: { en: 'enrolled in a course', th: 'สมัครเข้าหลักสูตร' },
  graduateFromCourse: { en: 'graduated from a course', th: 'สำเร็จหลักสูตร' },
};

/** Records that may have no name, by their type. */
const TYPES: Readonly<Record<string, Sentence>> = {
  City: { en: 'A city', th: 'เมือง' },
  CityPlan: { en: 'A city’s plan', th: 'แผนของเมือง' },
  Partner: { en: 'A partner', th: 'พันธมิตร' },
  Solution: { en: 'A solution', th: 'โซลูชัน' },
  Agreement: { en: 'An agreement', th: 'ข้อตกลง' },
  Person: { en: 'A person', th: 'บุคคล' },
  Event: { en: 'An event', th: 'กิจกรรม' },
  Invitation: { en: 'An invitation', th: 'คำเชิญ' },
  Registration: { en: 'A registration', th: 'การลงทะเบียน' },
  Enrolment: { en: 'An enrolment', th: 'การสมัครหลักสูตร' },
};

const [RECORD, CHANGED] = [{ en: 'A record', th: 'ข้อมูล' }, { en: 'changed', th: 'แก้ไข' }];

/** What a mutation does, for people; in general words for one that is not known. */
export function actionLabel(action: string): Sentence {
  return ACTIONS[action] ?? CHANGED;
}

/** A change of a record for people, never by its id or by the name of a mutation: “Yala”: challenge declared. */
export function changeTitle({ name, type, action }: Pick<StoredChange, 'name' | 'type' | 'action'>): Sentence {
  const [en, th] = [name?.en ?? name?.th, name?.th ?? name?.en];
  const [kind, done] = [TYPES[type] ?? RECORD, actionLabel(action)];
  return { en: `${en == null ? kind.en : `“${en}”`}: ${done.en}.`, th: `${th == null ? kind.th : `“${th}”`}: ${done.th}` };
}
