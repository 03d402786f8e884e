import { ArgsType, Field, Float, ID, InputType } from 'type-graphql';
import { Dimension } from '../../domain/vocabulary/dimension.js';
import { Confidence, confidencesFrom } from '../../domain/sources/confidence.js';
import { LocalDate } from '../../domain/dates/local-date.js';
import { checkCountry } from '../../domain/checks/check-country.js';
import { checkBetween } from '../../runtime/lists/check-between.js';
import { nameOrders } from '../../runtime/lists/name-orders.js';
import { defineOrders } from '../../runtime/lists/orders.js';
import { PageArgs } from '../../runtime/lists/page-args.js';
import { ListLength } from '../../runtime/schema/cost-directives.js';
import { CityLack } from './city-lack.js';
import { AreaKind, CityStatus, ListGroup } from '../vocabulary/vocabulary.js';
import { Region } from '../../domain/vocabulary/region.js';
import { MIN_CONFIDENCE } from './status/status-on-day.js';
import { endedBy } from '../../domain/dates/partial-date.js';
import { anyOf, CombinableFilter, combineFilters, ListFilter } from '../../runtime/lists/filter.js';
import { FilterIds } from '../../runtime/lists/filter-ids.js';

export const cityOrders = defineOrders('City', {
  ...nameOrders,
  POPULATION: { path: 'population.value', isNumber: true, description: 'By population' },
});

@InputType('ReachedStatus', { description: 'A status reached, by a day when one is given.' })
export class ReachedStatus {
  @Field(() => CityStatus, { description: 'The status.' })
  status!: CityStatus;

  @Field(() => LocalDate, { nullable: true, description: 'Reached on or before this day; at any time when absent.' })
  by?: string | null;

  @Field(() => Confidence, { defaultValue: 'LOW', description: MIN_CONFIDENCE })
  minConfidence!: Confidence;
}

@InputType('Nearby', { description: 'Within a distance of a point, over the surface of the earth.' })
export class Nearby {
  @Field(() => Float, { description: 'Degrees north, -90 to 90.' })
  lat!: number;

  @Field(() => Float, { description: 'Degrees east, -180 to 180.' })
  lon!: number;

  @Field(() => Float, { description: 'Kilometres, 0 to 5,000.' })
  km!: number;
}

@CombinableFilter('cities')
@InputType('CityFilter', {
  description: 'Which cities. All conditions given must hold; of a list, one value must fit.',
})
export class CityFilter extends ListFilter {
  @Field(() => [ListGroup], { nullable: true, description: 'On file for one of these reasons.' })
  listGroup?: ListGroup[] | null;

  @Field(() => String, {
    nullable: true,
    description: 'In this country, ISO 3166-1 code of two capital letters such as TH.',
  })
  countryCode?: string | null;

  @FilterIds({ collection: 'provinces' })
  @Field(() => ID, { nullable: true, description: 'In this province, ISO 3166-2 code such as TH-95.' })
  provinceCode?: string | null;

  @Field(() => [Region], { nullable: true, description: 'In these regions.' })
  region?: Region[] | null;

  @Field(() => [AreaKind], { nullable: true, description: 'Areas of these kinds.' })
  kind?: AreaKind[] | null;

  @FilterIds({ type: 'Programme', at: 'memberships.programmeId' })
  @Field(() => ID, { nullable: true, description: 'That are members of this programme today.' })
  programme?: string | null;

  @ListLength(30)
  @FilterIds({ collection: 'cohorts' })
  @Field(() => ID, { nullable: true, description: 'That joined with this cohort, such as THAI_2020.' })
  cohort?: string | null;

  @FilterIds({ collection: 'challenges' })
  @Field(() => [ID], { nullable: true, description: 'With one of these challenges, by code.' })
  challenge?: string[] | null;

  @Field(() => [Dimension], { nullable: true, description: 'Working on one of these dimensions.' })
  dimension?: Dimension[] | null;

  @Field(() => [CityStatus], {
    nullable: true,
    description: 'Whose furthest status, as `City.furthestStatus` gives it without `minConfidence`, is one of these.',
  })
  furthestStatus?: CityStatus[] | null;

  @Field(() => [CityLack], { nullable: true, description: 'For which one of these is not on file.' })
  lacking?: CityLack[] | null;

  @Field(() => Nearby, {
    nullable: true,
    description: 'Within a distance of a point. Cities without a point on the map are left out.',
  })
  near?: Nearby | null;

