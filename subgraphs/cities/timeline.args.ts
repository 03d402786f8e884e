import { ArgsType, Field, ID, Int } from 'type-graphql';
import { LocalDate } from '../facts/local-date.js';
import { TimelineKind } from '../facts/timeline-kind.js';

@ArgsType()
export class TimelineArgs {
  @Field(() => LocalDate, {
    nullable: true,
    description: 'The first day; an item whose date may lie in the window belongs to it.',
  })
  from?: string | null;

  @Field(() => LocalDate, { nullable: true, description: 'The last day.' })
  to?: string | null;

  @Field(() => ID, { nullable: true, description: 'Only what concerns this city.' })
  city?: string | null;

  @Field(() => [TimelineKind], { nullable: true, description: 'Only these kinds; all when absent.' })
  kinds?: TimelineKind[] | null;

  @Field(() => Int, { defaultValue: 20, description: 'Items, 1 to 100.' })
  first!: number;

  @Field(() => String, { nullable: true, description: 'Only items after this cursor.' })
  after?: string | null;
}
