import { defineEnum } from '../../domain/vocabulary/define-enum.js';

export const EnrolmentStatus = defineEnum('EnrolmentStatus', 'Where the enrolment of a person in a round stands.', {
  ASKED: {
    description: 'Waits for the host of the course to confirm that the person belongs to the city: see `standing`.',
    en: 'Waiting for the host',
    th: 'รอผู้จัดยืนยัน',
  },
  ENROLLED: { description: 'Has a seat, or has finished the round.', en: 'Enrolled', th: 'มีที่นั่งแล้ว' },
  WAITING: {
    description: 'On the waiting list, in the order of the places.',
    en: 'On the waiting list',
    th: 'อยู่ในรายชื่อสำรอง',
  },
  CALLED_OFF: {
    description: 'It had a seat or waited for one when the round or the course was called off.',
    en: 'Called off with the round',
    th: 'สิ้นสุดเพราะรุ่นถูกยกเลิก',
  },
  WITHDRAWN: {
    description: 'Withdrawn, or disputed by the host; its seat went to the next.',
    en: 'Withdrawn',
    th: 'ถอนตัวแล้ว',
  },
});
export type EnrolmentStatus = keyof typeof EnrolmentStatus;