  @Field(() => ReachedStatus, { nullable: true, description: 'That ever reached this status, whatever came after.' })
  reached?: ReachedStatus | null;
}

@ArgsType()
export class CitiesArgs extends PageArgs {
  @Field(() => CityFilter, { nullable: true, description: 'Which cities; without it, all of them.' })
  filter?: CityFilter | null;

  @Field(() => cityOrders.type, { nullable: true, description: 'The order of the list; by id when it is not given.' })
  orderBy?: string | null;
}

/**
 * The MongoDB filter of a client's choice of cities.
 *
 * @throws BAD_USER_INPUT as {@link combineFilters} does, and for a code that no country has
 */
export function cityFilter(filter: CityFilter | null | undefined): object {
  return combineFilters(filter, conditionsOf);
}

function conditionsOf(filter: CityFilter, argument: string): object[] {
  const {
    listGroup,
    countryCode,
    provinceCode,
    region,
    kind,
    programme,
    cohort,
    challenge,
    dimension,
    furthestStatus,
    lacking,
    near,
    reached,
  } = filter;
  return [
    ...(listGroup == null ? [] : [{ listGroup: anyOf(`${argument}.listGroup`, listGroup) }]),
    ...(countryCode == null ? [] : [{ countryCode: checkCountry(`${argument}.countryCode`, countryCode) }]),
    ...(provinceCode == null ? [] : [{ provinceCode }]),
    ...(region == null ? [] : [{ region: anyOf(`${argument}.region`, region) }]),
    ...(kind == null ? [] : [{ kind: anyOf(`${argument}.kind`, kind) }]),
    ...(programme == null ? [] : [{ memberships: { $elemMatch: { programmeId: programme, leftOn: null } } }]),
    ...(cohort == null ? [] : [{ 'memberships.cohortId': cohort }]),
    ...(challenge == null ? [] : [{ 'challenges.code': anyOf(`${argument}.challenge`, challenge) }]),
    ...(dimension == null ? [] : [{ 'dimensions.dimension': anyOf(`${argument}.dimension`, dimension) }]),
    ...(furthestStatus == null ? [] : [{ furthestStatus: anyOf(`${argument}.furthestStatus`, furthestStatus) }]),
    ...(lacking == null ? [] : [{ lacks: anyOf(`${argument}.lacking`, lacking) }]),
    ...(near == null ? [] : [nearFilter(near, `${argument}.near`)]),
    ...(reached == null ? [] : [reachedFilter(reached.status, reached)]),
  ];
}

const EARTH_RADIUS_KM = 6_371;
/** The earth is no sphere: degrees of latitude are up to 0.4 % shorter than on one. */
const KM_PER_DEGREE = 110.5;

/** Cities whose great-circle distance from a point is no greater. An index serves the degrees of latitude between. */
function nearFilter({ lat, lon, km }: Nearby, argument: string): object {
  checkBetween(`${argument}.lat`, -90, 90, lat);
  checkBetween(`${argument}.lon`, -180, 180, lon);
  checkBetween(`${argument}.km`, 0, 5_000, km);
  const radians = (degrees: string | object) => ({ $degreesToRadians: degrees });
  const halfSquared = (difference: object) => ({ $pow: [{ $sin: { $divide: [radians(difference), 2] } }, 2] });
  const haversine = {
    $add: [
      halfSquared({ $subtract: ['$location.lat', lat] }),
      {
        $multiply: [
          { $cos: radians('$location.lat') },
          Math.cos((lat * Math.PI) / 180),
          halfSquared({ $subtract: ['$location.lon', lon] }),
        ],
      },
    ],
  };
  const degrees = km / KM_PER_DEGREE;
  return {
    'location.lat': { $gte: lat - degrees, $lte: lat + degrees },
    $expr: { $lte: [haversine, Math.sin(km / EARTH_RADIUS_KM / 2) ** 2] },
  };
}

/** Cities that reached a status, on or before a day when one is given, by entries that are supported well enough. */
export function reachedFilter(
  status: CityStatus,
  { by, minConfidence = 'LOW' }: { by?: string | null; minConfidence?: Confidence } = {},
): object {
  const conditions = {
    ...(by != null && { $or: [{ on: endedBy(by) }, { notAfter: endedBy(by) }] }),
    ...(minConfidence !== 'LOW' && { confidence: { $in: confidencesFrom(minConfidence) } }),
  };
  if (Object.keys(conditions).length === 0) return { 'statusHistory.status': status };
  return { statusHistory: { $elemMatch: { status, ...conditions } } };
}
