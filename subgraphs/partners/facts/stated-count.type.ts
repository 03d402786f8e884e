import { Field, Float, ObjectType } from 'type-graphql';
import { Fact } from '../../domain/sources/fact.type.js';
import { PartialDateType } from '../../domain/dates/partial-date.type.js';
import { LocalizedText } from '../../domain/texts/localized-text.type.js';

@ObjectType('StatedCount', {
  description: 'A count as a source states it; what is on file can be counted from the records.',
  simpleResolvers: true,
})
export class StatedCount extends Fact {
  @Field(() => String, {
    description: 'What was counted, such as MEMBERS or COMMUNITIES_LIVE; labels are in `vocabulary`, enum Metric.',
  })
  metric!: string;

  @Field(() => Float, { description: 'The count.' })
  value!: number;

  @Field(() => PartialDateType, { nullable: true, description: 'The date of the figure, null when it is not known.' })
  asOf!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Facts with the same value here contradict each other: sources disagree, and all of them are kept. Null when nothing contradicts this fact.',
  })
  conflictGroup!: string | null;

  @Field(() => LocalizedText, { nullable: true, description: 'A remark in free words, null when there is none.' })
  note!: LocalizedText | null;
}
