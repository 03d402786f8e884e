import { Arg, Ctx, Directive, Mutation, Resolver } from 'type-graphql';
import { authorize } from '../../runtime/write/authorize.js';
import type { Role } from '../../protocol/caller.js';
import { checkForeignKeys } from '../../runtime/foreign/check-foreign-keys.js';
import { writeInBatch } from '../../runtime/write/write-batch.js';
import { hostGrants, knownEvent } from '../event/event-host.js';
import type { StoredParticipant } from '../event/event.model.js';
import type { EventsContext } from '../loaders.js';
import { oneOfIds } from '../event/participation/one-of-ids.js';
import { RegisterForEventInput, WithdrawFromEventInput } from './registration.input.js';
import { registrationOf } from './registration.model.js';
import { Registration } from './registration.type.js';
import { processRegistrations } from './process-registrations.js';

@Resolver(() => Registration)
export class RegistrationMutation {
  @Directive('@authenticated')
  @Mutation(() => Registration, {
    nullable: true,
    description:
      'Registers a city or partner for an event: CONFIRMED while seats are free, else WAITING. For its officers. The same key again gives the first result.',
  })
  async registerForEvent(
    @Arg('input', () => RegisterForEventInput, { description: 'The event and who registers.' })
    input: RegisterForEventInput,
    @Ctx() context: EventsContext,
  ) {
    const who = oneOfIds(input, ['cityId', 'partnerId']);
    await knownEvent(context, input.eventId);
    const caller = authorize(context.caller, officerOf(who));
    await checkForeignKeys(context, caller, 'registerForEvent', input, [
      ['City', 'input.cityId', who.cityId],
      ['Partner', 'input.partnerId', who.partnerId],
    ]);
    return registrationOf(
      await writeInBatch(
        context,
        { type: 'Event', id: input.eventId },
        { caller, action: 'registerForEvent', input },
        processRegistrations,
      ),
    );
  }

  @Directive('@authenticated')
  @Mutation(() => Registration, {
    nullable: true,
    description:
      'Withdraws the registration of a city or partner; its seat goes to the first of the waiting list at once. For its officers and the host of the event.',
  })
  async withdrawFromEvent(
    @Arg('input', () => WithdrawFromEventInput, { description: 'The event and who withdraws.' })
    input: WithdrawFromEventInput,
    @Ctx() context: EventsContext,
  ) {
    const who = oneOfIds(input, ['cityId', 'partnerId']);
    const caller = authorize(context.caller, officerOf(who), ...hostGrants(await knownEvent(context, input.eventId)));
    return registrationOf(
      await writeInBatch(
        context,
        { type: 'Event', id: input.eventId },
        { caller, action: 'withdrawFromEvent', input },
        processRegistrations,
      ),
    );
  }
}

function officerOf({ cityId, partnerId }: StoredParticipant): [Role, string] {
  return cityId === null ? ['partner-officer', partnerId as string] : ['city-officer', cityId];
}
