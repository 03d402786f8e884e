import type { ChangeLabels } from '../../runtime/history/change-labels.js';

/** What histories and the timeline call the changes that clients make here. */
export const changeLabels: ChangeLabels = {
  actions: {
    registerPartner: { en: 'partner registered', th: 'ขึ้นทะเบียนพันธมิตร' },
    publishSolution: { en: 'solution published', th: 'เผยแพร่โซลูชัน' },
    introduceSolution: { en: 'solution introduced to someone', th: 'แนะนำโซลูชันให้ผู้อื่น' },
    deploySolution: { en: 'put to use in a city', th: 'เริ่มนำไปใช้ในเมือง' },
    moveDeploymentStage: { en: 'another stage reached in a city', th: 'เปลี่ยนขั้นการใช้งานในเมือง' },
    recordOutcome: { en: 'outcome recorded', th: 'บันทึกผลลัพธ์' },
    signAgreement: { en: 'agreement signed', th: 'ลงนามข้อตกลง' },
    reportBarrier: { en: 'barrier reported', th: 'แจ้งอุปสรรค' },
    appointOfficer: { en: 'Chief Smart City Officer appointed or succeeded', th: 'แต่งตั้งหรือเปลี่ยนผู้บริหารเมืองอัจฉริยะ' },
    leaveOffice: { en: 'Chief Smart City Officer left the office', th: 'ผู้บริหารเมืองอัจฉริยะพ้นจากตำแหน่ง' },
  },
  records: {
    Partner: { en: 'A partner', th: 'พันธมิตร' },
    Solution: { en: 'A solution', th: 'โซลูชัน' },
    Agreement: { en: 'An agreement', th: 'ข้อตกลง' },
    Person: { en: 'A person', th: 'บุคคล' },
  },
};
