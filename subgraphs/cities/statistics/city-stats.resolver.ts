import { Args, Ctx, Query, Resolver } from 'type-graphql';
import { Bucket } from '../../domain/bucket.type.js';
import { firstDayOf } from '../../domain/dates/partial-date.js';
import { countryLabel } from '../../domain/texts/country-label.js';
import { defineEnum } from '../../domain/vocabulary/define-enum.js';
import { Dimension } from '../../domain/vocabulary/dimension.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';
import { chartArgs, type ChartArgs } from '../../runtime/statistics/chart.args.js';
import { drawChart } from '../../runtime/statistics/chart.js';
import { eachOnce, itemsOf, keysOfItems, type CountedDay, type Grouping } from '../../runtime/statistics/count-by.js';
import { itemConditions, type ItemFields } from '../../runtime/statistics/item-conditions.js';
import { knownValues } from '../../runtime/statistics/groups.js';
import { challengeModel } from '../challenge/challenge.model.js';
import { CityFilter, cityFilter } from '../city/city.args.js';
import { CityLack } from '../city/city-lack.js';
import { cityModel } from '../city/city.model.js';
import { cohortModel } from '../cohort/cohort.model.js';
import type { CitiesContext } from '../loaders.js';
import { provinceModel } from '../province/province.model.js';
import { AreaKind, CityStatus, ListGroup } from '../vocabulary/vocabulary.js';
import { Region } from '../../domain/vocabulary/region.js';

/** What cities are counted by. */
export const CityGroup = defineEnum(
  'CityGroup',
  'What the cities of a chart are grouped by. A city with several values, such as two challenges, counts once in each. "Every one is there" means that a value that no city has is a bar with count 0.',
  {
    REGION: { description: 'The region; every one is there.', en: 'Region', th: 'ภูมิภาค' },
    PROVINCE: {
      description: 'The province, by ISO 3166-2 code; every one on file is there.',
      en: 'Province',
      th: 'จังหวัด',
    },
    COUNTRY: {
      description: 'The country, by ISO 3166-1 code; every one that any city lies in is there.',
      en: 'Country',
      th: 'ประเทศ',
    },
    KIND: { description: 'The kind of area; every one is there.', en: 'Kind of area', th: 'ประเภทพื้นที่' },
    LIST_GROUP: {
      description: 'Why the city is on file; every reason has a bar.',
      en: 'List',
      th: 'กลุ่มรายชื่อ',
    },
    FURTHEST_STATUS: {
      description: 'The furthest status of any confidence; every one is there.',
      en: 'Furthest status',
      th: 'สถานะสูงสุด',
    },
    DIMENSION: { description: 'The dimensions it works on; every one is there.', en: 'Dimension', th: 'ด้าน' },
    CHALLENGE: { description: 'The challenges it has, by code; every one is there.', en: 'Challenge', th: 'ความท้าทาย' },
    PROGRAMME: {
      description: 'The programmes it belongs to now; every one that any city ever joined is there.',
      en: 'Programme',
      th: 'โครงการ',
    },
    COHORT: { description: 'The cohorts it joined with; every one is there.', en: 'Cohort', th: 'กลุ่มที่เข้าร่วม' },
    LACK: {
      description: 'What should be on file for a city and is not, such as its population; every kind has a bar.',
      en: 'Missing',
      th: 'ข้อมูลที่ขาด',
    },
  },
);
export type CityGroup = keyof typeof CityGroup;

const isCurrent = { $eq: [{ $ifNull: ['$$item.leftOn', null] }, null] };

/** Of the charts that count cities. */
export const CITY_GROUPINGS: Readonly<Record<CityGroup, Grouping>> = {
  REGION: { path: 'region', known: knownValues(Region) },
  PROVINCE: { path: 'provinceCode', named: provinceModel },
  COUNTRY: { path: 'countryCode', distinct: 'countryCode', label: countryLabel },
  KIND: { path: 'kind', known: knownValues(AreaKind) },
  LIST_GROUP: { path: 'listGroup', known: knownValues(ListGroup) },
  FURTHEST_STATUS: { path: 'furthestStatus', known: knownValues(CityStatus) },
  DIMENSION: { ...eachOnce('$dimensions.dimension'), known: knownValues(Dimension) },
  CHALLENGE: { ...eachOnce('$challenges.code'), named: challengeModel },
  PROGRAMME: {
    ...keysOfItems('memberships', 'programmeId', [isCurrent]),
    distinct: 'memberships.programmeId',
    foreign: 'Programme',
  },
  COHORT: { ...eachOnce('$memberships.cohortId'), named: cohortModel },
  LACK: { ...eachOnce('$lacks'), known: knownValues(CityLack) },
};

const CityStatsArgs = chartArgs(CityGroup, CityFilter, {
  counted: 'cities',
  day: 'A city counts on the first day on which it may have joined its first programme: of those that belong to the programme and cohort of the filter, when it has them. An `or` that has them and other conditions is refused then.',
  value: 'the populations on file',
});

@Resolver()
export class CityStatsResolver {
  @ListSize(80)
  @Query(() => [Bucket], {
    nullable: true,
    description:
      'How many cities there are, by group, by time, or both: the same numbers as `cities` with the filter and the group counts. Every value of a vocabulary is there, every province, challenge and cohort, and every country and programme that any city has, also with 0; cities without any are the bar `NONE`, which comes last. At most 1,000 bars.',
  })
  cityStats(
    @Args(() => CityStatsArgs) args: ChartArgs<CityGroup, CityFilter>,
    @Ctx() context: CitiesContext,
  ): Promise<Bucket[]> {
    return drawChart(
      context,
      {
        model: cityModel,
        filter: cityFilter(args.filter),
        day: joiningDay(args),
        groupings: CITY_GROUPINGS,
        value: '$population.value',
      },
      args,
    );
  }
}

const MEMBERSHIPS: ItemFields<CityFilter> = {
  fields: ['programme', 'cohort'],
  conditionsOf: ({ programme, cohort }) => [
    ...(programme == null ? [] : [{ $eq: ['$$item.programmeId', programme] }]),
    ...(cohort == null ? [] : [{ $eq: ['$$item.cohortId', cohort] }]),
  ],
};

function joiningDay({ filter, from, to, bucket }: ChartArgs<CityGroup, CityFilter>): CountedDay {
  const isDated = [from, to, bucket].some((argument) => argument != null);
  const memberships = itemsOf('memberships', [
    { $ne: [{ $ifNull: ['$$item.joinedOn', null] }, null] },
    ...(isDated ? itemConditions(filter, MEMBERSHIPS) : []),
  ]);
  return { expression: { $min: { $map: { input: memberships, as: 'item', in: firstDayOf('$$item.joinedOn') } } } };
}
