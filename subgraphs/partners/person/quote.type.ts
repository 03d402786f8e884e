import { Field, ObjectType } from 'type-graphql';
import { LocalizedText } from '../../domain/texts/localized-text.type.js';
import { PartialDateType } from '../../domain/dates/partial-date.type.js';
import { Source } from '../../domain/sources/source.type.js';

@ObjectType('Quote', {
  description: 'What a person said, summed up in the words of this graph.',
  simpleResolvers: true,
})
export class Quote {
  @Field(() => LocalizedText, { description: 'What was said, in short.' })
  summary!: LocalizedText;

  @Field(() => PartialDateType, { nullable: true, description: 'When it was said.' })
  on!: string | null;

  @Field(() => Source, { nullable: true, description: 'Where it was read.' })
  source!: Source | null;
}
