import { Field, ObjectType } from 'type-graphql';
import { Fact } from '../../domain/sources/fact.type.js';
import { PartialDateType } from '../../domain/dates/partial-date.type.js';
import { connectionType } from '../../runtime/lists/page.type.js';
import { PartnerRoleKind } from '../vocabulary/vocabulary.js';
import { LocalizedText } from '../../domain/texts/localized-text.type.js';

@ObjectType('PartnerRole', { description: 'What a partner does in a programme, and when.', simpleResolvers: true })
export class PartnerRole extends Fact {
  @Field(() => PartnerRoleKind, { description: 'The role.' })
  role!: PartnerRoleKind;

  @Field(() => PartialDateType, {
    nullable: true,
    description: 'The date from which it holds, null when it is not known.',
  })
  since!: string | null;

  @Field(() => PartialDateType, {
    nullable: true,
    description: 'The date until which it holds, null while it lasts or when it is not known.',
  })
  until!: string | null;

  @Field(() => LocalizedText, { nullable: true, description: 'A remark in free words, null when there is none.' })
  note!: LocalizedText | null;
}

export const PartnerRoleConnection = connectionType('PartnerRole', () => PartnerRole);
