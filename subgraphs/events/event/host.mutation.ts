import { Arg, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from 'type-graphql';
import { authorize } from '../../runtime/write/authorize.js';
import { changeRow, checkVersion, readRow } from '../../runtime/write/rows.js';
import { ReasonedInput, UpdateInput } from '../../runtime/write/write.input.js';
import type { Write } from '../../runtime/write/write.js';
import { writeExclusively } from '../../runtime/write/write-exclusively.js';
import type { EventsContext } from '../loaders.js';
import { knownEvent } from './event-host.js';
import { checkNotCancelled } from './event-rules.js';
import { eventKeys } from './event.derived.js';
import { eventModel } from './event.model.js';
import { Event } from './event.type.js';
import { withConfirmedHost, withDeclinedHost, type Hosted } from './invited-hosts.js';

@InputType('ConfirmHostInput', { description: 'A partner that agrees to host an event.' })
export class ConfirmHostInput extends UpdateInput {
  @Field(() => ID, { description: 'The event.' })
  eventId!: string;

  @Field(() => ID, { description: 'The partner.' })
  partnerId!: string;
}

@InputType('DeclineHostInput', { description: 'A partner that does not host an event, or hosts it no more.' })
export class DeclineHostInput extends ReasonedInput {
  @Field(() => ID, { description: 'The event.' })
  eventId!: string;

  @Field(() => ID, { description: 'The partner.' })
  partnerId!: string;
}

/** What partners say that were asked to host an event. */
@Resolver(() => Event)
export class HostMutation {
  @Directive('@authenticated')
  @Mutation(() => Event, {
    nullable: true,
    description:
      'Agrees to host an event, which the partner may then change and cancel like its other hosts. For officers of the partner that was asked.',
  })
  async confirmHost(
    @Arg('input', () => ConfirmHostInput, { description: 'The event and the partner.' }) input: ConfirmHostInput,
    @Ctx() context: EventsContext,
  ) {
    return changeHosts(context, 'confirmHost', input, (event, write) =>
      withConfirmedHost(event, input.partnerId, write),
    );
  }

  @Directive('@authenticated')
  @Mutation(() => Event, {
    nullable: true,
    description:
      'Declines to host an event, or hosts it no more. For officers of the partner; one host that agreed remains.',
  })
  async declineHost(
    @Arg('input', () => DeclineHostInput, { description: 'The event and the partner.' }) input: DeclineHostInput,
    @Ctx() context: EventsContext,
  ) {
    return changeHosts(context, 'declineHost', input, (event, write) =>
      withDeclinedHost(event, input.partnerId, write),
    );
  }
}

async function changeHosts(
  context: EventsContext,
  mutation: string,
  input: UpdateInput & { eventId: string; partnerId: string },
  change: (event: Hosted, write: Write) => Hosted,
) {
  const { database } = context;
  await knownEvent(context, input.eventId);
  const caller = authorize(context.caller, ['partner-officer', input.partnerId]);
  await writeExclusively(context, caller, mutation, input, [`Event/${input.eventId}`], async (write) => {
    const event = await readRow(database, eventModel, write, input.eventId, 'input.eventId');
    checkVersion(event, input.expectedVersion);
    checkNotCancelled(event, 'input.eventId');
    const hosted = change(event, write);
    await changeRow(database, eventModel, write, {
      type: 'Event',
      id: event.id,
      expectedVersion: input.expectedVersion,
      update: { $set: { ...hosted, ...eventKeys({ ...event, ...hosted }) } },
    });
    return event.id;
  });
  return context.loaders.events.byId.load(input.eventId);
}
