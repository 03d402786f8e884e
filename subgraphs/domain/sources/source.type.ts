import { Directive, Field, ID, ObjectType } from 'type-graphql';
import { PartialDateType } from '../dates/partial-date.type.js';

/** Where a fact was read. */
@Directive('@shareable')
@ObjectType('Source', {
  description: 'Where a fact was read. A title in square brackets is our description of the page.',
  simpleResolvers: true,
})
export class Source {
  @Field(() => ID, { description: 'The id: readable; wherever it stands, it is the same source.' })
  id!: string;

  @Field(() => String, { description: 'The title as printed.' })
  title!: string;

  @Field(() => String, { nullable: true, description: 'Who published it.' })
  publisher!: string | null;

  @Field(() => PartialDateType, { nullable: true, description: 'When it was published.' })
  publishedOn!: string | null;

  @Field(() => String, { nullable: true, description: 'Its address, when one is known.' })
  url!: string | null;

  @Field(() => String, { nullable: true, description: 'The language it is written in, as an ISO 639 code.' })
  lang!: string | null;
}
