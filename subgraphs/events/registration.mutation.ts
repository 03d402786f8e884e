import { Arg, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import { authorize } from '../runtime/authorize.js';
import type { Role } from '../runtime/caller.js';
import { refusal } from '../runtime/errors.js';
import { changeRow, insertRow, readRow } from '../runtime/write/rows.js';
import { writeOnce } from '../runtime/write/write.js';
import { changeSeats } from './change-seats.js';
import { hostGrants, knownEvent } from './event-host.js';
import { broken, checkAhead } from './event-rules.js';
import { eventModel, type StoredParticipant } from './event.model.js';
import { inTurn } from '../runtime/write/in-turn.js';
import type { EventsContext } from './loaders.js';
import { oneOfIds } from './one-of-ids.js';
import { promoteWaiting } from './promote-waiting.js';
import { RegisterForEventInput, WithdrawFromEventInput } from './registration.input.js';
import { registrationModel } from './registration.model.js';
import { registrationOf } from './registration-of.js';
import { Registration } from './registration.type.js';
import { hasSeatForNext } from './seats.js';

@Resolver(() => Registration)
export class RegistrationMutation {
  @Directive('@authenticated')
  @Mutation(() => Registration, { nullable: true, description: 'Registers a city or partner for an event: CONFIRMED while seats are free, else WAITING. For its officers. The same key again gives the first answer.' })
  async registerForEvent(@Arg('input', () => RegisterForEventInput, { description: 'The event and who registers.' }) input: RegisterForEventInput, @Ctx() context: EventsContext) {
    const { database } = context;
    const { id, who } = oneOfIds(input, ['cityId', 'partnerId']);
    await knownEvent(context, input.eventId);
    const caller = authorize(context.caller, officerOf(who));
    const registration = await inTurn(input.eventId, () =>
      writeOnce(context, caller, 'registerForEvent', input, async (write) => {
        const event = await readRow(database, eventModel, write, input.eventId, 'input.eventId');
        checkAhead(event, write.at);
        const _id = `${event.id}/${id}`;
        const before = await database.model(registrationModel).findById(_id, { status: 1 }).session(write.session).lean<{ status: string }>();
        if (before && before.status !== 'WITHDRAWN') throw broken('REGISTERED_ALREADY', 'input.eventId', { en: 'It is registered for this event already.', th: 'ได้ลงทะเบียนกิจกรรมนี้ไว้แล้ว' });
        const status = hasSeatForNext(event.capacity, event.seats) ? 'CONFIRMED' : 'WAITING';
        await changeSeats(database, write, event, { places: 1, [status === 'CONFIRMED' ? 'confirmed' : 'waiting']: 1 });
        const standing = { status, place: event.seats.places, registeredAt: write.at, withdrawnAt: null } as const;
        return before ? changeRow(database, registrationModel, write, { type: 'Registration', id: _id, update: { $set: standing } }) : insertRow(database, registrationModel, write, 'Registration', { _id, eventId: event.id, cityId: who.cityId, partnerId: who.partnerId, ...standing });
      }),
    );
    return registrationOf(registration);
  }

  @Directive('@authenticated')
  @Mutation(() => Registration, { nullable: true, description: 'Withdraws the registration of a city or partner; its seat goes to the first of the waiting list at once. For its officers and the host of the event.' })
  async withdrawFromEvent(@Arg('input', () => WithdrawFromEventInput, { description: 'The event and who withdraws.' }) input: WithdrawFromEventInput, @Ctx() context: EventsContext) {
    const { database } = context;
    const { id, who } = oneOfIds(input, ['cityId', 'partnerId']);
    const caller = authorize(context.caller, officerOf(who), ...hostGrants(await knownEvent(context, input.eventId)));
    const registration = await inTurn(input.eventId, () =>
      writeOnce(context, caller, 'withdrawFromEvent', input, async (write) => {
        const event = await readRow(database, eventModel, write, input.eventId, 'input.eventId');
        checkAhead(event, write.at);
        const _id = `${event.id}/${id}`;
        const before = await database.model(registrationModel).findById(_id, { status: 1 }).session(write.session).lean<{ status: string }>();
        if (!before || before.status === 'WITHDRAWN') throw refusal('NOT_FOUND', { en: 'It is not registered for this event.', th: 'ไม่ได้ลงทะเบียนกิจกรรมนี้ไว้' }, { argument: 'input.eventId' });
        const withdrawn = await changeRow(database, registrationModel, write, { type: 'Registration', id: _id, update: { $set: { status: 'WITHDRAWN', withdrawnAt: write.at } } });
        await changeSeats(database, write, event, { [before.status === 'CONFIRMED' ? 'confirmed' : 'waiting']: -1 });
        await promoteWaiting(database, write, event);
        return withdrawn;
      }),
    );
    return registrationOf(registration);
  }
}

function officerOf({ cityId, partnerId }: StoredParticipant): [Role, string] {
  return cityId === null ? ['partner-officer', partnerId as string] : ['city-officer', cityId];
}
