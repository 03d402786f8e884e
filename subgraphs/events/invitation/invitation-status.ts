import { defineEnum } from '../../domain/vocabulary/define-enum.js';

export const InvitationStatus = defineEnum('InvitationStatus', 'What became of an invitation to an event.', {
  SENT: { description: 'Not answered yet.', en: 'Sent', th: 'ส่งแล้ว' },
  ACCEPTED: { description: 'Accepted; a city or partner is registered with it.', en: 'Accepted', th: 'ตอบรับแล้ว' },
  DECLINED: { description: 'Declined.', en: 'Declined', th: 'ปฏิเสธแล้ว' },
  WITHDRAWN: { description: 'Taken back by the host.', en: 'Taken back', th: 'ยกเลิกคำเชิญแล้ว' },
});
export type InvitationStatus = keyof typeof InvitationStatus;
