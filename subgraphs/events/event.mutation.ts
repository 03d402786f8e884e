import { Arg, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import { authorize } from '../runtime/authorize.js';
import type { Role } from '../runtime/caller.js';
import { refusal } from '../runtime/errors.js';
import { changeRow, insertRow, readRow } from '../runtime/write/rows.js';
import { writeOnce } from '../runtime/write/write.js';
import { checkedIds } from './checked-id.js';
import { authorizeHost } from './event-host.js';
import { eventFields } from './event-fields.js';
import { eventId as newEventId } from './event-id.js';
import { eventKeys } from './event-keys.js';
import { checkCancellable, checkCapacity, checkDates, checkNotCancelled, checkStatusChange } from './event-rules.js';
import { eventSearchPaths } from './event-search-paths.js';
import { CancelEventInput, ChangeEventInput, CreateEventInput } from './event.input.js';
import { eventModel, type StoredEvent } from './event.model.js';
import { Event } from './event.type.js';
import { inTurn } from '../runtime/write/in-turn.js';
import type { EventsContext } from './loaders.js';
import { promoteWaiting } from './promote-waiting.js';
import { NO_SEATS_TAKEN } from './seats.js';

const NOWHERE = { cityId: null, text: null };

@Resolver(() => Event)
export class EventMutation {
  @Directive('@authenticated')
  @Mutation(() => Event, { nullable: true, description: 'Announces an event. For officers of a partner that hosts it.' })
  async createEvent(@Arg('input', () => CreateEventInput, { description: 'The event.' }) input: CreateEventInput, @Ctx() context: EventsContext) {
    const grants = input.hosts.map((id): [Role, string] => ['partner-officer', id]);
    const caller = authorize(context.caller, ['network-admin'], ...grants);
    const event = newEvent(input, new Date());
    const id = await writeOnce(context, caller, 'createEvent', input, async (write) => (await insertRow(context.database, eventModel, write, 'Event', event)).id);
    return context.loaders.events.byId.load(id);
  }

  @Directive('@authenticated')
  @Mutation(() => Event, { nullable: true, description: 'Changes an event. For its host and officers of the partners that host it. What was held or called off keeps its status; seats that become free go to the waiting list.' })
  async changeEvent(@Arg('input', () => ChangeEventInput, { description: 'What changes.' }) input: ChangeEventInput, @Ctx() context: EventsContext) {
    const { database } = context;
    const caller = await authorizeHost(context, input.eventId);
    await inTurn(input.eventId, () =>
      writeOnce(context, caller, 'changeEvent', input, async (write) => {
        const event = await readRow(database, eventModel, write, input.eventId, 'input.eventId');
        checkNotCancelled(event, 'input.eventId');
        const fields = { ...eventFields(input, event.venue), ...(input.status != null && { status: input.status }) };
        const changed = { ...event, ...fields };
        checkDates(changed);
        checkStatusChange(event.status, changed, write.at);
        checkCapacity(changed.capacity, event.seats.confirmed);
        await changeRow(database, eventModel, write, { type: 'Event', id: event.id, expectedVersion: input.expectedVersion, update: { $set: { ...fields, ...eventKeys(changed), ...eventSearchPaths(changed) } } });
        await promoteWaiting(database, write, changed);
        return event.id;
      }),
    );
    return context.loaders.events.byId.load(input.eventId);
  }

  @Directive('@authenticated')
  @Mutation(() => Event, { nullable: true, description: 'Calls an event off, for good. For its host and officers of the partners that host it. An event that was held, or called off before, is refused.' })
  async cancelEvent(@Arg('input', () => CancelEventInput, { description: 'The event.' }) input: CancelEventInput, @Ctx() context: EventsContext) {
    const { database } = context;
    const caller = await authorizeHost(context, input.eventId);
    await inTurn(input.eventId, () =>
      writeOnce(context, caller, 'cancelEvent', input, async (write) => {
        const event = await readRow(database, eventModel, write, input.eventId, 'input.eventId');
        checkCancellable(event);
        await changeRow(database, eventModel, write, { type: 'Event', id: event.id, expectedVersion: input.expectedVersion, update: { $set: { status: 'CANCELLED' } } });
        return event.id;
      }),
    );
    return context.loaders.events.byId.load(input.eventId);
  }
}

function newEvent(input: CreateEventInput, now: Date): Omit<StoredEvent, 'version'> {
  const { kind, status } = input;
  if (input.hosts.length === 0) throw refusal('BAD_USER_INPUT', { en: '`input.hosts` must name at least one partner.', th: '`input.hosts` ต้องระบุพันธมิตรอย่างน้อยหนึ่งราย' }, { argument: 'input.hosts' });
  if (status !== 'ANNOUNCED' && status !== 'CONFIRMED') throw refusal('BAD_USER_INPUT', { en: `A new event is ANNOUNCED or CONFIRMED, not ${status}.`, th: `กิจกรรมใหม่มีสถานะเป็น ANNOUNCED หรือ CONFIRMED เท่านั้น ไม่ใช่ ${status}` }, { argument: 'input.status' });
  const fields = eventFields(input, NOWHERE);
  const event = {
    name: { en: null, th: null },
    nameThOrigin: null,
    aliases: [],
    kind,
    series: false,
    format: null,
    languages: null,
    startsOn: null,
    endsOn: null,
    dateLabel: null,
    announcedOn: now.toISOString().slice(0, 10),
    timezone: null,
    status,
    outcome: null,
    venue: NOWHERE,
    hosts: checkedIds('input.hosts', input.hosts),
    participations: [],
    sessions: [],
    solutionsShown: [],
    programmeId: null,
    capacity: null,
    seats: NO_SEATS_TAKEN,
    rounds: [],
    attendance: null,
    description: null,
    note: null,
    sources: [],
    confidence: 'HIGH' as const,
    ...fields,
  };
  checkDates(event);
  return { _id: newEventId(event.name, event.startsOn), ...event, ...eventKeys(event), ...eventSearchPaths(event) };
}
