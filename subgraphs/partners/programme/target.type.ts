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
  @Field(() => ID, { description: 'Readable and stable.' })
  id!: string;

  @Field(() => String, { description: 'What is to be counted, such as SMART_CITIES.' })
  metric!: string;

  @Field(() => Float, { description: 'The number to reach.' })
  value!: number;

  @Field(() => PartialDateType, { nullable: true, description: 'By when.' })
  byDate!: string | null;

  @Field(() => PartialDateType, { nullable: true, description: 'When it was said.' })
  statedOn!: string | null;

  @Field(() => String, { nullable: true, description: 'Facts of one conflict group contradict each other.' })
  conflictGroup!: string | null;

  @Field(() => LocalizedText, { nullable: true, description: 'A remark.' })
  note!: LocalizedText | null;
}
