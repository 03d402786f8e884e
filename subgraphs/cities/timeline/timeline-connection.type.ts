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

  @Field(() => PageInfo, { description: 'Where the page stands.' })
  pageInfo!: PageInfo;

  @ListSize(2)
  @Field(() => [String], {
    description: 'Subgraphs whose items are missing from this page: they could not read them, or were left out.',
  })
  missing!: string[];
}
