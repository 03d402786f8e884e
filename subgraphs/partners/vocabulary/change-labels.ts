import type { Role } from '../../protocol/caller.js';
import type { ChangeLabels } from '../../runtime/history/change-labels.js';

const PARTIES: readonly Role[] = ['city-officer', 'partner-officer'];

/** What clients change here: what people call it, and the roles of which one is needed, beside the network's administrators. */
export const changeLabels: ChangeLabels = {
  actions: {
    registerPartner: { en: 'partner registered', th: 'ขึ้นทะเบียนพันธมิตร', roles: [] },
    publishSolution: { en: 'solution published', th: 'เผยแพร่โซลูชัน', roles: ['partner-officer'] },
    introduceSolution: {
      en: 'solution introduced to someone',
      th: 'แนะนำโซลูชันให้ผู้อื่น',
      roles: PARTIES,
    },
    deploySolution: { en: 'put to use in a city', th: 'เริ่มนำไปใช้ในเมือง', roles: PARTIES },
    moveDeploymentStage: {
      en: 'another stage reached in a city',
      th: 'เปลี่ยนขั้นการใช้งานในเมือง',
      roles: PARTIES,
    },
    recordOutcome: { en: 'outcome recorded', th: 'บันทึกผลลัพธ์', roles: PARTIES },
    signAgreement: { en: 'agreement signed', th: 'ลงนามข้อตกลง', roles: PARTIES },
    reportBarrier: { en: 'barrier reported', th: 'แจ้งอุปสรรค', roles: PARTIES },
    appointOfficer: {
      en: 'Chief Smart City Officer appointed or succeeded',
      th: 'แต่งตั้งหรือเปลี่ยนผู้บริหารเมืองอัจฉริยะ',
      roles: ['city-officer'],
    },
    confirmDeployment: {
      en: 'use in a city confirmed',
      th: 'ยืนยันการนำไปใช้ในเมือง',
      roles: PARTIES,
    },
    disputeDeployment: {
      en: 'use in a city disputed',
      th: 'โต้แย้งการนำไปใช้ในเมือง',
      roles: PARTIES,
    },
    withdrawDeployment: {
      en: 'use in a city taken back',
      th: 'ถอนข้อมูลการนำไปใช้ในเมือง',
      roles: PARTIES,
    },
    confirmIntroduction: {
      en: 'introduction confirmed',
      th: 'ยืนยันการแนะนำ',
      roles: PARTIES,
    },
    disputeIntroduction: {
      en: 'introduction disputed',
      th: 'โต้แย้งการแนะนำ',
      roles: PARTIES,
    },
    withdrawIntroduction: {
      en: 'introduction taken back',
      th: 'ถอนข้อมูลการแนะนำ',
      roles: PARTIES,
    },
    liftBarrier: { en: 'barrier lifted', th: 'ยกเลิกอุปสรรค', roles: PARTIES },
    endAgreement: { en: 'agreement ended', th: 'ข้อตกลงสิ้นสุด', roles: PARTIES },
    changeAgreement: { en: 'agreement corrected', th: 'แก้ไขข้อตกลง', roles: PARTIES },
    withdrawSignature: { en: 'signature taken back', th: 'ถอนการลงนาม', roles: PARTIES },
    changeDeployment: {
      en: 'use in a city corrected',
      th: 'แก้ไขข้อมูลการนำไปใช้ในเมือง',
      roles: PARTIES,
    },
    changeIntroduction: {
      en: 'introduction corrected',
      th: 'แก้ไขข้อมูลการแนะนำ',
      roles: PARTIES,
    },
    changeOutcome: { en: 'outcome corrected', th: 'แก้ไขผลลัพธ์', roles: PARTIES },
    withdrawOutcome: { en: 'outcome taken back', th: 'ถอนผลลัพธ์', roles: PARTIES },
    changeAppointment: { en: 'appointment corrected', th: 'แก้ไขการแต่งตั้ง', roles: ['city-officer'] },
    withdrawAppointment: { en: 'appointment taken back', th: 'ถอนการแต่งตั้ง', roles: ['city-officer'] },
    changePartner: { en: 'partner corrected', th: 'แก้ไขข้อมูลพันธมิตร', roles: ['partner-officer'] },
    changeSolution: { en: 'solution corrected', th: 'แก้ไขข้อมูลโซลูชัน', roles: ['partner-officer'] },
    registerProgramme: { en: 'programme registered', th: 'ขึ้นทะเบียนโครงการ', roles: [] },
    changeProgramme: { en: 'programme corrected', th: 'แก้ไขข้อมูลโครงการ', roles: ['partner-officer'] },
    withdrawAgreement: { en: 'agreement withdrawn', th: 'ถอนข้อตกลง', roles: PARTIES },
    restoreAgreement: { en: 'agreement restored', th: 'นำข้อตกลงกลับคืน', roles: PARTIES },
    withdrawPartner: { en: 'partner withdrawn', th: 'ถอนพันธมิตร', roles: ['partner-officer'] },
    restorePartner: { en: 'partner restored', th: 'นำพันธมิตรกลับคืน', roles: ['partner-officer'] },
    withdrawSolution: { en: 'solution withdrawn', th: 'ถอนโซลูชัน', roles: ['partner-officer'] },
    restoreSolution: { en: 'solution restored', th: 'นำโซลูชันกลับคืน', roles: ['partner-officer'] },
    withdrawProgramme: { en: 'programme withdrawn', th: 'ถอนโครงการ', roles: [] },
    restoreProgramme: { en: 'programme restored', th: 'นำโครงการกลับคืน', roles: [] },
    leaveOffice: {
      en: 'Chief Smart City Officer left the office',
      th: 'ผู้บริหารเมืองอัจฉริยะพ้นจากตำแหน่ง',
      roles: ['city-officer'],
    },
  },
  records: {
    Partner: { en: 'A partner', th: 'พันธมิตร' },
    Solution: { en: 'A solution', th: 'โซลูชัน' },
    Agreement: { en: 'An agreement', th: 'ข้อตกลง' },
    Programme: { en: 'A programme', th: 'โครงการ' },
    Person: { en: 'A person', th: 'บุคคล' },
  },
};
