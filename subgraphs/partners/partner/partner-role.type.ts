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

  @Field(() => PartialDateType, { nullable: true, description: 'Since when.' })
  since!: string | null;

  @Field(() => PartialDateType, { nullable: true, description: 'Until when, null while it lasts or when unknown.' })
  until!: string | null;

  @Field(() => LocalizedText, { nullable: true, description: 'A remark.' })
  note!: LocalizedText | null;
}

export const PartnerRoleConnection = connectionType('PartnerRole', () => PartnerRole);
