import type { ChangeLabels } from '../../runtime/history/change-labels.js';

/** What histories and the timeline call the changes that clients make here. */
export const changeLabels: ChangeLabels = {
  actions: {
    createEvent: { en: 'event announced', th: 'ประกาศกิจกรรม' },
    changeEvent: { en: 'event changed', th: 'แก้ไขกิจกรรม' },
    confirmHost: { en: 'agreed to host an event', th: 'ยืนยันเป็นเจ้าภาพ' },
    declineHost: { en: 'declined to host an event', th: 'ปฏิเสธการเป็นเจ้าภาพ' },
    cancelEvent: { en: 'event cancelled', th: 'ยกเลิกกิจกรรม' },
    recordAttendance: { en: 'attendance recorded', th: 'บันทึกผู้เข้าร่วม' },
    inviteToEvent: { en: 'invited to an event', th: 'เชิญเข้าร่วมกิจกรรม' },
    acceptInvitation: { en: 'invitation accepted', th: 'ตอบรับคำเชิญ' },
    declineInvitation: { en: 'invitation declined', th: 'ปฏิเสธคำเชิญ' },
    withdrawInvitation: { en: 'invitation taken back', th: 'เพิกถอนคำเชิญ' },
    changeInvitation: { en: 'invitation corrected', th: 'แก้ไขคำเชิญ' },
    registerForEvent: { en: 'registered for an event', th: 'ลงทะเบียนเข้าร่วมกิจกรรม' },
    withdrawFromEvent: { en: 'withdrawn from an event', th: 'ถอนตัวจากกิจกรรม' },
    openCourseRound: { en: 'course round opened', th: 'เปิดรุ่นของหลักสูตร' },
    changeCourseRound: { en: 'course round corrected', th: 'แก้ไขรุ่นของหลักสูตร' },
    cancelCourseRound: { en: 'course round cancelled', th: 'ยกเลิกรุ่นของหลักสูตร' },
    restoreCourseRound: { en: 'cancellation of a course round taken back', th: 'เพิกถอนการยกเลิกรุ่นของหลักสูตร' },
    withdrawFromCourse: { en: 'withdrawn from a course', th: 'ถอนตัวจากหลักสูตร' },
    confirmEnrolment: { en: 'enrolment confirmed', th: 'ยืนยันการสมัครหลักสูตร' },
    disputeEnrolment: { en: 'enrolment disputed', th: 'โต้แย้งการสมัครหลักสูตร' },
    changeEnrolment: { en: 'enrolment corrected', th: 'แก้ไขการสมัครหลักสูตร' },
    enrolInCourse: { en: 'enrolled in a course', th: 'สมัครเข้าหลักสูตร' },
    graduateFromCourse: { en: 'graduated from a course', th: 'สำเร็จหลักสูตร' },
  },
  records: {
    Event: { en: 'An event', th: 'กิจกรรม' },
    Invitation: { en: 'An invitation', th: 'คำเชิญ' },
    Registration: { en: 'A registration', th: 'การลงทะเบียน' },
    Enrolment: { en: 'An enrolment', th: 'การสมัครหลักสูตร' },
  },
};
