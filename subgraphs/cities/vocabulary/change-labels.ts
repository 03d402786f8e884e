import type { ChangeLabels } from '../../runtime/history/change-labels.js';

/** What histories and the timeline call the changes that clients make here. */
export const changeLabels: ChangeLabels = {
  actions: {
    submitCityPlan: { en: 'plan filed', th: 'ยื่นแผน' },
    advanceCityStatus: { en: 'status changed', th: 'เปลี่ยนสถานะ' },
    joinProgramme: { en: 'joined a programme', th: 'เข้าร่วมโครงการ' },
    leaveProgramme: { en: 'left a programme', th: 'ออกจากโครงการ' },
    declareChallenge: { en: 'challenge declared', th: 'แจ้งความท้าทาย' },
    withdrawChallenge: { en: 'challenge withdrawn', th: 'ถอนความท้าทาย' },
  },
  records: {
    City: { en: 'A city', th: 'เมือง' },
    CityPlan: { en: 'A city’s plan', th: 'แผนของเมือง' },
  },
};
