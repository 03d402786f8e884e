import { Field, ID, ObjectType } from 'type-graphql';
import { Confidence } from './confidence.js';
import { LocalizedText } from './localized-text.type.js';
import { NameOrigin } from './name-origin.js';
import { Source } from './source.type.js';
import { ListSize } from '../runtime/cost-directives.js';

/** What every record of the network carries: an id, a name in two languages, its sources. */
@ObjectType('NamedRecord', { simpleResolvers: true })
export abstract class NamedRecord {
  @Field(() => ID, { description: 'Readable and stable, unique in the whole network.' })
  id!: string;

  @Field(() => LocalizedText, { description: 'The name.' })
  name!: LocalizedText;

  @Field(() => NameOrigin, { nullable: true, description: 'Where the Thai name comes from, null when there is none.' })
  nameThOrigin!: NameOrigin | null;

  @ListSize(16)
  @Field(() => [Source], { description: 'Where the record was read.' })
  sources!: Source[];

  @Field(() => Confidence, { description: 'How well the record as a whole is supported.' })
  confidence!: Confidence;
}
