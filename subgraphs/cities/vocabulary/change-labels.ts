import type { Role } from '../../protocol/caller.js';
import type { ChangeLabels } from '../../runtime/history/change-labels.js';

const PARTIES: readonly Role[] = ['city-officer', 'partner-officer'];

/** What clients change here: what people call it, and the roles of which one is needed, beside the network's administrators. */
export const changeLabels: ChangeLabels = {
  actions: {
    submitCityPlan: { en: 'plan filed', th: 'ยื่นแผน', roles: ['city-officer'] },
    changeCityPlan: { en: 'plan corrected', th: 'แก้ไขแผน', roles: ['city-officer'] },
    withdrawCityPlan: { en: 'plan withdrawn', th: 'ถอนแผน', roles: ['city-officer'] },
    advanceCityStatus: { en: 'status changed', th: 'เปลี่ยนสถานะ', roles: ['partner-officer'] },
    changeCityStatus: { en: 'status corrected', th: 'แก้ไขสถานะ', roles: ['partner-officer'] },
    withdrawCityStatus: { en: 'status withdrawn', th: 'ถอนสถานะ', roles: ['partner-officer'] },
    joinProgramme: { en: 'joined a programme', th: 'เข้าร่วมโครงการ', roles: ['city-officer'] },
    leaveProgramme: { en: 'left a programme', th: 'ออกจากโครงการ', roles: PARTIES },
    changeMembership: { en: 'membership corrected', th: 'แก้ไขการเป็นสมาชิก', roles: PARTIES },
    confirmMembership: { en: 'membership confirmed', th: 'ยืนยันการเป็นสมาชิก', roles: ['partner-officer'] },
    disputeMembership: { en: 'membership disputed', th: 'โต้แย้งการเป็นสมาชิก', roles: ['partner-officer'] },
    withdrawMembership: {
      en: 'membership withdrawn',
      th: 'ถอนการเป็นสมาชิก',
      roles: PARTIES,
    },
    declareChallenge: { en: 'challenge declared', th: 'แจ้งความท้าทาย', roles: ['city-officer'] },
    withdrawChallenge: { en: 'challenge withdrawn', th: 'ถอนความท้าทาย', roles: ['city-officer'] },
    changeCity: { en: 'facts corrected', th: 'แก้ไขข้อมูล', roles: ['city-officer'] },
    registerCity: { en: 'city registered', th: 'ขึ้นทะเบียนเมือง', roles: [] },
    registerCohort: { en: 'cohort registered', th: 'ขึ้นทะเบียนกลุ่ม', roles: [] },
    changeCohort: { en: 'cohort corrected', th: 'แก้ไขกลุ่ม', roles: ['partner-officer'] },
    changeChallenge: { en: 'challenge corrected', th: 'แก้ไขความท้าทาย', roles: [] },
    withdrawCity: { en: 'city withdrawn', th: 'ถอนเมือง', roles: [] },
    restoreCity: { en: 'city restored', th: 'นำเมืองกลับคืน', roles: [] },
    withdrawCohort: { en: 'cohort withdrawn', th: 'ถอนกลุ่ม', roles: ['partner-officer'] },
    restoreCohort: { en: 'cohort restored', th: 'นำกลุ่มกลับคืน', roles: ['partner-officer'] },
    withdrawChallengeCode: { en: 'challenge withdrawn from the vocabulary', th: 'ถอนรหัสความท้าทาย', roles: [] },
    restoreChallengeCode: { en: 'challenge restored to the vocabulary', th: 'นำรหัสความท้าทายกลับคืน', roles: [] },
    registerChallenge: { en: 'challenge registered', th: 'ขึ้นทะเบียนความท้าทาย', roles: [] },
  },
  records: {
    City: { en: 'A city', th: 'เมือง' },
    Cohort: { en: 'A cohort', th: 'กลุ่มเมือง' },
    Challenge: { en: 'A challenge', th: 'ความท้าทาย' },
    CityPlan: { en: 'A city’s plan', th: 'แผนของเมือง' },
  },
};
