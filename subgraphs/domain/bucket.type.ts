import { Directive, Field, Float, ID, Int, ObjectType } from 'type-graphql';
import { DateTime } from '../runtime/schema/date-time.js';
import { LocalizedText } from './texts/localized-text.type.js';
import type { LookedUpText } from './texts/looked-up-text.js';

@Directive('@shareable')
@ObjectType('Bucket', {
  description:
    'One bar of a chart: how many records fall into a group, a span of time, or both. Groups and spans into which nothing falls are bars with count 0.',
  simpleResolvers: true,
})
export class Bucket {
  @Field(() => ID, {
    description:
      'The group: a value of the enum, a code, or an id; when nothing is grouped the span of time ("2020", "2020-Q1", "2020-01", of a week its Monday), or `ALL`. `NONE` is what has no value or no date, `REST` what is beyond `first`.',
  })
  key!: string;

  @Field(() => LocalizedText, {
    description:
      'The bar for people, in both languages: the name of the group, or the span of time ("2020", "2563"). Names that another subgraph keeps come from there; while that does not respond, kind and id stand for them, and `extensions.missing` says so.',
  })
  label!: LookedUpText;

  @Field(() => ID, { nullable: true, description: 'The group of `thenBy`, like `key`; null without `thenBy`.' })
  thenKey!: string | null;

  @Field(() => LocalizedText, {
    nullable: true,
    description: 'The group of `thenBy` for people; null without `thenBy`.',
  })
  thenLabel!: LookedUpText | null;

  @Field(() => DateTime, {
    nullable: true,
    description:
      'The first moment of the span of time, in the time zone of the chart; null when time is not divided, of undated records, and of `REST`.',
  })
  time!: Date | null;

  @Field(() => LocalizedText, {
    nullable: true,
    description:
      'The span of time for people: "Q1 2020", "ไตรมาส 1 2563" by the Buddhist year; null when time is not divided, and of `REST`.',
  })
  timeLabel!: LocalizedText | null;

  @Field(() => Int, { description: 'How many.' })
  count!: number;

  @Field(() => Float, {
    nullable: true,
    description: 'The `measure`: a sum, an average, or the same as `count`. Null for the average of none.',
  })
  value!: number | null;
}
