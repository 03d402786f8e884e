import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { ListSize } from '../../runtime/schema/cost-directives.js';
import { OptionalRequirement } from '../gathering/gathers.js';

/** What a subgraph of others brings to the timeline. Its fields are plain, so that any language gives them. */
@Directive('@inaccessible')
@Directive('@shareable')
@OptionalRequirement()
@ObjectType('TimelinePart', {
  description:
    'A moment that any subgraph brings to the timeline: add to `Timeline` a field of this type, a list, with the name of your subgraph.',
})
export class TimelinePart {
  @Field(() => ID, { description: 'Unique among the moments of the subgraph, and stable.' })
  id!: string;

  @Field(() => String, { description: 'When it happened: 2020, 2020-01 or 2020-01-20.' })
  on!: string;

  @Field(() => String, { description: 'What happened, in a Thai sentence.' })
  th!: string;

  @Field(() => String, { description: 'What happened, in an English sentence.' })
  en!: string;

  @ListSize(16)
  @Field(() => [ID], { description: 'The cities that it concerns.' })
  cityIds!: string[];

  @Field(() => String, { description: 'The GraphQL type of the record that tells it, such as `Line`.' })
  recordType!: string;

  @Field(() => ID, { description: 'The key of that record.' })
  recordId!: string;
}
