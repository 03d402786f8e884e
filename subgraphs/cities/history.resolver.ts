import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Row } from '../runtime/model.js';
import { PageArgs } from '../runtime/page-args.js';
import { ChangeConnection } from '../runtime/write/change.type.js';
import { readHistory } from '../runtime/write/history.js';
import type { StoredCity } from './city.model.js';
import { City } from './city.type.js';
import type { CitiesContext } from './loaders.js';
import type { StoredPlan } from './plan.model.js';
import { CityPlan } from './plan.type.js';

@Resolver(() => City)
export class CityHistoryResolver {
  @FieldResolver(() => ChangeConnection, { nullable: true, description: 'What was changed through the graph, by whom and why, the latest first.' })
  history(@Root() city: Row<StoredCity>, @Args(() => PageArgs) page: PageArgs, @Ctx() { database }: CitiesContext) {
    return readHistory(database, city.id, page);
  }
}

@Resolver(() => CityPlan)
export class CityPlanHistoryResolver {
  @FieldResolver(() => ChangeConnection, { nullable: true, description: 'What was changed through the graph, by whom and why, the latest first.' })
  history(@Root() plan: Row<StoredPlan>, @Args(() => PageArgs) page: PageArgs, @Ctx() { database }: CitiesContext) {
    return readHistory(database, plan.id, page);
  }
}
