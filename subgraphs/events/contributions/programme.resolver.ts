import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { RelatedEventsArgs } from '../event/event.args.js';
import { EventConnection } from '../event/event.type.js';
import type { EventsContext } from '../loaders.js';
import { Programme } from '../references.js';
import { eventsAt } from '../event/related-events.js';

/** What the events add to a programme. */
@Resolver(() => Programme)
export class ProgrammeResolver {
  @FieldResolver(() => EventConnection, { nullable: true, description: 'The events that belong to it.' })
  events(
    @Root() programme: Programme,
    @Args(() => RelatedEventsArgs) args: RelatedEventsArgs,
    @Ctx() context: EventsContext,
  ) {
    return eventsAt('programmeId', programme.id, args, context);
  }
}
