import { stubOf } from '../../runtime/foreign/stub.js';
import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { isShownAsClaim } from '../../domain/standing/standing.js';
import { shownStanding } from '../../domain/standing/standing.type.js';
import type { Row } from '../../runtime/database/model.js';
import { mapPage, pageOfList } from '../../runtime/lists/page.js';
import { PageArgs } from '../../runtime/lists/page-args.js';
import { EventsArgs, eventOrders, eventFilter } from './event.args.js';
import type { StoredEvent } from './event.model.js';
import { participationOf, sessionOf } from './event-parts.js';
import { Event, EventConnection, InvitedHost, Venue } from './event.type.js';
import type { EventsContext } from '../loaders.js';
import { Partner, Programme, Solution } from '../references.js';
import { ParticipationConnection } from './participation/participation.type.js';
import { EventSessionConnection } from './session/session.type.js';
import { UpcomingEventsArgs, UpcomingEventConnection } from '../upcoming/upcoming.type.js';
import { ParticipationRole } from '../vocabulary/vocabulary.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';

type EventRow = Row<StoredEvent>;

@ArgsType()
class ParticipationsArgs extends PageArgs {
  @Field(() => [ParticipationRole], { nullable: true, description: 'Only those in these roles.' })
  role?: ParticipationRole[] | null;
}

@Resolver(() => Event)
export class EventResolver {
  @Query(() => Event, { nullable: true, description: 'One event by its id, null when there is none.' })
  event(
    @Arg('id', () => ID, { description: 'Such as event-depa-mastercard-2020.' }) id: string,
    @Ctx() { loaders }: EventsContext,
  ) {
    return loaders.events.byId.load(id);
  }

  @Query(() => EventConnection, { nullable: true, description: 'Events of the network, past and to come.' })
  async events(@Args(() => EventsArgs) { filter, orderBy, ...page }: EventsArgs, @Ctx() context: EventsContext) {
    return context.loaders.events.page(await eventFilter(context, filter), eventOrders.of(orderBy), page);
  }

  @Query(() => UpcomingEventConnection, {
    nullable: true,
    description:
      'Events that a member city may attend in the days to come: those that start in the window, may start in it, or are announced without a date; cancelled and postponed ones are left out. Soonest first, undated ones last.',
  })
  upcomingEvents(@Args(() => UpcomingEventsArgs) args: UpcomingEventsArgs, @Ctx() { loaders }: EventsContext) {
    return loaders.upcoming(args);
  }

  @FieldResolver(() => Venue, { nullable: true, description: 'Where it takes place.' })
  venue(@Root() { venue }: EventRow) {
    return { city: stubOf(venue.cityId), text: venue.text };
  }

  @ListSize(4)
  @FieldResolver(() => [Partner], { nullable: 'itemsAndList', description: 'The partners that host it.' })
  hosts(@Root() event: EventRow) {
    return event.hosts.map((id) => ({ id }));
  }

  @ListSize(4)
  @FieldResolver(() => [InvitedHost], {
    description: 'The partners that were asked to host it and have not agreed; they may not change it.',
  })
  invitedHosts(@Root() { invitedHosts = [] }: EventRow) {
    return invitedHosts
      .filter(isShownAsClaim)
      .map((host) => ({ partner: stubOf(host.partnerId), standing: shownStanding(host) }));
  }

  @FieldResolver(() => ParticipationConnection, {
    nullable: true,
    description: 'Who takes part, in the order on file.',
  })
  participations(@Root() event: EventRow, @Args(() => ParticipationsArgs) { role, ...page }: ParticipationsArgs) {
    const wanted = event.participations.filter((participation) => role == null || role.includes(participation.role));
    return mapPage(pageOfList('Event.participations', wanted, page), (participation) =>
      participationOf(event, participation),
    );
  }

  @FieldResolver(() => EventSessionConnection, { nullable: true, description: 'The sessions, in the order on file.' })
  sessions(@Root() event: EventRow, @Args(() => PageArgs) page: PageArgs, @Ctx() { loaders }: EventsContext) {
    loaders.events.byId.prime(event.id, event); // Each session gives it back.
    return mapPage(pageOfList('Event.sessions', event.sessions, page), (session) => sessionOf(event.id, session));
  }

  @ListSize(6)
  @FieldResolver(() => [Solution], { nullable: 'itemsAndList', description: 'The solutions shown there.' })
  solutionsShown(@Root() event: EventRow) {
    return event.solutionsShown.map((id) => ({ id }));
  }

  @FieldResolver(() => Programme, { nullable: true, description: 'The programme it belongs to.' })
  programme(@Root() event: EventRow) {
    return stubOf(event.programmeId);
  }
}
