import { Field, ObjectType } from 'type-graphql';
import { LocalizedText } from '../facts/localized-text.type.js';
import { NamedRecord } from '../facts/named-record.type.js';
import { ListSize } from '../runtime/cost-directives.js';

/** A record with other names and a description. */
@ObjectType('DescribedRecord', { simpleResolvers: true })
export abstract class DescribedRecord extends NamedRecord {
  @ListSize(6)
  @Field(() => [String], { description: 'Other names and spellings, in both scripts.' })
  aliases!: string[];

  @Field(() => LocalizedText, { description: 'What it is.' })
  description!: LocalizedText;
}
