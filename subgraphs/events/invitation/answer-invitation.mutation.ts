import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { checkText, LONGEST_DESCRIPTION } from '../../domain/checks/check-text.js';
import type { ActingCaller, Grant } from '../../protocol/caller.js';
import type { Row } from '../../runtime/database/model.js';
import { authorize } from '../../runtime/write/authorize.js';
import { changeRow, checkVersion, notFound, readRow } from '../../runtime/write/rows.js';
import { ReasonedInput, UpdateInput } from '../../runtime/write/write.input.js';
import { writeInBatch } from '../../runtime/write/write-batch.js';
import { writeExclusively } from '../../runtime/write/write-exclusively.js';
import { hostGrants, knownEvent } from '../event/event-host.js';
import { checkAhead } from '../event/event-rules.js';
import { eventModel } from '../event/event.model.js';
import type { EventsContext } from '../loaders.js';
import { processRegistrations } from '../registration/process-registrations.js';
import { ParticipationRole } from '../vocabulary/vocabulary.js';
import { checkAnswerable } from './invitation-rules.js';
import { invitationModel, invitationOf, type StoredInvitation } from './invitation.model.js';
import { Invitation } from './invitation.type.js';

@InputType('AcceptInvitationInput', { description: 'An invitation that is accepted.' })
export class AcceptInvitationInput extends UpdateInput {
  @Field(() => ID, { description: 'The invitation.' })
  invitationId!: string;
}

@InputType('DeclineInvitationInput', { description: 'An invitation that is declined.' })
export class DeclineInvitationInput extends UpdateInput {
  @Field(() => ID, { description: 'The invitation.' })
  invitationId!: string;
}

@InputType('WithdrawInvitationInput', { description: 'An invitation that its host takes back.' })
export class WithdrawInvitationInput extends ReasonedInput {
  @Field(() => ID, { description: 'The invitation.' })
  invitationId!: string;
}

@InputType('ChangeInvitationInput', {
  description: 'What is corrected of an invitation: what is absent stays as it is, null takes it away.',
})
export class ChangeInvitationInput extends ReasonedInput {
  @Field(() => ID, { description: 'The invitation.' })
  invitationId!: string;

  @Field(() => ParticipationRole, { nullable: true, description: 'In what role; null is the same as leaving it out.' })
  role?: ParticipationRole | null;

  @Field(() => String, { nullable: true, description: 'What to tell the invited, at most 5,000 characters.' })
  message?: string | null;
}

@Resolver()
export class AnswerInvitationMutation {
  @Directive('@authenticated')
  @Mutation(() => Invitation, {
    nullable: true,
    description:
      'Accepts an invitation; a city or partner is registered with it, unless it is already: CONFIRMED while seats are free, else WAITING. For officers of the invited city or partner; for a person the host of the event records it.',
  })
  async acceptInvitation(
    @Arg('input', () => AcceptInvitationInput, { description: 'The invitation.' }) input: AcceptInvitationInput,
    @Ctx() context: EventsContext,
  ) {
    const { invitation, caller } = await authorizeInvited(context, input.invitationId);
    const { eventId, cityId, partnerId, personId } = invitation;
    if (personId !== null)
      return changeInvitation(context, caller, 'acceptInvitation', input, () => ({ status: 'ACCEPTED' }));
    await writeInBatch(
      context,
      { type: 'Event', id: eventId },
      { caller, action: 'acceptInvitation', input: { ...input, eventId, cityId, partnerId } },
      processRegistrations,
    );
    return invitationOf((await context.loaders.invitations.byId.load(input.invitationId))!);
  }

  @Directive('@authenticated')
  @Mutation(() => Invitation, {
    nullable: true,
    description:
      'Declines an invitation. For officers of the invited city or partner; for a person the host of the event records it.',
  })
  async declineInvitation(
    @Arg('input', () => DeclineInvitationInput, { description: 'The invitation.' }) input: DeclineInvitationInput,
    @Ctx() context: EventsContext,
  ) {
    const { caller } = await authorizeInvited(context, input.invitationId);
    return changeInvitation(context, caller, 'declineInvitation', input, () => ({ status: 'DECLINED' }));
  }

