import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import { RelatedEventsArgs } from '../event/event.args.js';
import { EventConnection } from '../event/event.type.js';
import type { EventsContext } from '../loaders.js';
import { eventsAt } from '../event/related-events.js';
import { Solution } from '../references.js';

/** What the events add to a solution. */
@Resolver(() => Solution)
export class SolutionResolver {
  @FieldResolver(() => EventConnection, { nullable: true, description: 'The events at which it was shown.' })
  shownAt(
    @Root() solution: Solution,
    @Args(() => RelatedEventsArgs) args: RelatedEventsArgs,
    @Ctx() context: EventsContext,
  ) {
    return eventsAt('solutionsShown', solution.id, args, context);
  }
}
