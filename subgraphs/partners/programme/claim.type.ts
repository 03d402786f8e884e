import { Field, ID, ObjectType } from 'type-graphql';
import { Fact } from '../../domain/sources/fact.type.js';
import { LocalizedText } from '../../domain/texts/localized-text.type.js';
import { PartialDateType } from '../../domain/dates/partial-date.type.js';
import { connectionType } from '../../runtime/lists/page.type.js';
import { PartnerKind } from '../vocabulary/vocabulary.js';

@ObjectType('Claim', { description: 'What someone says of a programme; not necessarily so.', simpleResolvers: true })
export class Claim extends Fact {
  @Field(() => ID, { description: 'Readable and stable.' })
  id!: string;

  @Field(() => LocalizedText, { description: 'What is claimed, in our words.' })
  text!: LocalizedText;

  @Field(() => PartialDateType, { nullable: true, description: 'When it was said.' })
  on!: string | null;

  @Field(() => PartnerKind, {
    nullable: true,
    description: 'The kind of partner of which `aboutPartner` is said to be the first; null for other claims.',
  })
  firstOfKind!: PartnerKind | null;

  @Field(() => LocalizedText, { nullable: true, description: 'A remark, such as what speaks against it.' })
  note!: LocalizedText | null;
}

export const ClaimConnection = connectionType('Claim', () => Claim);
