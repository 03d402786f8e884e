import { labelsOf } from '../../domain/vocabulary/define-enum.js';
import { broken } from '../event/event-rules.js';
import { InvitationStatus } from './invitation-status.js';
import { statusOf, type StoredInvitation } from './invitation.model.js';

/**
 * Checks that an invitation may be answered, corrected or taken back. One that was declined may be accepted after
 * all, and what the host recorded for a person corrected.
 *
 * @throws RULE_VIOLATED INVITATION_CLOSED for one that was accepted or taken back
 */
export function checkAnswerable(invitation: StoredInvitation): void {
  const status = statusOf(invitation);
  if (status === 'SENT' || status === 'DECLINED' || (status === 'ACCEPTED' && invitation.personId !== null)) return;
  const { en, th } = labelsOf(InvitationStatus)[status]!;
  throw broken('INVITATION_CLOSED', 'input.invitationId', {
    en: `The invitation is “${en}”: it is not changed any more.`,
    th: `คำเชิญนี้มีสถานะ “${th}” จึงเปลี่ยนแปลงไม่ได้แล้ว`,
  });
}
