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
  @Field(() => [Barrier], { description: 'The barriers that it helps cities to overcome, such as FUNDING.' })
  barriersTackled!: Barrier[];

  @Field(() => LocalizedText, { nullable: true, description: 'A remark in free words, null when there is none.' })
  note!: LocalizedText | null;

  @Field(() => Int, {
    description:
      'A number that every change of the record raises by one, from 1. A mutation that is given it as `expectedVersion` is refused with CONFLICT when somebody else has changed the record since.',
  })
  version!: number;
}

export const PartnerConnection = connectionType('Partner', () => Partner);
