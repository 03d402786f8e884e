import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { RelatedEventsArgs } from '../event/event.args.js';
import { EventConnection } from '../event/event.type.js';
import type { EventsContext } from '../loaders.js';
import { Partner } from '../references.js';
import { eventsAt, eventsWith } from '../event/related-events.js';

/** What the events add to a partner. */
@Resolver(() => Partner)
export class PartnerResolver {
  @FieldResolver(() => EventConnection, { nullable: true, description: 'The events it hosts.' })
  hostedEvents(
    @Root() partner: Partner,
    @Args(() => RelatedEventsArgs) args: RelatedEventsArgs,
    @Ctx() context: EventsContext,
  ) {
    return eventsAt('hosts', partner.id, args, context);
  }

  @FieldResolver(() => EventConnection, { nullable: true, description: 'The events it hosts or takes part in.' })
  events(
    @Root() partner: Partner,
    @Args(() => RelatedEventsArgs) args: RelatedEventsArgs,
    @Ctx() context: EventsContext,
  ) {
    return eventsWith('partner', partner.id, args, context);
  }
}
