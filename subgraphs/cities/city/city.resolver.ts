import { Arg, Args, Ctx, FieldResolver, ID, Query, Resolver, Root } from 'type-graphql';
import { resolveSource } from '../../domain/sources/resolve-sources.js';
import { Confidence, isAtLeast } from '../../domain/sources/confidence.js';
import { isShownAsClaim } from '../../domain/standing/standing.js';
import { LocalDate } from '../../domain/dates/local-date.js';
import type { Row } from '../../runtime/database/model.js';
import { CitiesArgs, cityOrders, cityFilter } from './city.args.js';
import {
  Candidate2019,
  CityDimension,
  CityLeader,
  CityStatusEntry,
  CityStatusOnDay,
  Location,
  Observation,
  Population,
} from './city-facts.type.js';
import type { StoredCity, StoredStatus } from './city.model.js';
import { City, CityConnection } from './city.type.js';
import { CityChallenge } from '../challenge/city-challenge.type.js';
import { CityPlan } from '../plan/plan.type.js';
import type { CitiesContext } from '../loaders.js';
import { isMemberOn } from './membership/membership-rules.js';
import { Membership } from './membership/membership.type.js';
import { Province } from '../province/province.type.js';
import { CityStatus } from '../vocabulary/vocabulary.js';
import { furthest, MIN_CONFIDENCE, statusOnDay } from './status/status-on-day.js';
import { challengesOf, membershipsOf } from './city-links.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';

type CityRow = Row<StoredCity>;

@Resolver(() => City)
export class CityResolver {
  @Query(() => City, { nullable: true, description: 'One city by its id, null when there is none.' })
  city(@Arg('id', () => ID, { description: 'Such as th-yala.' }) id: string, @Ctx() { loaders }: CitiesContext) {
    return loaders.cities.byId.load(id);
  }

  @Query(() => CityConnection, {
    nullable: true,
    description: 'The cities and other areas of the network, in Thailand and elsewhere.',
  })
  cities(@Args(() => CitiesArgs) { filter, orderBy, ...page }: CitiesArgs, @Ctx() { loaders }: CitiesContext) {
    return loaders.cities.page(cityFilter(filter), cityOrders.of(orderBy), page);
  }

  @FieldResolver(() => Province, { nullable: true, description: 'The province, null outside Thailand.' })
  province(@Root() city: CityRow, @Ctx() { loaders }: CitiesContext) {
    return city.provinceCode === null ? null : loaders.provinces.byId.load(city.provinceCode);
  }

  @FieldResolver(() => Location, { nullable: true, description: 'The point on the map.' })
  location(@Root() city: CityRow) {
    return city.location && resolveSource(city.sources, city.location);
  }

  @FieldResolver(() => Population, {
    nullable: true,
    description: 'The population. Figures are estimates, never official.',
  })
  population(@Root() city: CityRow) {
    const { population, sources } = city;
    return (
      population && {
        ...resolveSource(sources, population),
        alternatives: population.alternatives.map((figure) => resolveSource(sources, figure)),
      }
    );
  }

  @FieldResolver(() => Candidate2019, {
    nullable: true,
    description: 'How it stood in the list of candidates of 2019.',
  })
  candidate2019(@Root() city: CityRow) {
    return city.candidate2019 && resolveSource(city.sources, city.candidate2019);
  }

  @ListSize(6)
  @FieldResolver(() => [CityStatusEntry], { description: 'Every status on file, in the order of the process.' })
  statusHistory(@Root() city: CityRow) {
    return city.statusHistory.map((entry) => statusEntry(city, entry));
  }

  @FieldResolver(() => CityStatus, {
    nullable: true,
    description:
      'The furthest step of the smart city process that the city ever reached. Without `minConfidence` every entry of its history counts, also a weakly supported one. For the status on a certain day, see `statusOn`.',
  })
  furthestStatus(
    @Root() city: CityRow,
    @Arg('minConfidence', () => Confidence, { defaultValue: 'LOW', description: MIN_CONFIDENCE })
    minConfidence: Confidence,
  ): CityStatus | null {
    if (minConfidence === 'LOW') return city.furthestStatus;
    return (
      furthest(city.statusHistory.filter(({ confidence }) => isAtLeast(confidence, minConfidence)))?.status ?? null
    );
  }

