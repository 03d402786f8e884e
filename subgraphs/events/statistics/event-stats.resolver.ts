import { Args, Ctx, Query, Resolver } from 'type-graphql';
import { Bucket } from '../../domain/bucket.type.js';
import { eventStats } from './event-stats.js';
import type { EventsContext } from '../loaders.js';
import { EventStatsArgs } from './event-stats.args.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';

@Resolver(() => Bucket)
export class StatsResolver {
  @ListSize(40)
  @Query(() => [Bucket], {
    nullable: true,
    description:
      'How many events, by group, by time, or both; at most 1,000 bars. An event counts at the first moment, in the time zone, of the first day on which it may start: one of "2020" in January 2020. Undated events have `time` null, and are left out when `from` or `to` is given. An event with several hosts, languages or challenges counts in each. Every kind, format, status and challenge is there, also with 0; of programmes, hosts, cities and languages those that any of the events has.',
  })
  eventStats(@Args(() => EventStatsArgs) args: EventStatsArgs, @Ctx() context: EventsContext) {
    return eventStats(context, args);
  }
}
