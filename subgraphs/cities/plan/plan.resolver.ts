import { Arg, Args, ArgsType, Ctx, Field, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import { Dimension } from '../../domain/vocabulary/dimension.js';
import { shownStanding, Standing } from '../../domain/standing/standing.type.js';
import { Source } from '../../domain/sources/source.type.js';
import { anyOf } from '../../runtime/lists/filter.js';
import type { Row } from '../../runtime/database/model.js';
import { defineOrders } from '../../runtime/lists/orders.js';
import { PageArgs } from '../../runtime/lists/page-args.js';
import { CityDimension } from '../city/city-facts.type.js';
import { City } from '../city/city.type.js';
import type { CitiesContext } from '../loaders.js';
import { ON_FILE } from './plan.loader.js';
import type { StoredPlan } from './plan.model.js';
import { CityPlan, CityPlanConnection } from './plan.type.js';

const planOrders = defineOrders('CityPlan', {
  SUBMITTED_ON: { path: 'submittedOn', description: 'By the day it was filed' },
});

@ArgsType()
class CityPlansArgs extends PageArgs {
  @Field(() => [Dimension], { nullable: true, description: 'Plans that cover one of these dimensions only.' })
  dimension?: Dimension[] | null;

  @Field(() => planOrders.type, { nullable: true, description: 'The order of the list; by id when it is not given.' })
  orderBy?: string | null;
}

/** The plan behind a dimension of a city. */
@Resolver(() => CityDimension)
export class CityDimensionResolver {
  @FieldResolver(() => CityPlan, { nullable: true })
  plan(@Root() { planId }: { planId?: string | null }, @Ctx() { loaders }: CitiesContext) {
    return planId == null ? null : loaders.plans.byId.load(planId);
  }
}

@Resolver(() => CityPlan)
export class CityPlanResolver {
  @Query(() => CityPlan, { nullable: true, description: 'One plan by its id, null when there is none.' })
  cityPlan(
    @Arg('id', () => ID, { description: 'Such as plan-th-yala.' }) id: string,
    @Ctx() { loaders }: CitiesContext,
  ) {
    return loaders.plans.byId.load(id);
  }

  @Query(() => CityPlanConnection, { nullable: true, description: 'Smart city plans.' })
  cityPlans(
    @Args(() => CityPlansArgs) { dimension, orderBy, ...page }: CityPlansArgs,
    @Ctx() { loaders }: CitiesContext,
  ) {
    return loaders.plans.page(
      { ...ON_FILE, ...(dimension != null && { dimensions: anyOf('dimension', dimension) }) },
      planOrders.of(orderBy),
      page,
    );
  }

  @FieldResolver(() => Int, {})
  process(@Root() { process }: Row<StoredPlan>) {
    return process ?? 1;
  }

  @FieldResolver(() => City, { nullable: true, description: 'The city whose plan it is.' })
  city(@Root() plan: Row<StoredPlan>, @Ctx() { loaders }: CitiesContext) {
    return loaders.cities.byId.load(plan.cityId);
  }

  @FieldResolver(() => Standing, {})
  standing(@Root() plan: Row<StoredPlan>) {
    return shownStanding(plan);
  }

  @FieldResolver(() => Source, { nullable: true, description: 'Where the plan was read.' })
  source(@Root() plan: Row<StoredPlan>) {
    return plan.sources.find((source) => source.id === plan.source) ?? null;
  }

  @FieldResolver(() => Source, { nullable: true, description: 'The source of the Thai title.' })
  titleThSource(@Root() plan: Row<StoredPlan>) {
    return plan.sources.find((source) => source.id === plan.titleThSource) ?? null;
  }
}