  @FieldResolver(() => CityStatusOnDay, { description: 'The status as of a day.' })
  statusOn(
    @Root() city: CityRow,
    @Arg('date', () => LocalDate, { description: 'The day, such as 2020-01-20.' }) date: string,
    @Arg('minConfidence', () => Confidence, {
      defaultValue: 'MEDIUM',
      description: MIN_CONFIDENCE,
    })
    minConfidence: Confidence,
  ) {
    const { entry, disputedBy } = statusOnDay(city.statusHistory, date, minConfidence);
    return {
      date,
      status: entry?.status ?? null,
      entry: entry && statusEntry(city, entry),
      disputedBy: disputedBy.map((other) => statusEntry(city, other)),
    };
  }

  @ListSize(6)
  @FieldResolver(() => [Membership], { description: 'The programmes it belongs to, and belonged to.' })
  memberships(
    @Root() city: CityRow,
    @Arg('on', () => LocalDate, {
      nullable: true,
      description: 'Only those that held on this day: it had joined by then and not left. When absent, all on file.',
    })
    on: string | null | undefined,
    @Arg('includeClaims', () => Boolean, {
      defaultValue: false,
      description:
        'True: also memberships that the owner of the programme has not confirmed yet, or disputes. False: only confirmed ones.',
    })
    includeClaims: boolean,
  ) {
    const facts = includeClaims
      ? [...city.memberships, ...city.claimedMemberships.filter(isShownAsClaim)]
      : city.memberships;
    return membershipsOf(city, facts).filter((membership) => on == null || isMemberOn(membership, on));
  }

  @ListSize(7)
  @FieldResolver(() => [CityDimension], { description: 'The dimensions it works on.' })
  dimensions(@Root() city: CityRow) {
    return city.dimensions.map((fact) => resolveSource(city.sources, fact));
  }

  @ListSize(8)
  @FieldResolver(() => [CityChallenge], { description: 'The challenges it has.' })
  challenges(@Root() city: CityRow) {
    return challengesOf(city);
  }

  @FieldResolver(() => CityPlan, {
    nullable: true,
    description: 'Its smart city plan; of a city that applied again after REVOKED and filed anew, the later one.',
  })
  async plan(@Root() city: CityRow, @Ctx() { loaders }: CitiesContext) {
    return (await loaders.plansOfCity.load(city.id)).at(-1) ?? null;
  }

  @ListSize(2)
  @FieldResolver(() => [CityPlan], {
    description: 'Its smart city plans in their order: one for each process in which it filed one.',
  })
  plans(@Root() city: CityRow, @Ctx() { loaders }: CitiesContext) {
    return loaders.plansOfCity.load(city.id);
  }

  @FieldResolver(() => CityLeader, { nullable: true, description: 'Who leads it, where a source names someone.' })
  leader(@Root() city: CityRow) {
    const { leader, sources } = city;
    return (
      leader && {
        ...resolveSource(sources, leader),
        person: { id: leader.personId },
        asOfSource: sources.find((source) => source.id === leader.asOfSource) ?? null,
      }
    );
  }

  @ListSize(4)
  @FieldResolver(() => [Observation], { description: 'Measured or ranked values.' })
  observations(@Root() city: CityRow) {
    return city.observations.map((fact) => resolveSource(city.sources, fact));
  }

  @ListSize(2)
  @FieldResolver(() => [City], {
    description:
      'Areas that may have taken the place of this one in the smart city process, where sources name another area later.',
  })
  successors(@Root() city: CityRow, @Ctx() { loaders }: CitiesContext) {
    return loaders.cities.byId.loadMany(city.successorIds);
  }
}

function statusEntry(city: CityRow, entry: StoredStatus) {
  return { ...resolveSource(city.sources, entry), body: { id: entry.body } };
}
