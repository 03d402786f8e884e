import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { PartialDateType } from '../../domain/dates/partial-date.type.js';
import { LocalizedText } from '../../domain/texts/localized-text.type.js';
import { connectionType } from '../../runtime/lists/page.type.js';

@Directive('@key(fields: "id")')
@ObjectType('Sample', { description: 'A sample of a city.', simpleResolvers: true })
export class Sample {
  @Field(() => ID, { description: 'Readable and stable, unique in the whole network.' })
  id!: string;

  @Field(() => Int, { description: 'Raised by one with each change, for `expectedVersion`.' })
  version!: number;

  @Field(() => LocalizedText, { description: 'The name.' })
  name!: LocalizedText;

  @Field(() => PartialDateType, { nullable: true, description: 'When it began.' })
  startedOn!: string | null;
}

export const SampleConnection = connectionType('Sample', () => Sample);
