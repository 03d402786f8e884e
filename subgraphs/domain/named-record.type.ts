import { Field, ID, ObjectType } from 'type-graphql';
import { Confidence } from './sources/confidence.js';
import { LocalizedText } from './texts/localized-text.type.js';
import { NameOrigin } from './vocabulary/name-origin.js';
import { Source } from './sources/source.type.js';
import { ListSize } from '../runtime/schema/cost-directives.js';

/** What every record of the network carries: an id, a name in two languages, its sources. */
@ObjectType('NamedRecord', { simpleResolvers: true })
export abstract class NamedRecord {
  @Field(() => ID, { description: 'The id: readable, never changed, and unique in the whole network.' })
  id!: string;

  @Field(() => LocalizedText, { description: 'The name.' })
  name!: LocalizedText;

  @Field(() => NameOrigin, { nullable: true, description: 'Where the Thai name comes from, null when there is none.' })
  nameThOrigin!: NameOrigin | null;

  @ListSize(16)
  @Field(() => [Source], { description: 'The sources from which the facts of the record were taken.' })
  sources!: Source[];

  @Field(() => Confidence, { description: 'How well the sources support the record as a whole.' })
  confidence!: Confidence;
}

/** A record with other names and a description. */
@ObjectType('DescribedRecord', { simpleResolvers: true })
export abstract class DescribedRecord extends NamedRecord {
  @ListSize(6)
  @Field(() => [String], { description: 'Other names and spellings, in both scripts.' })
  aliases!: string[];

  @Field(() => LocalizedText, { description: 'What it is.' })
  description!: LocalizedText;
}
