import type { ChangeLabels } from '../../runtime/history/change-labels.js';

/** What histories and the timeline call the changes that clients make here. */
export const changeLabels: ChangeLabels = {
  actions: {
    submitCityPlan: { en: 'plan filed', th: 'ยื่นแผน' },
    changeCityPlan: { en: 'plan corrected', th: 'แก้ไขแผน' },
    withdrawCityPlan: { en: 'plan withdrawn', th: 'ถอนแผน' },
    advanceCityStatus: { en: 'status changed', th: 'เปลี่ยนสถานะ' },
    changeCityStatus: { en: 'status corrected', th: 'แก้ไขสถานะ' },
    withdrawCityStatus: { en: 'status withdrawn', th: 'ถอนสถานะ' },
    joinProgramme: { en: 'joined a programme', th: 'เข้าร่วมโครงการ' },
    leaveProgramme: { en: 'left a programme', th: 'ออกจากโครงการ' },
    changeMembership: { en: 'membership corrected', th: 'แก้ไขการเป็นสมาชิก' },
    confirmMembership: { en: 'membership confirmed', th: 'ยืนยันการเป็นสมาชิก' },
    disputeMembership: { en: 'membership disputed', th: 'โต้แย้งการเป็นสมาชิก' },
    withdrawMembership: { en: 'membership withdrawn', th: 'ถอนการเป็นสมาชิก' },
    declareChallenge: { en: 'challenge declared', th: 'แจ้งความท้าทาย' },
    withdrawChallenge: { en: 'challenge withdrawn', th: 'ถอนความท้าทาย' },
    changeCity: { en: 'facts corrected', th: 'แก้ไขข้อมูล' },
    registerCity: { en: 'city registered', th: 'ลงทะเบียนเมือง' },
    registerCohort: { en: 'cohort registered', th: 'ลงทะเบียนกลุ่ม' },
    changeCohort: { en: 'cohort corrected', th: 'แก้ไขกลุ่ม' },
    changeChallenge: { en: 'challenge corrected', th: 'แก้ไขความท้าทาย' },
    withdrawCity: { en: 'city withdrawn', th: 'ถอนเมือง' },
    restoreCity: { en: 'city restored', th: 'นำเมืองกลับคืน' },
    withdrawCohort: { en: 'cohort withdrawn', th: 'ถอนกลุ่ม' },
    restoreCohort: { en: 'cohort restored', th: 'นำกลุ่มกลับคืน' },
    withdrawChallengeCode: { en: 'challenge withdrawn from the vocabulary', th: 'ถอนรหัสความท้าทาย' },
    restoreChallengeCode: { en: 'challenge restored to the vocabulary', th: 'นำรหัสความท้าทายกลับคืน' },
    registerChallenge: { en: 'challenge registered', th: 'ลงทะเบียนความท้าทาย' },
  },
  records: {
    City: { en: 'A city', th: 'เมือง' },
    Cohort: { en: 'A cohort', th: 'กลุ่มเมือง' },
    Challenge: { en: 'A challenge', th: 'ความท้าทาย' },
    CityPlan: { en: 'A city’s plan', th: 'แผนของเมือง' },
  },
};
