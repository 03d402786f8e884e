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
      'Which process of the city it belongs to: 1, and one more each time the city applied again after REVOKED.',
  })
  process!: number;

  @Field(() => Int, { description: 'Raised by one with each change, for `expectedVersion`.' })
  version!: number;

  @Field(() => Standing, {
    description: 'WITHDRAWN for a plan that was never filed: it is readable by its id and stands in no list.',
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
