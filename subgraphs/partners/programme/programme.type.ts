import { Directive, Field, Int, ObjectType } from 'type-graphql';
import { Dimension } from '../../domain/vocabulary/dimension.js';
import { LocalizedText } from '../../domain/texts/localized-text.type.js';
import { PartialDateType } from '../../domain/dates/partial-date.type.js';
import { connectionType } from '../../runtime/lists/page.type.js';
import { DescribedRecord } from '../../domain/named-record.type.js';
import { ElementRelation, ProgrammeKind } from '../vocabulary/vocabulary.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';

@ObjectType('ProgrammeElement', {
  description: 'A word that the article uses for an element of a smart city, and the official dimension nearest to it.',
  simpleResolvers: true,
})
export class ProgrammeElement {
  @Field(() => LocalizedText, { description: 'The word of the article.' })
  article!: LocalizedText;

  @Field(() => Dimension, { description: 'The official dimension.' })
  dimension!: Dimension;

  @Field(() => ElementRelation, { description: 'Whether the word means the dimension or is only related to it.' })
  relation!: ElementRelation;
}

@Directive('@key(fields: "id")')
@ObjectType('Programme', {
  description: 'A network, programme or policy that cities and partners belong to.',
  simpleResolvers: true,
})
export class Programme extends DescribedRecord {
  @Field(() => ProgrammeKind, { description: 'What kind of programme it is.' })
  kind!: ProgrammeKind;

  @Field(() => PartialDateType, { nullable: true, description: 'When it started.' })
  startedOn!: string | null;

  @Field(() => PartialDateType, { nullable: true, description: 'When it ended, null while it lasts.' })
  endedOn!: string | null;

  @ListSize(4)
  @Field(() => [LocalizedText], { description: 'What its members get.' })
  benefits!: LocalizedText[];

  @ListSize(7)
  @Field(() => [ProgrammeElement], {
    description:
      'The elements of a smart city as the press article of 20 January 2020 names them, each beside the official dimension.',
  })
  elements!: ProgrammeElement[];

  @Field(() => Int, {
    description:
      'A number that every change of the record raises by one, from 1. A mutation that is given it as `expectedVersion` is refused with CONFLICT when somebody else has changed the record since.',
  })
  version!: number;
}

export const ProgrammeConnection = connectionType('Programme', () => Programme);
