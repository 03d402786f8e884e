import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { City } from '../references.js';
import { RelatedEventsArgs } from '../event/event.args.js';
import { EventConnection } from '../event/event.type.js';
import type { EventsContext } from '../loaders.js';
import { eventsWith } from '../event/related-events.js';
import { CityUpcomingEventsArgs, UpcomingEventConnection } from '../upcoming/upcoming.type.js';

/** What the events add to a city. */
@Resolver(() => City)
export class CityResolver {
  @FieldResolver(() => EventConnection, {
    nullable: true,
    description: 'The events that are held in it or in which it takes part.',
  })
  events(@Root() city: City, @Args(() => RelatedEventsArgs) args: RelatedEventsArgs, @Ctx() context: EventsContext) {
    return eventsWith('city', city.id, args, context);
  }

  @FieldResolver(() => UpcomingEventConnection, {
    nullable: true,
    description:
      'The events that it may attend in the days to come. The events of the network are open to each of its cities, so that these are the same as the root field `upcomingEvents` gives; with `concerning`, only those in which it has a part.',
  })
  upcomingEvents(
    @Root() city: City,
    @Args(() => CityUpcomingEventsArgs) { concerning, ...args }: CityUpcomingEventsArgs,
    @Ctx() { loaders }: EventsContext,
  ) {
    return loaders.upcoming(args, concerning ? city.id : null);
  }
}
