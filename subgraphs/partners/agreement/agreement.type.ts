import { Directive, Field, Float, Int, ObjectType } from 'type-graphql';
import { Fact } from '../../domain/sources/fact.type.js';
import { NamedRecord } from '../../domain/named-record.type.js';
import { PartialDateType } from '../../domain/dates/partial-date.type.js';
import { connectionType } from '../../runtime/lists/page.type.js';
import { AgreementKind, AgreementStatus, Barrier } from '../vocabulary/vocabulary.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';
import { LocalizedText } from '../../domain/texts/localized-text.type.js';

@ObjectType('FundingValue', {
  description: 'An amount of money that a source gives for an agreement.',
  simpleResolvers: true,
})
export class FundingValue extends Fact {
  @Field(() => Float, { description: 'The amount, in whole units of the currency.' })
  value!: number;

  @Field(() => String, { description: 'ISO 4217 code of the currency, three letters.' })
  currency!: string;

  @Field(() => PartialDateType, { nullable: true, description: 'The date of the figure, null when it is not known.' })
  asOf!: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'Facts with the same value here contradict each other: sources disagree, and all of them are kept. Null when nothing contradicts this fact.',
  })
  conflictGroup!: string | null;

  @Field(() => LocalizedText, { nullable: true, description: 'What the amount is for, or another remark.' })
  note!: LocalizedText | null;
}

@ObjectType('Funding', { description: 'What an agreement costs and who pays.', simpleResolvers: true })
export class Funding {
  @ListSize(4)
  @Field(() => [FundingValue], { description: 'Amounts, contradicting ones side by side.' })
  values!: FundingValue[];

  @Field(() => LocalizedText, { nullable: true, description: 'Who pays, in words.' })
  fundedBy!: LocalizedText | null;
}

/** That a party signed; the party and the source are in its resolver. */
@ObjectType('Signature', { description: 'The signature of one of the parties of an agreement.', simpleResolvers: true })
export class Signature {
  @Field(() => PartialDateType, { description: 'When it signed.' })
  on!: string;

  @Field(() => String, {
    description: 'The role of whoever said so, such as `city-officer:th-yala` for an officer of Yala.',
  })
  by!: string;
}

@Directive('@key(fields: "id")')
@ObjectType('Agreement', { description: 'An agreement between cities and partners.', simpleResolvers: true })
export class Agreement extends NamedRecord {
  @Field(() => AgreementKind, { description: 'What kind of agreement it is.' })
  kind!: AgreementKind;

  @Field(() => PartialDateType, { nullable: true, description: 'When it was made, or first spoken of.' })
  on!: string | null;

  @Field(() => PartialDateType, { nullable: true, description: 'The date from which the agreement holds.' })
  effectiveFrom!: string | null;

  @Field(() => PartialDateType, { nullable: true, description: 'The date until which the agreement holds.' })
  effectiveTo!: string | null;

  @Field(() => AgreementStatus, { description: 'The status of the agreement, such as SIGNED.' })
  status!: AgreementStatus;

  @Field(() => PartialDateType, { nullable: true, description: 'The day a source shows the status.' })
  statusOn!: string | null;

  @ListSize(3)
  @Field(() => [Barrier], { description: 'What holds the agreement up.' })
  barriers!: Barrier[];

  @Field(() => LocalizedText, { nullable: true, description: 'A remark in free words, null when there is none.' })
  note!: LocalizedText | null;

  @Field(() => Int, {
    description:
      'A number that every change of the record raises by one, from 1. A mutation that is given it as `expectedVersion` is refused with CONFLICT when somebody else has changed the record since.',
  })
  version!: number;
}

export const AgreementConnection = connectionType('Agreement', () => Agreement);
