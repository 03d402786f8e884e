import { Args, ArgsType, Ctx, Field, Query, Resolver } from 'type-graphql';
import { Bucket } from '../../domain/bucket.type.js';
import { lastDayOf } from '../../domain/dates/partial-date.js';
import { Confidence, confidencesFrom } from '../../domain/sources/confidence.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';
import { chartArgs } from '../../runtime/statistics/chart.args.js';
import { drawChart } from '../../runtime/statistics/chart.js';
import { itemsOf, type CountedDay } from '../../runtime/statistics/count-by.js';
import { CityFilter, cityFilter, reachedFilter } from '../city/city.args.js';
import { MIN_CONFIDENCE } from '../city/status/status-on-day.js';
import { cityModel } from '../city/city.model.js';
import type { CitiesContext } from '../loaders.js';
import { CityStatus } from '../vocabulary/vocabulary.js';
import { CITY_GROUPINGS, CityGroup } from './city-stats.resolver.js';

@ArgsType()
class CityStatusStatsArgs extends chartArgs(CityGroup, CityFilter, {
  counted: 'cities',
  day: 'A city counts on the day on which it first reached the status: a date known only to the month or year is its last day.',
  value: 'the populations on file',
}) {
  @Field(() => CityStatus, { defaultValue: 'DESIGNATED', description: 'The status.' })
  status!: CityStatus;

  @Field(() => Confidence, { defaultValue: 'LOW', description: MIN_CONFIDENCE })
  minConfidence!: Confidence;
}

@Resolver()
export class StatusStatsResolver {
  @ListSize(30)
  @Query(() => [Bucket], {
    nullable: true,
    description:
      'How many cities reached a status, by time, by group, or both: each city once, when it first did, the same numbers as `cities(filter: { reached: … })` counts. A city counts on the last day that the date of the entry may mean: "2021" is 31 December 2021, and an entry without a date of its own counts on the day by which it is known (`notAfter`), so bars of the present year may hold what is older. At most 1,000 bars.',
  })
  cityStatusStats(
    @Args(() => CityStatusStatsArgs) args: CityStatusStatsArgs,
    @Ctx() context: CitiesContext,
  ): Promise<Bucket[]> {
    const { status, minConfidence, filter } = args;
    return drawChart(
      context,
      {
        model: cityModel,
        filter: { $and: [reachedFilter(status, { minConfidence }), cityFilter(filter)] },
        day: firstReached(status, minConfidence),
        groupings: CITY_GROUPINGS,
        value: '$population.value',
      },
      args,
    );
  }
}

/** The last day that the first entry of a status may mean: by then it was reached. */
function firstReached(status: CityStatus, minConfidence: Confidence): CountedDay {
  const entries = itemsOf('statusHistory', [
    { $eq: ['$$item.status', status] },
    { $in: ['$$item.confidence', confidencesFrom(minConfidence)] },
  ]);
  const dates = (path: string) => ({ $map: { input: entries, as: 'item', in: lastDayOf(`$$item.${path}`) } });
  return { expression: { $min: { $concatArrays: [dates('on'), dates('notAfter')] } } };
}
