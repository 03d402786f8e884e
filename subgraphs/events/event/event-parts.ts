import { stubOf } from '../../runtime/foreign/stub.js';
import type { Row } from '../../runtime/database/model.js';
import type { StoredEvent, StoredParticipant, StoredParticipation, StoredSession } from './event.model.js';

/** A session as it is answered: the event is read only when it is asked for. */
export type AnsweredSession = ReturnType<typeof sessionOf>;

/** A participation with the event and the one who takes part. */
export function participationOf(
  event: Row<StoredEvent>,
  { role, confidence, note, ...participant }: StoredParticipation,
) {
  return { ...participantOf(participant), event, role, confidence, note };
}

/** A session with its challenges and speakers. */
export function sessionOf(eventId: string, { challenges, speakers, ...session }: StoredSession) {
  return {
    ...session,
    eventId,
    challenges: challenges.map((code) => ({ code })),
    speakers: speakers.map(participantOf),
  };
}

function participantOf({ cityId, partnerId, personId }: StoredParticipant) {
  return { city: stubOf(cityId), partner: stubOf(partnerId), person: stubOf(personId) };
}
