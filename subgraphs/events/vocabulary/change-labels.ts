import type { Role } from '../../protocol/caller.js';
import type { ChangeLabels } from '../../runtime/history/change-labels.js';

const PARTIES: readonly Role[] = ['city-officer', 'partner-officer'];
const HOSTS: readonly Role[] = ['host', 'partner-officer'];
const PARTIES_OR_HOSTS: readonly Role[] = ['city-officer', 'partner-officer', 'host'];

/** What clients change here: what people call it, and the roles of which one is needed, beside the network's administrators. */
export const changeLabels: ChangeLabels = {
  actions: {
    createEvent: { en: 'event announced', th: 'ประกาศกิจกรรม', roles: ['partner-officer'] },
    changeEvent: { en: 'event changed', th: 'แก้ไขกิจกรรม', roles: HOSTS },
    confirmHost: { en: 'agreed to host an event', th: 'ยืนยันเป็นเจ้าภาพ', roles: ['partner-officer'] },
    declineHost: { en: 'declined to host an event', th: 'ปฏิเสธการเป็นเจ้าภาพ', roles: ['partner-officer'] },
    cancelEvent: { en: 'event cancelled', th: 'ยกเลิกกิจกรรม', roles: HOSTS },
    recordAttendance: { en: 'attendance recorded', th: 'บันทึกผู้เข้าร่วม', roles: HOSTS },
    inviteToEvent: { en: 'invited to an event', th: 'เชิญเข้าร่วมกิจกรรม', roles: HOSTS },
    acceptInvitation: {
      en: 'invitation accepted',
      th: 'ตอบรับคำเชิญ',
      roles: PARTIES_OR_HOSTS,
    },
    declineInvitation: {
      en: 'invitation declined',
      th: 'ปฏิเสธคำเชิญ',
      roles: PARTIES_OR_HOSTS,
    },
    withdrawInvitation: { en: 'invitation taken back', th: 'เพิกถอนคำเชิญ', roles: HOSTS },
    changeInvitation: { en: 'invitation corrected', th: 'แก้ไขคำเชิญ', roles: HOSTS },
    registerForEvent: {
      en: 'registered for an event',
      th: 'ลงทะเบียนเข้าร่วมกิจกรรม',
      roles: PARTIES,
    },
    withdrawFromEvent: {
      en: 'withdrawn from an event',
      th: 'ถอนตัวจากกิจกรรม',
      roles: PARTIES_OR_HOSTS,
    },
    openCourseRound: { en: 'course round opened', th: 'เปิดรุ่นของหลักสูตร', roles: HOSTS },
    recordPastCourseRound: { en: 'past course round put on file', th: 'บันทึกรุ่นที่ผ่านมาของหลักสูตร', roles: HOSTS },
    changeCourseRound: { en: 'course round corrected', th: 'แก้ไขรุ่นของหลักสูตร', roles: HOSTS },
    cancelCourseRound: { en: 'course round cancelled', th: 'ยกเลิกรุ่นของหลักสูตร', roles: HOSTS },
    restoreCourseRound: {
      en: 'cancellation of a course round taken back',
      th: 'เพิกถอนการยกเลิกรุ่นของหลักสูตร',
      roles: HOSTS,
    },
    withdrawFromCourse: {
      en: 'withdrawn from a course',
      th: 'ถอนตัวจากหลักสูตร',
      roles: PARTIES_OR_HOSTS,
    },
    confirmEnrolment: { en: 'enrolment confirmed', th: 'ยืนยันการสมัครหลักสูตร', roles: HOSTS },
    disputeEnrolment: { en: 'enrolment disputed', th: 'โต้แย้งการสมัครหลักสูตร', roles: HOSTS },
    changeEnrolment: { en: 'enrolment corrected', th: 'แก้ไขการสมัครหลักสูตร', roles: HOSTS },
    enrolInCourse: { en: 'enrolled in a course', th: 'สมัครเข้าหลักสูตร', roles: ['city-officer'] },
    graduateFromCourse: { en: 'graduated from a course', th: 'สำเร็จหลักสูตร', roles: HOSTS },
  },
  records: {
    Event: { en: 'An event', th: 'กิจกรรม' },
    Invitation: { en: 'An invitation', th: 'คำเชิญ' },
    Registration: { en: 'A registration', th: 'การลงทะเบียน' },
    Enrolment: { en: 'An enrolment', th: 'การสมัครหลักสูตร' },
  },
};
