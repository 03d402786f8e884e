import { ArgsType, Field, ID, InputType, Int } from 'type-graphql';
import { Dimension } from '../../domain/vocabulary/dimension.js';
import { nameOrders } from '../../runtime/lists/name-orders.js';
import { defineOrders } from '../../runtime/lists/orders.js';
import { StandingArgs } from '../facts/standing.args.js';
import { PageArgs } from '../../runtime/lists/page-args.js';
import { SolutionKind, Stage } from '../vocabulary/vocabulary.js';
import { anyOf, CombinableFilter, combineFilters, ListFilter } from '../../runtime/lists/filter.js';
import { FilterIds } from '../../runtime/lists/filter-ids.js';

export const solutionOrders = defineOrders('Solution', {
  ...nameOrders,
});

@CombinableFilter('solutions')
@InputType('SolutionFilter', {
  description: 'Which solutions. All conditions given must hold; of a list, one value must fit.',
})
export class SolutionFilter extends ListFilter {
  @Field(() => [SolutionKind], { nullable: true, description: 'Of these kinds.' })
  kind?: SolutionKind[] | null;

  @FilterIds({ collection: 'partners' })
  @Field(() => ID, { nullable: true, description: 'Owned by this partner.' })
  owner?: string | null;

  @FilterIds({ type: 'Challenge', at: 'addresses' })
  @Field(() => [ID], { nullable: true, description: 'That address one of these challenges, by code.' })
  addresses?: string[] | null;

  @Field(() => [Dimension], { nullable: true, description: 'That serve one of these dimensions.' })
  dimension?: Dimension[] | null;

  @Field(() => [Stage], {
    nullable: true,
    description: 'With a deployment at one of these stages; in the city of `deployedIn` when that is given.',
  })
  stage?: Stage[] | null;

  @FilterIds({ type: 'City', at: 'deployments.cityId' })
  @Field(() => ID, { nullable: true, description: 'With a deployment in this city.' })
  deployedIn?: string | null;
}

@ArgsType()
export class SolutionsArgs extends PageArgs {
  @Field(() => SolutionFilter, { nullable: true, description: 'Which solutions; without it, all of them.' })
  filter?: SolutionFilter | null;

  @Field(() => solutionOrders.type, {
    nullable: true,
    description: 'The order of the list; by id when it is not given.',
  })
  orderBy?: string | null;
}

@ArgsType()
export class DeploymentsArgs extends StandingArgs {
  @Field(() => [Stage], { nullable: true, description: 'Deployments at one of these stages only.' })
  stage?: Stage[] | null;
}

@ArgsType()
export class IntroductionTreeArgs {
  @Field(() => Int, { defaultValue: 5, description: 'How many steps from the beginning, 1 to 10.' })
  depth!: number;

  @Field(() => ID, {
    nullable: true,
    description: 'Only what spread from this city or partner, by its id; from those who had it first when absent.',
  })
  from?: string | null;
}

/**
 * The MongoDB filter of a client's choice of solutions.
 *
 * @throws BAD_USER_INPUT as {@link combineFilters} does
 */
export function solutionFilter(filter: SolutionFilter | null | undefined): object {
  return combineFilters(filter, conditionsOf);
}

function conditionsOf(
  { kind, owner, addresses, dimension, stage, deployedIn }: SolutionFilter,
  argument: string,
): object[] {
  const deployment = {
    ...(deployedIn != null && { cityId: deployedIn }),
    ...(stage != null && { stage: anyOf(`${argument}.stage`, stage) }),
  };
  return [
    ...(kind == null ? [] : [{ kind: anyOf(`${argument}.kind`, kind) }]),
    ...(owner == null ? [] : [{ ownerPartnerId: owner }]),
    ...(addresses == null ? [] : [{ addresses: anyOf(`${argument}.addresses`, addresses) }]),
    ...(dimension == null ? [] : [{ dimensions: anyOf(`${argument}.dimension`, dimension) }]),
    ...(Object.keys(deployment).length === 0 ? [] : [{ deployments: { $elemMatch: deployment } }]),
  ];
}
