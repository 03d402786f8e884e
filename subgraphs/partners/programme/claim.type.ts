import { Field, ID, ObjectType } from 'type-graphql';
import { Fact } from '../../domain/sources/fact.type.js';
import { LocalizedText } from '../../domain/texts/localized-text.type.js';
import { PartialDateType } from '../../domain/dates/partial-date.type.js';
import { connectionType } from '../../runtime/lists/page.type.js';
import { PartnerKind } from '../vocabulary/vocabulary.js';

@ObjectType('Claim', {
  description:
    'What a person, an organisation or a source says of a programme, such as that a partner was the first of its kind. It is kept because it was said, and is not necessarily so.',
  simpleResolvers: true,
})
export class Claim extends Fact {
  @Field(() => ID, { description: 'The id: readable and never changed.' })
  id!: string;

  @Field(() => LocalizedText, { description: 'What is said, in the words of this graph.' })
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
