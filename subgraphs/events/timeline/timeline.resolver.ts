import { Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { readTimeline } from '../../domain/timeline/read-timeline.js';
import { TimelineEntry } from '../../domain/timeline/timeline-entry.type.js';
import { readTimelineId } from '../../domain/timeline/timeline-query.js';
import type { EventsContext } from '../loaders.js';
import { Timeline } from '../references.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';

/** Who registers or is enrolled is for hosts and officers only. */
const OPEN = ['Event', 'Invitation'];

/** What the events add to the timeline; clients never see it. */
@Resolver(() => Timeline)
export class TimelineResolver {
  @Directive('@inaccessible')
  @ListSize(100)
  @FieldResolver(() => [TimelineEntry], {
    nullable: true,
    description: 'The moments of events, newest first: a page and one more.',
  })
  eventEntries(@Root() { id }: Timeline, @Ctx() context: EventsContext): Promise<TimelineEntry[]> {
    return readTimeline(context, readTimelineId(id), OPEN);
  }
}