  @Directive('@authenticated')
  @Mutation(() => Invitation, {
    nullable: true,
    description:
      'Takes an invitation back that was not accepted; the same may be invited again. For the host of the event and officers of the partners that host it.',
  })
  async withdrawInvitation(
    @Arg('input', () => WithdrawInvitationInput, { description: 'The invitation.' }) input: WithdrawInvitationInput,
    @Ctx() context: EventsContext,
  ) {
    const { caller } = await authorizeHostOf(context, input.invitationId);
    return changeInvitation(context, caller, 'withdrawInvitation', input, () => ({ status: 'WITHDRAWN' }));
  }

  @Directive('@authenticated')
  @Mutation(() => Invitation, {
    nullable: true,
    description:
      'Corrects the role or the message of an invitation that was not accepted. For the host of the event and officers of the partners that host it.',
  })
  async changeInvitation(
    @Arg('input', () => ChangeInvitationInput, { description: 'What is corrected.' }) input: ChangeInvitationInput,
    @Ctx() context: EventsContext,
  ) {
    const { caller } = await authorizeHostOf(context, input.invitationId);
    const message =
      input.message == null ? input.message : checkText('input.message', LONGEST_DESCRIPTION, input.message);
    return changeInvitation(context, caller, 'changeInvitation', input, () => ({
      ...(input.role != null && { role: input.role }),
      ...(message !== undefined && { message }),
    }));
  }
}

/** Gives an invitation and its host, who writes about it. */
async function authorizeHostOf(context: EventsContext, invitationId: string) {
  const { invitation, hosts } = await knownInvitation(context, invitationId);
  return { invitation, caller: authorize(context.caller, ...hosts) };
}

/** Gives an invitation and the one who answers it: an officer of the invited, or the host for a person. */
async function authorizeInvited(context: EventsContext, invitationId: string) {
  const { invitation, hosts } = await knownInvitation(context, invitationId);
  const { cityId, partnerId } = invitation;
  const invited: Grant[] =
    cityId !== null ? [['city-officer', cityId]] : partnerId !== null ? [['partner-officer', partnerId]] : hosts;
  return { invitation, caller: authorize(context.caller, ...invited) };
}

async function knownInvitation(context: EventsContext, invitationId: string) {
  if (!context.caller) authorize(null);
  const invitation = await context.loaders.invitations.byId.load(invitationId);
  if (!invitation) throw notFound(invitationModel.called, invitationId, 'input.invitationId');
  return { invitation, hosts: hostGrants(await knownEvent(context, invitation.eventId)) };
}

/** Changes an invitation that was neither accepted nor taken back, to an event that is to come. */
async function changeInvitation(
  context: EventsContext,
  caller: ActingCaller,
  mutation: string,
  input: UpdateInput & { invitationId: string },
  change: (before: Row<StoredInvitation>) => Partial<StoredInvitation>,
) {
  const { database } = context;
  const { invitationId, expectedVersion } = input;
  const changed = await writeExclusively(
    context,
    caller,
    mutation,
    input,
    [`Invitation/${invitationId}`],
    async (write) => {
      const before = await readRow(database, invitationModel, write, invitationId, 'input.invitationId');
      checkVersion(before, expectedVersion);
      const event = await readRow(database, eventModel, write, before.eventId, 'input.invitationId');
      checkAhead(event, write);
      checkAnswerable(before);
      return changeRow(database, invitationModel, write, {
        type: 'Invitation',
        id: invitationId,
        expectedVersion,
        update: { $set: { ...change(before), hosts: event.hosts } },
      });
    },
  );
  return invitationOf(changed);
}
