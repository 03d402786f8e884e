import { Args, Ctx, Directive, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { TimelineKind } from '../facts/timeline-kind.js';
import { readTimeline } from '../runtime/timeline/read-timeline.js';
import { ENTRY_FIELDS } from '../runtime/timeline/timeline-entry.type.js';
import { readTimelineId, timelineIdOf } from '../runtime/timeline/timeline-query.js';
import type { CitiesContext } from './loaders.js';
import { mergedTimeline } from './merged-timeline.js';
import { TimelineArgs } from './timeline.args.js';
import { TimelineConnection } from './timeline-connection.type.js';
import { Timeline } from './timeline.entity.js';

@Resolver(() => Timeline)
export class TimelineResolver {
  @Query(() => Timeline, { nullable: true, description: 'What happened in the network, newest first: dated facts of cities, partners and events, and the changes of their records.' })
  timeline(@Args(() => TimelineArgs) { from, to, city, kinds, first, after }: TimelineArgs): Pick<Timeline, 'id'> {
    return { id: timelineIdOf({ from: from ?? null, to: to ?? null, city: city ?? null, kinds: kinds ?? Object.values(TimelineKind), first, after: after ?? null }) };
  }

  @Directive(`@requires(fields: "partnerEntries { ${ENTRY_FIELDS} } eventEntries { ${ENTRY_FIELDS} } programmeNames { id name { th en } }")`)
  @FieldResolver(() => TimelineConnection, { nullable: true, description: 'The items, newest first; of one date, changes of records before what is known of the day, the month, the year.' })
  async items(@Root() timeline: Timeline, @Ctx() { database, loaders }: CitiesContext): Promise<TimelineConnection> {
    const query = readTimelineId(timeline.id);
    return mergedTimeline(query, { ...timeline, cityEntries: await readTimeline(database, query) }, loaders);
  }
}
