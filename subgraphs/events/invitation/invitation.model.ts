import { stubOf } from '../../runtime/foreign/stub.js';
import { oneOf, oneOfOrNull, requiredText, text } from '../../domain/mongoose-paths.js';
import { defineModel, type Stored } from '../../runtime/database/model.js';
import type { Versioned } from '../../runtime/write/rows.js';
import type { StoredParticipant } from '../event/event.model.js';
import { hostWriters } from '../event/host-writers.js';
import { InvitationStatus } from './invitation-status.js';
import { ParticipationRole } from '../vocabulary/vocabulary.js';

/** An invitation to an event. Its id is made of event, kind and invited, so that each has one. */
export interface StoredInvitation extends Stored, Versioned, StoredParticipant {
  eventId: string;
  role: ParticipationRole;
  message: string | null;
  /** Absent in invitations of before they could be answered. */
  status?: InvitationStatus | null;
  /** The partners that hosted the event at the last change: they may write it too. Absent in records of before. */
  hosts?: string[];
  invitedAt: Date;
}

export const invitationModel = defineModel<StoredInvitation>(
  'invitations',
  {
    eventId: requiredText,
    cityId: text,
    partnerId: text,
    personId: text,
    role: oneOf(ParticipationRole),
    message: text,
    status: oneOfOrNull(InvitationStatus),
    hosts: [String],
    invitedAt: { type: Date, required: true },
  },
  {
    called: { en: 'invitation', th: 'คำเชิญ' },
    versioned: true,
    writers: ({ eventId, cityId, partnerId, hosts }) => [
      ...hostWriters(eventId, hosts),
      ['city-officer', cityId],
      ['partner-officer', partnerId],
    ],
    companion: { concerns: ({ cityId, partnerId }) => [cityId, partnerId].filter((id) => id !== null) },
    indexes: [[{ eventId: 1, _id: 1 }], [{ cityId: 1, _id: 1 }], [{ partnerId: 1, _id: 1 }], [{ personId: 1, _id: 1 }]],
  },
);

/** What became of an invitation. */
export function statusOf({ status }: Pick<StoredInvitation, 'status'>): InvitationStatus {
  return status ?? 'SENT';
}

/** An invitation as it is answered: the event is read only when it is asked for. */
export function invitationOf({ _id, cityId, partnerId, personId, ...rest }: StoredInvitation) {
  return {
    ...rest,
    status: statusOf(rest),
    id: _id,
    city: stubOf(cityId),
    partner: stubOf(partnerId),
    person: stubOf(personId),
  };
}
