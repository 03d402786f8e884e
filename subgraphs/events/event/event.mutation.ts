import { Arg, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import { authorize } from '../../runtime/write/authorize.js';
import type { Role } from '../../protocol/caller.js';
import { shownName } from '../../domain/texts/shown-name.js';
import { checkForeignKeys, type NamedKey } from '../../runtime/foreign/check-foreign-keys.js';
import { changeRow, checkVersion, insertRow, readRow } from '../../runtime/write/rows.js';
import { writeOnce } from '../../runtime/write/write.js';
import { authorizeHost } from './event-host.js';
import { eventFields } from './event-fields.js';
import { eventKeys, eventSearchPaths } from './event.derived.js';
import {
  checkCancellable,
  checkCapacity,
  checkDates,
  checkHostsLeftOut,
  checkKindChange,
  checkNotCancelled,
  checkNotMovedIntoPast,
  checkStatusChange,
  checkWithinCourse,
} from './event-rules.js';
import { withHosts } from './invited-hosts.js';
import { followStatus } from './follow-status.js';
import { CancelEventInput, ChangeEventInput, CreateEventInput } from './event.input.js';
import { eventModel, type StoredEvent } from './event.model.js';
import { Event } from './event.type.js';
import { writeExclusively } from '../../runtime/write/write-exclusively.js';
import type { EventsContext } from '../loaders.js';
import { checkedHosts, newEvent } from './new-event.js';
import { promoteWaiting } from '../registration/process-registrations.js';

@Resolver(() => Event)
export class EventMutation {
  @Directive('@authenticated')
  @Mutation(() => Event, {
    nullable: true,
    description: 'Announces an event. For officers of a partner that hosts it.',
  })
  async createEvent(
    @Arg('input', () => CreateEventInput, { description: 'The event.' }) input: CreateEventInput,
    @Ctx() context: EventsContext,
  ) {
    if (!context.caller) authorize(null);
    // Without a host there is no role that would do.
    const hosts = checkedHosts(input.hosts);
    const caller = authorize(context.caller, ...hosts.map((id): [Role, string] => ['partner-officer', id]));
    const event = newEvent(input, context.clock);
    await checkForeignKeys(context, caller, 'createEvent', input, [...hostKeys(input.hosts), ...placeKeys(input)]);
    const id = await writeOnce(context, caller, 'createEvent', input, async (write) => {
      const hosted = withHosts({ hosts: [] }, hosts, write);
      const made = { ...event, ...hosted };
      return (await insertRow(context.database, eventModel, write, 'Event', { ...made, ...eventKeys(made) })).id;
    });
    return context.loaders.events.byId.load(id);
  }

  @Directive('@authenticated')
  @Mutation(() => Event, {
    nullable: true,
    description:
      'Changes an event. For its host and officers of the partners that host it. What was held or called off keeps its status, unless a reason (`why`) is given: then it is a correction. When it was held, whoever has a seat takes part in it; seats that become free go to the waiting list.',
  })
  async changeEvent(
    @Arg('input', () => ChangeEventInput, { description: 'What changes.' }) input: ChangeEventInput,
    @Ctx() context: EventsContext,
  ) {
    const { database } = context;
    const caller = await authorizeHost(context, input.eventId);
    const hosts = input.hosts == null ? null : checkedHosts(input.hosts);
    await checkForeignKeys(context, caller, 'changeEvent', input, [
      ...hostKeys(input.hosts ?? []),
      ...placeKeys(input),
    ]);
    await writeExclusively(context, caller, 'changeEvent', input, [`Event/${input.eventId}`], async (write) => {
      const event = await readRow(database, eventModel, write, input.eventId, 'input.eventId');
      checkVersion(event, input.expectedVersion);
      if (input.status == null || input.status === 'CANCELLED') checkNotCancelled(event, 'input.eventId');
      if (hosts) checkHostsLeftOut(event, hosts, write.why);
      if (input.kind != null) checkKindChange(event, input.kind, write.why);
      const wanted = {
        ...eventFields(input, event),
        ...(hosts && withHosts(event, hosts, write)),
        ...(input.kind != null && { kind: input.kind }),
        ...(input.status != null && { status: input.status }),
      };
      const moved = { ...event, ...wanted };
      checkDates(moved);
      checkStatusChange(event.status, moved, write, write.why);
      checkNotMovedIntoPast(event, moved, write);
      if (input.startsOn !== undefined || input.endsOn !== undefined) checkRoundsWithin(moved);
      checkCapacity(moved.capacity, event.seats.confirmed);
      const fields = { ...wanted, ...(await followStatus(database, write, event, moved)) };
      const changed = { ...event, ...fields };
      await changeRow(database, eventModel, write, {
        type: 'Event',
        id: event.id,
        expectedVersion: input.expectedVersion,
        update: {
          $set: {
            ...fields,
            ...eventKeys(changed),
            ...eventSearchPaths(changed),
            shownName: shownName(changed.name),
          },
        },
      });
      if (changed.status !== 'HELD') await promoteWaiting(database, write, changed);
      return event.id;
    });
    return context.loaders.events.byId.load(input.eventId);
  }

  @Directive('@authenticated')
  @Mutation(() => Event, {
    nullable: true,
    description:
      'Calls an event off, and with it all registrations and enrolments. For its host and officers of the partners that host it. An event that was held, or called off before, is refused. changeEvent takes it back where it was a mistake.',
  })
  async cancelEvent(
    @Arg('input', () => CancelEventInput, { description: 'The event.' }) input: CancelEventInput,
    @Ctx() context: EventsContext,
  ) {
    const { database } = context;
    const caller = await authorizeHost(context, input.eventId);
    await writeExclusively(context, caller, 'cancelEvent', input, [`Event/${input.eventId}`], async (write) => {
      const event = await readRow(database, eventModel, write, input.eventId, 'input.eventId');
      checkVersion(event, input.expectedVersion);
      checkCancellable(event);
      await changeRow(database, eventModel, write, {
        type: 'Event',
        id: event.id,
        expectedVersion: input.expectedVersion,
        update: {
          $set: {
            status: 'CANCELLED',
            ...(await followStatus(database, write, event, { ...event, status: 'CANCELLED' })),
          },
        },
      });
      return event.id;
    });
    return context.loaders.events.byId.load(input.eventId);
  }
}

/** Checks that the rounds of a course lie within its days; those that were called off need not. */
function checkRoundsWithin(course: Omit<StoredEvent, '_id'>): void {
  for (const round of course.rounds ?? [])
    if (round.cancelledOn == null) checkWithinCourse(course, round, 'input.startsOn');
}

function hostKeys(hosts: readonly string[]): NamedKey[] {
  return hosts.map((host, at) => ['Partner', `input.hosts.${at}`, host] as const);
}

function placeKeys({ venueCityId, programmeId }: Pick<ChangeEventInput, 'venueCityId' | 'programmeId'>): NamedKey[] {
  return [
    ['City', 'input.venueCityId', venueCityId],
    ['Programme', 'input.programmeId', programmeId],
  ];
}
