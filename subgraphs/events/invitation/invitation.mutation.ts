import mongoose from 'mongoose';
import { Arg, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import { checkText, LONGEST_DESCRIPTION } from '../../domain/checks/check-text.js';
import type { Database } from '../../runtime/database/database.js';
import type { Write } from '../../runtime/write/write.js';
import { checkForeignKeys } from '../../runtime/foreign/check-foreign-keys.js';
import { changeRow, insertRow, readRow } from '../../runtime/write/rows.js';
import { writeExclusively } from '../../runtime/write/write-exclusively.js';
import { authorizeHost } from '../event/event-host.js';
import { broken, checkAhead } from '../event/event-rules.js';
import { eventModel, type StoredParticipant } from '../event/event.model.js';
import { invitationModel, invitationOf, statusOf, type StoredInvitation } from './invitation.model.js';
import { Invitation } from './invitation.type.js';
import type { EventsContext } from '../loaders.js';
import { oneOfIds, participantKey, participantRecordIds } from '../event/participation/one-of-ids.js';
import { Field, ID, InputType } from 'type-graphql';
import { WriteInput } from '../../runtime/write/write.input.js';
import { ParticipationRole } from '../vocabulary/vocabulary.js';

@InputType('InviteToEventInput', { description: 'Whom a host invites: a city, a partner or a person.' })
export class InviteToEventInput extends WriteInput {
  @Field(() => ID, { description: 'The event.' })
  eventId!: string;

  @Field(() => ID, { nullable: true, description: 'The city that is invited; exactly one of the three is given.' })
  cityId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The partner that is invited.' })
  partnerId?: string | null;

  @Field(() => ID, { nullable: true, description: 'The person who is invited.' })
  personId?: string | null;

  @Field(() => ParticipationRole, { defaultValue: 'ATTENDEE', description: 'In what role.' })
  role!: ParticipationRole;

  @Field(() => String, { nullable: true, description: 'What to tell the invited, at most 5,000 characters.' })
  message?: string | null;
}

@Resolver()
export class InvitationMutation {
  @Directive('@authenticated')
  @Mutation(() => Invitation, {
    nullable: true,
    description:
      'Invites a city, a partner or a person to an event, each once, or again after it was taken back. For its host and officers of the partners that host it.',
  })
  async inviteToEvent(
    @Arg('input', () => InviteToEventInput, { description: 'Who is invited to what.' }) input: InviteToEventInput,
    @Ctx() context: EventsContext,
  ) {
    const { database } = context;
    const caller = await authorizeHost(context, input.eventId);
    const who = oneOfIds(input, ['cityId', 'partnerId', 'personId']);
    const message = input.message == null ? null : checkText('input.message', LONGEST_DESCRIPTION, input.message);
    await checkForeignKeys(context, caller, 'inviteToEvent', input, [
      ['City', 'input.cityId', who.cityId],
      ['Partner', 'input.partnerId', who.partnerId],
      ['Person', 'input.personId', who.personId],
    ]);
    const invitation = await writeExclusively(
      context,
      caller,
      'inviteToEvent',
      input,
      [`Invitation/${participantRecordIds(input.eventId, who)[0]}`],
      async (write) => {
        const event = await readRow(database, eventModel, write, input.eventId, 'input.eventId');
        checkAhead(event, write);
        const before = await findInvitation(database, write, event.id, who);
        if (before && statusOf(before) !== 'WITHDRAWN')
          throw broken('INVITED_ALREADY', 'input.eventId', {
            en: 'It is invited to this event already.',
            th: 'ได้รับเชิญเข้าร่วมกิจกรรมนี้แล้ว',
          });
        const { hosts } = event;
        const invitation = { role: input.role, message, status: 'SENT' as const, hosts, invitedAt: write.at };
        return before
          ? changeRow(database, invitationModel, write, {
              type: 'Invitation',
              id: before._id,
              update: { $set: invitation },
            })
          : insertRow(database, invitationModel, write, 'Invitation', {
              _id: participantRecordIds(event.id, who)[0],
              eventId: event.id,
              ...who,
              ...invitation,
            });
      },
    );
    return invitationOf(invitation);
  }
}

/** Finds the invitation of a city, a partner or a person to an event, also one whose id does not name its kind. */
async function findInvitation(
  database: Database,
  { session }: Write,
  eventId: string,
  who: StoredParticipant,
): Promise<StoredInvitation | undefined> {
  const found = await database
    .model(invitationModel)
    .find({ _id: mongoose.trusted({ $in: participantRecordIds(eventId, who) }) } as never)
    .session(session)
    .lean<StoredInvitation[]>();
  return found.find((invitation) => participantKey(invitation) === participantKey(who));
}
