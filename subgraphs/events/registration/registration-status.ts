import { defineEnum } from '../../domain/vocabulary/define-enum.js';

export const RegistrationStatus = defineEnum('RegistrationStatus', 'Where a registration for an event stands.', {
  CONFIRMED: { description: 'A seat is kept.', en: 'Confirmed', th: 'ยืนยันที่นั่งแล้ว' },
  WAITING: {
    description: 'On the waiting list, in the order of the places.',
    en: 'On the waiting list',
    th: 'อยู่ในรายชื่อสำรอง',
  },
  CALLED_OFF: {
    description: 'It had a seat or waited for one when the event was called off.',
    en: 'Called off with the event',
    th: 'สิ้นสุดเพราะกิจกรรมถูกยกเลิก',
  },
  WITHDRAWN: { description: 'Withdrawn; its seat went to the next.', en: 'Withdrawn', th: 'ถอนตัวแล้ว' },
});
export type RegistrationStatus = keyof typeof RegistrationStatus;
