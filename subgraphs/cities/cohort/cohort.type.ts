import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { Confidence } from '../../domain/sources/confidence.js';
import { LocalizedText } from '../../domain/texts/localized-text.type.js';
import { PartialDateType } from '../../domain/dates/partial-date.type.js';
import { Source } from '../../domain/sources/source.type.js';
import { connectionType } from '../../runtime/lists/page.type.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';

@ObjectType('StatedSize', {
  description: 'The size of a cohort as a source states it; the size on file is `members.totalCount`.',
  simpleResolvers: true,
})
export class StatedSize {
  @Field(() => Int, { description: 'Cities, as stated.' })
  value!: number;

  @Field(() => Source, { nullable: true, description: 'Who states it.' })
  source!: Source | null;
}

@Directive('@key(fields: "id")')
@ObjectType('Cohort', {
  description:
    'A group of cities that joined a programme together, such as the 27 Thai cities of January 2020 (THAI_2020).',
  simpleResolvers: true,
})
export class Cohort {
  @Field(() => ID, { description: 'The id: readable and never changed.' })
  id!: string;

  @Field(() => LocalizedText, { description: 'The name.' })
  name!: LocalizedText;

  @Field(() => PartialDateType, { nullable: true, description: 'When they joined.' })
  joinedOn!: string | null;

  @Field(() => LocalizedText, { nullable: true, description: 'A remark in free words, null when there is none.' })
  note!: LocalizedText | null;

  @ListSize(4)
  @Field(() => [Source], { description: 'Where the cohort was read.' })
  sources!: Source[];

  @Field(() => Confidence, { description: 'How well the cohort is supported.' })
  confidence!: Confidence;

  @Field(() => Int, {
    description:
      'A number that every change of the record raises by one. A mutation that is given it as `expectedVersion` is refused with CONFLICT when somebody else has changed the record since.',
  })
  version!: number;
}

export const CohortConnection = connectionType('Cohort', () => Cohort);
