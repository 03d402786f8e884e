import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { PartialDateType } from '../../domain/dates/partial-date.type.js';
import { connectionType } from '../../runtime/lists/page.type.js';
import { DescribedRecord } from '../../domain/named-record.type.js';
import { Barrier, PartnerKind } from '../vocabulary/vocabulary.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';
import { LocalizedText } from '../../domain/texts/localized-text.type.js';

@Directive('@key(fields: "id")')
@ObjectType('Partner', {
  description: 'An organisation that works with cities, or a unit of one.',
  simpleResolvers: true,
})
export class Partner extends DescribedRecord {
  @Field(() => PartnerKind, { description: 'What kind of organisation it is.' })
  kind!: PartnerKind;

  @Field(() => Boolean, { description: 'Whether it is a unit of another organisation.' })
  isUnit!: boolean;

  @Field(() => String, {
    nullable: true,
    description:
      'ISO 3166-1 code of its country, two letters; general knowledge, not from the sources. Null for bodies of several states.',
  })
  countryCode!: string | null;

  @Field(() => PartialDateType, { nullable: true, description: 'When it was founded.' })
  foundedOn!: string | null;

  @Field(() => PartialDateType, { nullable: true, description: 'When it was closed.' })
  closedOn!: string | null;

  @ListSize(4)
  @Field(() => [Barrier], { description: 'What it helps cities to overcome.' })
  barriersTackled!: Barrier[];

  @Field(() => LocalizedText, { nullable: true, description: 'A remark.' })
  note!: LocalizedText | null;

  @Field(() => Int, { description: 'Raised by every change, from 1: give it back as `expectedVersion`.' })
  version!: number;
}

export const PartnerConnection = connectionType('Partner', () => Partner);
