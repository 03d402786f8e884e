import { ArgsType, Field, ID, InputType, Int } from 'type-graphql';
import { citiesOfFilter, type Area, type CitiesOf } from '../../domain/areas/cities-in-area.js';
import { checkCountry } from '../../domain/checks/check-country.js';
import { Dimension } from '../../domain/vocabulary/dimension.js';
import { Region } from '../../domain/vocabulary/region.js';
import { nameOrders } from '../../runtime/lists/name-orders.js';
import { defineOrders } from '../../runtime/lists/orders.js';
import { StandingArgs } from '../facts/standing.args.js';
import { PageArgs } from '../../runtime/lists/page-args.js';
import { SolutionKind, Stage } from '../vocabulary/vocabulary.js';
import { anyOf, CombinableFilter, combineFilters, ListFilter } from '../../runtime/lists/filter.js';
import { ArgumentId, FilterIds } from '../../runtime/lists/filter-ids.js';
import type { SubgraphContext } from '../../runtime/subgraph.js';

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
    description:
      'With a deployment at one of these stages; in the city of `deployedIn`, `deployedInCountry` and `deployedInRegion` when these are given.',
  })
  stage?: Stage[] | null;

  @FilterIds({ type: 'City', at: 'deployments.cityId' })
  @Field(() => ID, { nullable: true, description: 'With a deployment in this city.' })
  deployedIn?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      'With a deployment in a city of this country, ISO 3166-1 code of two capital letters such as TH; with `deployedInRegion` the same city must lie in both.',
  })
  deployedInCountry?: string | null;

  @Field(() => [Region], { nullable: true, description: 'With a deployment in a city of one of these regions.' })
  deployedInRegion?: Region[] | null;
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
export class SolutionDeploymentsArgs extends DeploymentsArgs implements Area {
  @Field(() => String, {
    nullable: true,
    description: 'Deployments in cities of this country only, ISO 3166-1 code of two capital letters such as TH.',
  })
  countryCode?: string | null;

  @Field(() => [Region], { nullable: true, description: 'Deployments in cities of one of these regions only.' })
  region?: Region[] | null;
}

@ArgsType()
export class IntroductionTreeArgs {
  @Field(() => Int, { defaultValue: 5, description: 'How many steps from the beginning, 1 to 10.' })
  depth!: number;

  @ArgumentId('solutions', { collection: 'partners' }, { type: 'City', at: 'introductions.from.cityId' })
  @Field(() => ID, {
    nullable: true,
    description: 'Only what spread from this city or partner, by its id; from those who had it first when absent.',
  })
  from?: string | null;
}

/**
 * The cities in the country and regions of which a client's choice of solutions speaks.
 *
 * @throws what {@link citiesOfFilter} throws, and BAD_USER_INPUT for a code that no country has
 */
export function citiesOfSolutions(
  context: Pick<SubgraphContext, 'loaders' | 'owners'>,
  filter: SolutionFilter | null | undefined,
): Promise<CitiesOf<SolutionFilter>> {
  return citiesOfFilter(context, filter, ({ deployedInCountry, deployedInRegion }, argument) => ({
    countryCode: checkCountry(`${argument}.deployedInCountry`, deployedInCountry),
    region: deployedInRegion,
  }));
}

/**
 * The MongoDB filter of a client's choice of solutions.
 *
 * @param citiesOf as {@link citiesOfSolutions} gives it
 * @throws BAD_USER_INPUT as {@link combineFilters} does
 */
export function solutionFilter(filter: SolutionFilter | null | undefined, citiesOf: CitiesOf<SolutionFilter>): object {
  return combineFilters(filter, (each, argument) => conditionsOf(each, argument, citiesOf));
}

function conditionsOf(filter: SolutionFilter, argument: string, citiesOf: CitiesOf<SolutionFilter>): object[] {
  const { kind, owner, addresses, dimension, stage, deployedIn } = filter;
  const cities = citiesOf(filter);
  const deployment = {
    ...((deployedIn != null || cities !== null) && {
      cityId: { ...(deployedIn != null && { $eq: deployedIn }), ...(cities !== null && { $in: cities }) },
    }),
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
