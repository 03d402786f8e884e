import { Directive, Field, ID, Int, ObjectType } from 'type-graphql';
import { Dimension } from '../../domain/vocabulary/dimension.js';
import { Fact } from '../../domain/sources/fact.type.js';
import { LocalizedText } from '../../domain/texts/localized-text.type.js';
import { PartialDateType } from '../../domain/dates/partial-date.type.js';
import { Standing } from '../../domain/standing/standing.type.js';
import { Source } from '../../domain/sources/source.type.js';
import { connectionType } from '../../runtime/lists/page.type.js';
import { PlanKind } from '../vocabulary/vocabulary.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';

@Directive('@key(fields: "id")')
@ObjectType('CityPlan', {
  description:
    'A smart city plan. The English title is the one of the list of 2019, the Thai title that of the plan approved later.',
  simpleResolvers: true,
})
export class CityPlan extends Fact {
  @Field(() => ID, { description: 'Readable and stable, such as plan-th-yala.' })
  id!: string;

  @Field(() => Int, {
    description:
      'To which process of the city it belongs: 1 for the first, 2 when the city applied again after its status was revoked, and so on.',
  })
  process!: number;

  @Field(() => Int, {
    description:
      'A number that every change of the record raises by one. A mutation that is given it as `expectedVersion` is refused with CONFLICT when somebody else has changed the record since.',
  })
  version!: number;

  @Field(() => Standing, {
    description:
      'WITHDRAWN for a plan that was put on file by mistake: it can be read by its id and is in no list. CONFIRMED for all others.',
  })
  standing!: Standing;

  @Field(() => LocalizedText, { description: 'The title.' })
  title!: LocalizedText;

  @Field(() => PlanKind, { nullable: true, description: 'The kind of plan, null when unknown.' })
  kind!: PlanKind | null;

  @Field(() => PartialDateType, { nullable: true, description: 'When it was filed.' })
  submittedOn!: string | null;

  @ListSize(7)
  @Field(() => [Dimension], { description: 'The dimensions it covers. depa requires ENVIRONMENT.' })
  dimensions!: Dimension[];

  @Field(() => Source, { nullable: true, description: 'The source of the Thai title.' })
  titleThSource!: Source | null;
}

export const CityPlanConnection = connectionType('CityPlan', () => CityPlan);
