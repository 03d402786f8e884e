import type { ChangeLabels } from '../../runtime/history/change-labels.js';

/** What clients change here: what people call it, and the roles of which one is needed, beside the network's administrators. */
export const changeLabels: ChangeLabels = {
  actions: {
    createEvent: { en: 'event announced', th: 'ประกาศกิจกรรม', roles: ['partner-officer'] },
    changeEvent: { en: 'event changed', th: 'แก้ไขกิจกรรม', roles: ['host', 'partner-officer'] },
    confirmHost: { en: 'agreed to host an event', th: 'ยืนยันเป็นเจ้าภาพ', roles: ['partner-officer'] },
    declineHost: { en: 'declined to host an event', th: 'ปฏิเสธการเป็นเจ้าภาพ', roles: ['partner-officer'] },
    cancelEvent: { en: 'event cancelled', th: 'ยกเลิกกิจกรรม', roles: ['host', 'partner-officer'] },
    recordAttendance: { en: 'attendance recorded', th: 'บันทึกผู้เข้าร่วม', roles: ['host', 'partner-officer'] },
    inviteToEvent: { en: 'invited to an event', th: 'เชิญเข้าร่วมกิจกรรม', roles: ['host', 'partner-officer'] },
    acceptInvitation: {
      en: 'invitation accepted',
      th: 'ตอบรับคำเชิญ',
      roles: ['city-officer', 'partner-officer', 'host'],
    },
    declineInvitation: {
      en: 'invitation declined',
      th: 'ปฏิเสธคำเชิญ',
      roles: ['city-officer', 'partner-officer', 'host'],
    },
    withdrawInvitation: { en: 'invitation taken back', th: 'เพิกถอนคำเชิญ', roles: ['host', 'partner-officer'] },
    changeInvitation: { en: 'invitation corrected', th: 'แก้ไขคำเชิญ', roles: ['host', 'partner-officer'] },
    registerForEvent: {
      en: 'registered for an event',
      th: 'ลงทะเบียนเข้าร่วมกิจกรรม',
      roles: ['city-officer', 'partner-officer'],
    },
    withdrawFromEvent: {
      en: 'withdrawn from an event',
      th: 'ถอนตัวจากกิจกรรม',
      roles: ['city-officer', 'partner-officer', 'host'],
    },
    openCourseRound: { en: 'course round opened', th: 'เปิดรุ่นของหลักสูตร', roles: ['host', 'partner-officer'] },
    changeCourseRound: { en: 'course round corrected', th: 'แก้ไขรุ่นของหลักสูตร', roles: ['host', 'partner-officer'] },
    cancelCourseRound: { en: 'course round cancelled', th: 'ยกเลิกรุ่นของหลักสูตร', roles: ['host', 'partner-officer'] },
    restoreCourseRound: {
      en: 'cancellation of a course round taken back',
      th: 'เพิกถอนการยกเลิกรุ่นของหลักสูตร',
      roles: ['host', 'partner-officer'],
    },
    withdrawFromCourse: {
      en: 'withdrawn from a course',
      th: 'ถอนตัวจากหลักสูตร',
      roles: ['city-officer', 'host', 'partner-officer'],
    },
    confirmEnrolment: { en: 'enrolment confirmed', th: 'ยืนยันการสมัครหลักสูตร', roles: ['host', 'partner-officer'] },
    disputeEnrolment: { en: 'enrolment disputed', th: 'โต้แย้งการสมัครหลักสูตร', roles: ['host', 'partner-officer'] },
    changeEnrolment: { en: 'enrolment corrected', th: 'แก้ไขการสมัครหลักสูตร', roles: ['host', 'partner-officer'] },
    enrolInCourse: { en: 'enrolled in a course', th: 'สมัครเข้าหลักสูตร', roles: ['city-officer'] },
    graduateFromCourse: { en: 'graduated from a course', th: 'สำเร็จหลักสูตร', roles: ['host', 'partner-officer'] },
  },
  records: {
    Event: { en: 'An event', th: 'กิจกรรม' },
    Invitation: { en: 'An invitation', th: 'คำเชิญ' },
    Registration: { en: 'A registration', th: 'การลงทะเบียน' },
    Enrolment: { en: 'An enrolment', th: 'การสมัครหลักสูตร' },
  },
};
