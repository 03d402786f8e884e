import type { Sentence } from '../../protocol/language.js';

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

const CHANGED: Sentence = { en: 'changed', th: 'แก้ไข' };

/** What a mutation does, for people; in general words for one that is not known. */
export function actionLabel(action: string): Sentence {
  return ACTIONS[action] ?? CHANGED;
}
