import { Directive, Field, Float, ID, ObjectType } from 'type-graphql';
import { Fact } from '../../domain/sources/fact.type.js';
import { PartialDateType } from '../../domain/dates/partial-date.type.js';
import { LocalizedText } from '../../domain/texts/localized-text.type.js';

@Directive('@key(fields: "id")')
@ObjectType('Target', {
  description: 'A number that someone said a programme would reach, such as 100 smart cities.',
  simpleResolvers: true,
})
export class Target extends Fact {
  @Field(() => ID, { description: 'The id: readable and never changed.' })
  id!: string;

  @Field(() => String, {
    description: 'What the target counts, such as SMART_CITIES; labels are in `vocabulary`, enum Metric.',
  })
  metric!: string;

  @Field(() => Float, { description: 'The number to reach.' })
  value!: number;

  @Field(() => PartialDateType, { nullable: true, description: 'The date by which it was to be reached.' })
  byDate!: string | null;

  @Field(() => PartialDateType, { nullable: true, description: 'When it was said.' })
  statedOn!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Facts with the same value here contradict each other: sources disagree, and all of them are kept. Null when nothing contradicts this fact.',
  })
  conflictGroup!: string | null;

  @Field(() => LocalizedText, { nullable: true, description: 'A remark in free words, null when there is none.' })
  note!: LocalizedText | null;
}
