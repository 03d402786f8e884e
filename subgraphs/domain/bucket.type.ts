import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../runtime/schema/date-time.js';
import { LocalizedText } from './texts/localized-text.type.js';

@Directive('@shareable')
@ObjectType('Bucket', {
  description:
    'One bar of a chart: how many fall into a group, a span of time, or both. Groups and spans without any are there too, with 0.',
  simpleResolvers: true,
})
export class Bucket {
  @Field(() => ID, {
    nullable: true,
    description: 'The group: a value of the enum, or an id; null for what has none, and when nothing was grouped.',
  })
  key!: string | null;

  /** One that others name is looked up when a client reads it. */
  @Field(() => LocalizedText, {
    description:
      'The group for people, in both languages, never a bare id. The name of what another subgraph keeps comes from there; while that cannot be asked, its kind and id stand for it.',
  })
  label!: LocalizedText | (() => Promise<LocalizedText>);

  @Field(() => DateTime, {
    nullable: true,
    description: 'The first moment of the span of time; null when time was not divided.',
  })
  time!: Date | null;

  @Field(() => Int, { description: 'How many.' })
  count!: number;
}
