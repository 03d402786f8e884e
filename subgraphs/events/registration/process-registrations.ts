import mongoose, { type ClientSession } from 'mongoose';
import type { Database } from '../../runtime/database/database.js';
import { Refusal } from '../../runtime/errors/errors.js';
import { checkVersion, notFound } from '../../runtime/write/rows.js';
import { storeRows, type Step } from '../../runtime/write/store-rows.js';
import type { Member } from '../../runtime/write/write-batch.js';
import { checkAhead } from '../event/event-rules.js';
import { eventModel, type StoredEvent } from '../event/event.model.js';
import { oneOfIds, participantRecordIds } from '../event/participation/one-of-ids.js';
import type { RegisterForEventInput, WithdrawFromEventInput } from './registration.input.js';
import { checkAnswerable } from '../invitation/invitation-rules.js';
import { invitationModel, type StoredInvitation } from '../invitation/invitation.model.js';
import type { UpdateInput } from '../../runtime/write/write.input.js';
import { createSeatAllocator } from './allocate-seats.js';
import { registrationModel, type StoredRegistration } from './registration.model.js';
import { NO_SEATS_TAKEN, promotable } from './seats.js';
import type { Write } from '../../runtime/write/write.js';

/** An invitation that is accepted, with its event and the one who is invited. */
export interface AcceptedInvitation extends UpdateInput {
  invitationId: string;
  eventId: string;
  cityId: string | null;
  partnerId: string | null;
}

/**
 * Settles the registrations and withdrawals of one event that came together, in their order, with as many commands for
 * a hundred as for one. The first of them takes the event's turn, so that no two servers settle at once.
 * It is no change of the event itself: its version stays, so that a host who edits it is in conflict with none of them.
 *
 * @returns for each its registration, or its refusal
 */
export async function processRegistrations(
  database: Database,
  session: ClientSession,
  eventId: string,
  members: ReadonlyArray<Member<RegisterForEventInput | WithdrawFromEventInput | AcceptedInvitation>>,
): Promise<Array<StoredRegistration | Refusal>> {
  const [events, registrations] = [database.model(eventModel), database.model(registrationModel)];
  const event = await events
    .findOneAndUpdate(
      { _id: eventId },
      { $inc: { 'seats.turns': 1 } },
      { session, returnDocument: 'after', projection: eventModel.fields },
    )
    .lean<StoredEvent>();
  if (!event) return members.map(() => notFound(eventModel.called, eventId, 'input.eventId'));
  const asked = members.map((member) => ({ member, who: oneOfIds(member.input, ['cityId', 'partnerId']) }));
  const named = await registrations
    .find({ _id: mongoose.trusted({ $in: asked.flatMap(({ who }) => participantRecordIds(eventId, who)) }) } as never)
    .session(session)
    .lean<StoredRegistration[]>();
  const leaving = members.filter(({ action }) => action === 'withdrawFromEvent').length;
  const next = leaving === 0 ? [] : await firstWaiting(database, session, event, 2 * leaving);

  const invitations = await acceptedInvitations(database, session, members);

  const allocator = createSeatAllocator(event, [...next, ...named]);
  const steps: Step<StoredRegistration>[] = [];
  const accepted: Step<StoredInvitation>[] = [];
  const answers = asked.map(({ member, who }) => {
    try {
      checkAhead(event, member);
      if ('invitationId' in member.input) {
        const invitation = invitations.get(member.input.invitationId)!;
        checkVersion(invitation, member.input.expectedVersion);
        checkAnswerable(invitation);
        const row = { ...invitation, hosts: event.hosts, status: 'ACCEPTED' as const, version: invitation.version + 1 };
        invitations.set(row._id, row);
        accepted.push({ write: member, row });
        const registered = allocator.registered(who);
        if (registered) return registered;
      }
      const made =
        member.action === 'withdrawFromEvent'
          ? allocator.withdraw(who, member.at)
          : [allocator.register(who, member.at)];
      steps.push(...made.map((row) => ({ write: member, row })));
      return made[0]!;
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
  });
  if (steps.length > 0) {
    await events.updateOne({ _id: eventId }, { $set: { seats: allocator.seats } }, { session });
    await storeRows(database, registrationModel, session, 'Registration', steps);
  }
  await storeRows(database, invitationModel, session, 'Invitation', accepted);
  return answers;
}

/** The invitations that members accept, by id. */
async function acceptedInvitations(
  database: Database,
  session: ClientSession,
  members: ReadonlyArray<{ input: object | AcceptedInvitation }>,
): Promise<Map<string, StoredInvitation>> {
  const ids = members.flatMap(({ input }) => ('invitationId' in input ? [input.invitationId] : []));
  if (ids.length === 0) return new Map();
  const found = await database
    .model(invitationModel)
    .find({ _id: mongoose.trusted({ $in: ids }) } as never)
    .session(session)
    .lean<StoredInvitation[]>();
  return new Map(found.map((invitation) => [invitation._id, invitation]));
}

/** The first of the waiting list, for whom a seat is free and so many more. */
async function firstWaiting(
  database: Database,
  session: ClientSession,
  event: Pick<StoredEvent, '_id' | 'capacity' | 'seats'>,
  more: number,
): Promise<StoredRegistration[]> {
  const count = promotable(event.capacity, event.seats ?? NO_SEATS_TAKEN) + more;
  if (count === 0) return [];
  return database
    .model(registrationModel)
    .find({ eventId: event._id, status: 'WAITING' })
    .sort({ place: 1, _id: 1 })
    .limit(count)
    .session(session)
    .lean<StoredRegistration[]>();
}

/** Confirms as many of the waiting list as there are free seats, by their places, within the write that made the seats free. */
export async function promoteWaiting(
  database: Database,
  write: Write,
  event: Pick<StoredEvent, '_id' | 'capacity' | 'seats' | 'hosts'>,
): Promise<void> {
  const allocator = createSeatAllocator(event, await firstWaiting(database, write.session, event, 0));
  const promoted = allocator.promote();
  if (promoted.length === 0) return;
  await database
    .model(eventModel)
    .updateOne({ _id: event._id }, { $set: { seats: allocator.seats } }, { session: write.session });
  await storeRows(
    database,
    registrationModel,
    write.session,
    'Registration',
    promoted.map((row) => ({ write, row })),
  );
}
