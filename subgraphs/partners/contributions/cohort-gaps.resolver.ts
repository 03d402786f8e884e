import { Field, ObjectType, ArgsType, Args, Ctx, Directive, FieldResolver, Resolver, Root } from 'type-graphql';
import { connectionType } from '../../runtime/lists/page.type.js';
import { City, CitySelection, Cohort } from '../references.js';
import { PageArgs } from '../../runtime/lists/page-args.js';
import { Dimension } from '../../domain/vocabulary/dimension.js';
import { pageOfList } from '../../runtime/lists/page.js';
import { linksOfCity } from '../partner/links/links-of-city.js';
import type { PartnersContext } from '../loaders.js';
import { ListLength, ListSize } from '../../runtime/schema/cost-directives.js';

@ObjectType('UnservedCity', {
  description: 'A city of a cohort without a partner, or without an officer.',
  simpleResolvers: true,
})
export class UnservedCity {
  @Field(() => City, { description: 'The city.' })
  city!: City;
}

export const UnservedCityConnection = connectionType('UnservedCity', () => UnservedCity);

@ArgsType()
export class CitiesWithoutPartnerArgs extends PageArgs {
  @Field(() => Boolean, {
    defaultValue: true,
    description:
      'True: cities without direct work, by agreement, deployment or introduction. False: only those that no owner of a programme and no sponsor of a cohort works with either.',
  })
  direct!: boolean;
}

const WITH_KEYS = '@requires(fields: "memberCities { id membershipKeys { programmeId cohortId sponsorPartnerId } }")';

/** What cities of a cohort lack. */
@Resolver(() => Cohort)
export class CohortGapsResolver {
  @Directive(WITH_KEYS)
  @ListLength(30)
  @FieldResolver(() => UnservedCityConnection, {
    nullable: true,
    description: 'The cities of the cohort that no partner works with, in the order of their ids.',
  })
  citiesWithoutPartner(
    @Root() cohort: Cohort,
    @Args(() => CitiesWithoutPartnerArgs) args: CitiesWithoutPartnerArgs,
    @Ctx() { loaders }: PartnersContext,
  ) {
    return citiesWithoutPartner('Cohort', cohort, args, loaders);
  }

  @Directive(WITH_KEYS)
  @ListLength(30)
  @FieldResolver(() => UnservedCityConnection, {
    nullable: true,
    description:
      'The cities of the cohort that have no Chief Smart City Officer in office: none was ever put on file, or everyone who held the office has left it. In the order of their ids.\n\nเมืองในรุ่นนี้ที่ไม่มีผู้บริหารเมืองอัจฉริยะ (CSCO) ดำรงตำแหน่งอยู่ เรียงตามรหัส',
  })
  citiesWithoutOfficer(
    @Root() cohort: Cohort,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: PartnersContext,
  ) {
    return citiesWithoutOfficer('Cohort', cohort, page, loaders);
  }
}

/** What cities that a filter chooses lack. */
@Resolver(() => CitySelection)
export class CitySelectionGapsResolver {
  @Directive(WITH_KEYS)
  @FieldResolver(() => UnservedCityConnection, {
    nullable: true,
    description: 'Those of them that no partner works with, by id.\n\nเมืองที่ยังไม่มีพันธมิตร',
  })
  citiesWithoutPartner(
    @Root() selection: CitySelection,
    @Args(() => CitiesWithoutPartnerArgs) args: CitiesWithoutPartnerArgs,
    @Ctx() { loaders }: PartnersContext,
  ) {
    return citiesWithoutPartner('CitySelection', selection, args, loaders);
  }

  @Directive(WITH_KEYS)
  @FieldResolver(() => UnservedCityConnection, {
    nullable: true,
    description:
      'Those of them without a Chief Smart City Officer on file whose office has no end, by id.\n\nเมืองที่ยังไม่มีผู้บริหารด้านเมืองอัจฉริยะ',
  })
  citiesWithoutOfficer(
    @Root() selection: CitySelection,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { loaders }: PartnersContext,
  ) {
    return citiesWithoutOfficer('CitySelection', selection, page, loaders);
  }
}

type Members = Pick<Cohort, 'memberCities'>;

async function citiesWithoutPartner(
  of: string,
  members: Members,
  { direct, ...page }: CitiesWithoutPartnerArgs,
  loaders: PartnersContext['loaders'],
) {
  return pageOfList(
    `${of}.citiesWithoutPartner`,
    await citiesWithout(members, async (city) => (await linksOfCity(city, direct, loaders)).length),
    page,
  );
}

async function citiesWithoutOfficer(of: string, members: Members, page: PageArgs, loaders: PartnersContext['loaders']) {
  return pageOfList(
    `${of}.citiesWithoutOfficer`,
    await citiesWithout(members, ({ id }) => loaders.officersOfCity.load(id)),
    page,
  );
}

/** What a city lacks. */
@Resolver(() => City)
export class CityGapsResolver {
  @Directive('@requires(fields: "dimensions { dimension }")')
  @ListSize(7)
  @FieldResolver(() => [Dimension], {
    nullable: true,
    description:
      'The dimensions that the city works on for which no solution is in use or planned there; stopped ones do not count.',
  })
  async dimensionsWithoutProject(@Root() city: City, @Ctx() { loaders }: PartnersContext): Promise<Dimension[]> {
    const deployed = await loaders.deployedInCity.load(city.id);
    const served = new Set(deployed.filter(({ isStopped }) => !isStopped).flatMap(({ dimensions }) => dimensions));
    const claimed = new Set((city.dimensions ?? []).map(({ dimension }) => dimension));
    return Object.values(Dimension).filter((dimension) => claimed.has(dimension) && !served.has(dimension));
  }
}

async function citiesWithout(
  { memberCities }: Members,
  count: (city: City) => Promise<number>,
): Promise<Array<{ city: City }>> {
  const cities = await Promise.all(
    (memberCities ?? []).map(async ({ id, ...told }) => ({ city: { id }, count: await count({ id, ...told }) })),
  );
  return cities
    .filter((one) => one.count === 0)
    .map(({ city }) => ({ city }))
    .sort((a, b) => (a.city.id < b.city.id ? -1 : 1));
}
