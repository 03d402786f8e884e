import { defineEnum } from '../../domain/vocabulary/define-enum.js';

export const EventKind = defineEnum('EventKind', 'What kind of event it is.', {
  LAUNCH: { description: 'Something new is opened to its users.', en: 'Launch', th: 'เปิดตัว' },
  ANNOUNCEMENT: { description: 'Something is made known.', en: 'Announcement', th: 'แถลงข่าว' },
  SIGNING: { description: 'An agreement is signed.', en: 'Signing', th: 'พิธีลงนาม' },
  CONFERENCE: { description: 'A conference.', en: 'Conference', th: 'การประชุมใหญ่' },
  SUMMIT: { description: 'A summit of a network.', en: 'Summit', th: 'การประชุมสุดยอด' },
  MEETING: { description: 'A meeting.', en: 'Meeting', th: 'การประชุม' },
  SEMINAR: { description: 'A seminar.', en: 'Seminar', th: 'สัมมนา' },
  WORKSHOP: { description: 'A workshop.', en: 'Workshop', th: 'การประชุมเชิงปฏิบัติการ' },
  COURSE: { description: 'A course; its rounds train people.', en: 'Course', th: 'หลักสูตรอบรม' },
  SHOWCASE: { description: 'Cities show their plans.', en: 'Showcase', th: 'การนำเสนอแผนเมือง' },
  EXHIBITION: { description: 'A fair with exhibitors.', en: 'Exhibition', th: 'นิทรรศการ' },
  ROADSHOW: { description: 'A tour with stops in several cities.', en: 'Roadshow', th: 'โรดโชว์' },
  CEREMONY: { description: 'Certificates or logos are handed over.', en: 'Ceremony', th: 'พิธีการ' },
  CONTEST: { description: 'A contest with prizes.', en: 'Contest', th: 'การประกวด' },
  STUDY_VISIT: { description: 'Visitors see how another city does it.', en: 'Study visit', th: 'การศึกษาดูงาน' },
});
export type EventKind = keyof typeof EventKind;

export const EventFormat = defineEnum('EventFormat', 'How people take part in an event.', {
  ONSITE: { description: 'At a place.', en: 'On site', th: 'จัดในสถานที่' },
  ONLINE: { description: 'Over the network only.', en: 'Online', th: 'ออนไลน์' },
  HYBRID: { description: 'At a place and over the network.', en: 'Hybrid', th: 'จัดในสถานที่และออนไลน์' },
});
export type EventFormat = keyof typeof EventFormat;

export const EventStatus = defineEnum('EventStatus', 'How sure it is that an event takes place, or took place.', {
  ANNOUNCED: { description: 'Made known, not yet confirmed.', en: 'Announced', th: 'ประกาศแล้ว' },
  CONFIRMED: { description: 'Confirmed by its host.', en: 'Confirmed', th: 'ยืนยันแล้ว' },
  HELD: { description: 'It took place.', en: 'Held', th: 'จัดแล้ว' },
  POSTPONED: { description: 'Put off; a date on file no longer holds.', en: 'Postponed', th: 'เลื่อนออกไป' },
  CANCELLED: { description: 'Called off.', en: 'Cancelled', th: 'ยกเลิกแล้ว' },
  UNKNOWN: { description: 'No source says.', en: 'Unknown', th: 'ไม่ทราบ' },
});
export type EventStatus = keyof typeof EventStatus;

export const EventOutcome = defineEnum('EventOutcome', 'What is known of an event after its date.', {
  UNKNOWN: { description: 'No trace was found of whether it took place.', en: 'Unknown', th: 'ไม่ทราบผล' },
});
export type EventOutcome = keyof typeof EventOutcome;

export const ParticipationRole = defineEnum(
  'ParticipationRole',
  'In what role a city, partner or person takes part in an event.',
  {
    HOST: { description: 'Hosts it.', en: 'Host', th: 'เจ้าภาพ' },
    CO_HOST: { description: 'Hosts it together with another.', en: 'Co-host', th: 'เจ้าภาพร่วม' },
    HOST_CITY: { description: 'The city in which it takes place takes part in it.', en: 'Host city', th: 'เมืองเจ้าภาพ' },
    CHAIR: { description: 'Chairs it.', en: 'Chair', th: 'ประธาน' },
    SPEAKER: { description: 'Speaks.', en: 'Speaker', th: 'วิทยากร' },
    EXHIBITOR: { description: 'Exhibits.', en: 'Exhibitor', th: 'ผู้จัดแสดง' },
    SPONSOR: { description: 'Pays for it.', en: 'Sponsor', th: 'ผู้สนับสนุน' },
    OPERATOR: { description: 'Runs what the event is about.', en: 'Operator', th: 'ผู้ดำเนินงาน' },
    ATTENDEE: { description: 'Attends.', en: 'Attendee', th: 'ผู้เข้าร่วม' },
    VISITOR: { description: 'Comes to see.', en: 'Visitor', th: 'ผู้เยี่ยมชม' },
    TRAINEE: { description: 'Is trained.', en: 'Trainee', th: 'ผู้เข้ารับการอบรม' },
    CANDIDATE: { description: 'Is named as a candidate.', en: 'Candidate', th: 'เมืองที่ได้รับการเสนอชื่อ' },
    JOINING_MEMBER: { description: 'Joins a programme as a member.', en: 'Joining member', th: 'สมาชิกใหม่' },
    JOINING_PARTNER: { description: 'Joins a programme as a partner.', en: 'Joining partner', th: 'พันธมิตรใหม่' },
    SIGNATORY: { description: 'Signs.', en: 'Signatory', th: 'ผู้ลงนาม' },
    RECIPIENT: { description: 'Receives what is handed over.', en: 'Recipient', th: 'ผู้รับมอบ' },
  },
);
export type ParticipationRole = keyof typeof ParticipationRole;

export const SessionTitleOrigin = defineEnum('SessionTitleOrigin', 'Where the title of a session comes from.', {
  SOURCE: { description: 'A source gives it.', en: 'From the source', th: 'ตามแหล่งข้อมูล' },
  LABEL: {
    description: 'The sources give none: it is our label for what was said.',
    en: 'Our label',
    th: 'ชื่อที่ตั้งขึ้นเอง',
  },
});
export type SessionTitleOrigin = keyof typeof SessionTitleOrigin;

export const Certainty = defineEnum('Certainty', 'Whether an event starts within a window of days.', {
  CERTAIN: { description: 'Every day on which it may start lies in the window.', en: 'Certain', th: 'แน่นอน' },
  POSSIBLE: {
    description: 'Its date is known to the month or year only; some of those days lie in the window.',
    en: 'Possible',
    th: 'เป็นไปได้',
  },
  UNDATED: {
    description: 'It was announced by the first day of the window, without a date.',
    en: 'Undated',
    th: 'ยังไม่กำหนดวัน',
  },
});
export type Certainty = keyof typeof Certainty;
