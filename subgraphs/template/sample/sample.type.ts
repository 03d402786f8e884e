import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { PartialDateType } from '../../domain/dates/partial-date.type.js';
import { LocalizedText } from '../../domain/texts/localized-text.type.js';
import { connectionType } from '../../runtime/lists/page.type.js';

@Directive('@key(fields: "id")')
@ObjectType('Sample', { description: 'A sample of a city.', simpleResolvers: true })
export class Sample {
  @Field(() => ID, { description: 'The id: readable, never changed, and unique in the whole network.' })
  id!: string;

  @Field(() => Int, {
    description:
      'A number that every change of the record raises by one. A mutation that is given it as `expectedVersion` is refused with CONFLICT when somebody else has changed the record since.',
  })
  version!: number;

  @Field(() => LocalizedText, { description: 'The name.' })
  name!: LocalizedText;

  @Field(() => PartialDateType, { nullable: true, description: 'When it began.' })
  startedOn!: string | null;
}

export const SampleConnection = connectionType('Sample', () => Sample);
