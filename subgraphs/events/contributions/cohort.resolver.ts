import { Args, ArgsType, Ctx, Directive, Field, FieldResolver, Resolver, Root } from 'type-graphql';
import { connectionType } from '../../runtime/lists/page.type.js';
import { pageOfList } from '../../runtime/lists/page.js';
import { PageArgs } from '../../runtime/lists/page-args.js';
import { ListLength } from '../../runtime/schema/cost-directives.js';
import { City, CitySelection, Cohort } from '../references.js';
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

const OF_SELECTION = '@requires(fields: "memberCities { id }")';

/** What the events add to a cohort. */
@Resolver(() => Cohort)
export class CohortResolver {
  @Directive(OF_SELECTION)
  @ListLength(30)
  @FieldResolver(() => CityWithoutEventConnection, {
    nullable: true,
    description:
      'The cities of the cohort in which no event takes place and that take part in none, in the order of their ids; with `within`, none that starts within these days.',
  })
  citiesWithoutEvent(
    @Root() { memberCities }: Cohort,
    @Args(() => CitiesWithoutEventArgs) args: CitiesWithoutEventArgs,
    @Ctx() { loaders }: EventsContext,
  ) {
    return citiesWithoutEvent('Cohort.citiesWithoutEvent', memberCities, args, loaders);
  }
}

/** What the events add to cities that a filter chooses. */
@Resolver(() => CitySelection)
export class CitySelectionResolver {
  @Directive(OF_SELECTION)
  @FieldResolver(() => CityWithoutEventConnection, {
    nullable: true,
    description:
      'Those of them in which no event is held and that take part in none, by id; with `within`, none that starts within these days.\n\nเมืองที่ไม่มีกิจกรรม หรือไม่มีกิจกรรมที่เริ่มในช่วงวันที่ของ `within`',
  })
  citiesWithoutEvent(
    @Root() { memberCities }: CitySelection,
    @Args(() => CitiesWithoutEventArgs) args: CitiesWithoutEventArgs,
    @Ctx() { loaders }: EventsContext,
  ) {
    return citiesWithoutEvent('CitySelection.citiesWithoutEvent', memberCities, args, loaders);
  }
}

async function citiesWithoutEvent(
  list: string,
  memberCities: City[] | null | undefined,
  { within, ...page }: CitiesWithoutEventArgs,
  loaders: EventsContext['loaders'],
) {
  const cities = memberCities ?? [];
  const have = await loaders.cityHasEvent(within ?? null).loadMany(cities.map(({ id }) => id));
  const lost = have.find((each) => each instanceof Error);
  if (lost) throw lost;
  return pageOfList(
    list,
    cities
      .filter((_city, at) => have[at] === false)
      .map(({ id }) => ({ id }))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
    page,
  );
}
