import { Field, ObjectType } from 'type-graphql';
import { PageInfo } from '../../runtime/lists/page.type.js';
import { TimelineItem } from './timeline-item.type.js';
import { Cost, ListSize } from '../../runtime/schema/cost-directives.js';

@Cost(0)
@ObjectType('TimelineEdge', { description: 'An item of the timeline and its place.', simpleResolvers: true })
export class TimelineEdge {
  @Field(() => String, { description: 'The place in the timeline, for `after`.' })
  cursor!: string;

  @Field(() => TimelineItem, { description: 'The item.' })
  node!: TimelineItem;
}

@Cost(0)
@ObjectType('TimelineConnection', { description: 'A page of the timeline.', simpleResolvers: true })
export class TimelineConnection {
  @Field(() => [TimelineEdge], { description: 'The items with their cursors.' })
  edges!: TimelineEdge[];

  @Field(() => [TimelineItem], { description: 'The items.' })
  nodes!: TimelineItem[];

  @Field(() => PageInfo, { description: 'Whether there are rows before and after this page, and its cursors.' })
  pageInfo!: PageInfo;

  @ListSize(2)
  @Field(() => [String], {
    description:
      'The services (subgraphs) whose items are missing from this page, by name, because they could not be read or were left out on purpose. Empty when the page is complete.',
  })
  missing!: string[];
}
