import { Args, ArgsType, Ctx, Directive, Field, FieldResolver, Resolver, Root } from 'type-graphql';
import { connectionType } from '../../runtime/lists/page.type.js';
import { pageOfList } from '../../runtime/lists/page.js';
import { PageArgs } from '../../runtime/lists/page-args.js';
import { ListLength } from '../../runtime/schema/cost-directives.js';
import { City, Cohort } from '../references.js';
import { StartWindow } from '../event/event.args.js';
import type { EventsContext } from '../loaders.js';

const CityWithoutEventConnection = connectionType('CityWithoutEvent', () => City);

@ArgsType()
class CitiesWithoutEventArgs extends PageArgs {
  @Field(() => StartWindow, {
    nullable: true,
    description: 'Only events that start within these days count; undated ones never do.',
  })
  within?: StartWindow | null;
}

/** What the events add to a cohort. */
@Resolver(() => Cohort)
export class CohortResolver {
  @Directive('@requires(fields: "memberCities { id }")')
  @ListLength(30)
  @FieldResolver(() => CityWithoutEventConnection, {
    nullable: true,
    description:
      'The cities of the cohort in which no event takes place and that take part in none, in the order of their ids; with `within`, none that starts within these days.',
  })
  async citiesWithoutEvent(
    @Root() cohort: Cohort,
    @Args(() => CitiesWithoutEventArgs) { within, ...page }: CitiesWithoutEventArgs,
    @Ctx() { loaders }: EventsContext,
  ) {
    const cities = cohort.memberCities ?? [];
    const have = await loaders.cityHasEvent(within ?? null).loadMany(cities.map(({ id }) => id));
    const lost = have.find((each) => each instanceof Error);
    if (lost) throw lost;
    return pageOfList(
      'Cohort.citiesWithoutEvent',
      cities
        .filter((_city, at) => have[at] === false)
        .map(({ id }) => ({ id }))
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
      page,
    );
  }
}
