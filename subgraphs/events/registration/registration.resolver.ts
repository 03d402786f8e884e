import { Args, ArgsType, Ctx, Directive, Field, FieldResolver, Resolver, Root } from 'type-graphql';
import { authorize } from '../../runtime/write/authorize.js';
import type { Row } from '../../runtime/database/model.js';
import { byId, type Order } from '../../runtime/lists/order.js';
import { mapPage } from '../../runtime/lists/page.js';
import { PageArgs } from '../../runtime/lists/page-args.js';
import { City, Partner } from '../references.js';
import { hostGrants } from '../event/event-host.js';
import type { StoredEvent } from '../event/event.model.js';
import { Event } from '../event/event.type.js';
import type { EventsContext } from '../loaders.js';
import { registrationOf } from './registration.model.js';
import { RegistrationStatus } from './registration-status.js';
import { EventSeats, Registration, RegistrationConnection } from './registration.type.js';
import { freeSeats, NO_SEATS_TAKEN } from './seats.js';

@ArgsType()
class RegistrationsArgs extends PageArgs {
  @Field(() => RegistrationStatus, { nullable: true, description: 'Only those with this status.' })
  status?: RegistrationStatus | null;
}

const byPlace: Order = { key: 'PLACE', path: 'place', direction: 1, isNumber: true, isAlwaysKnown: true };

@Resolver(() => Registration)
export class RegistrationResolver {
  @FieldResolver(() => Event, { nullable: true, description: 'The event.' })
  event(@Root() { eventId }: { eventId: string }, @Ctx() { loaders }: EventsContext) {
    return loaders.events.byId.load(eventId);
  }
}

@Resolver(() => Event)
export class EventRegistrationsResolver {
  @FieldResolver(() => EventSeats, {
    description: 'How many seats there are, and how many are taken; everyone may read it.',
  })
  seats(@Root() { capacity, seats = NO_SEATS_TAKEN }: Row<StoredEvent>) {
    return { capacity, confirmed: seats.confirmed, waiting: seats.waiting, free: freeSeats(capacity, seats) };
  }

  @Directive('@authenticated')
  @FieldResolver(() => RegistrationConnection, {
    nullable: true,
    description:
      'Who is registered, by place. For the host, the officers of the partners that host it, and network-admins; others see `seats`.',
  })
  async registrations(
    @Root() event: Row<StoredEvent>,
    @Args(() => RegistrationsArgs) args: RegistrationsArgs,
    @Ctx() { caller, loaders }: EventsContext,
  ) {
    authorize(caller, ...hostGrants(event));
    return registrationsOf(loaders, { eventId: event.id }, byPlace, args);
  }
}

@Resolver(() => City)
export class CityRegistrationsResolver {
  @Directive('@authenticated')
  @FieldResolver(() => RegistrationConnection, {
    nullable: true,
    description: 'The events it is registered for. For its officers and network-admins.',
  })
  async registrations(
    @Root() city: City,
    @Args(() => RegistrationsArgs) args: RegistrationsArgs,
    @Ctx() { caller, loaders }: EventsContext,
  ) {
    authorize(caller, ['city-officer', city.id]);
    return registrationsOf(loaders, { cityId: city.id }, byId, args);
  }
}

@Resolver(() => Partner)
export class PartnerRegistrationsResolver {
  @Directive('@authenticated')
  @FieldResolver(() => RegistrationConnection, {
    nullable: true,
    description: 'The events it is registered for. For its officers and network-admins.',
  })
  async registrations(
    @Root() partner: Partner,
    @Args(() => RegistrationsArgs) args: RegistrationsArgs,
    @Ctx() { caller, loaders }: EventsContext,
  ) {
    authorize(caller, ['partner-officer', partner.id]);
    return registrationsOf(loaders, { partnerId: partner.id }, byId, args);
  }
}

async function registrationsOf(
  loaders: EventsContext['loaders'],
  of: object,
  order: Order,
  { status, ...page }: RegistrationsArgs,
) {
  return mapPage(
    await loaders.registrations.page({ ...of, ...(status != null && { status }) }, order, page),
    registrationOf,
  );
}
