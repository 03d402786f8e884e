import { Arg, Args, ArgsType, Ctx, Field, Query, Resolver } from 'type-graphql';
import { Bucket } from '../../domain/bucket.type.js';
import { CalendarUnit } from '../../domain/dates/calendar-spans.js';
import { checkTimeZone } from '../../domain/checks/check-time-zone.js';
import { LocalDate } from '../../domain/dates/local-date.js';
import { refusal } from '../../runtime/errors/errors.js';
import { CityFilter, cityFilter } from '../city/city.args.js';
import { CityGroup } from './city-group.js';
import { cityStats } from './city-stats.js';
import type { CitiesContext } from '../loaders.js';
import { statusStats } from './status-stats.js';
import { CityStatus } from '../vocabulary/vocabulary.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';

/** Days that a chart may cover for each unit, so that it has at most about a thousand bars. */
const MOST_DAYS: Readonly<Record<CalendarUnit, number>> = {
  DAY: 1_000,
  WEEK: 7_000,
  MONTH: 30_000,
  QUARTER: 90_000,
  YEAR: 365_000,
};
const DAY_MS = 24 * 60 * 60 * 1000;

@ArgsType()
class CityStatusStatsArgs {
  @Field(() => CityStatus, { defaultValue: 'DESIGNATED', description: 'The status.' })
  status!: CityStatus;

  @Field(() => CalendarUnit, { defaultValue: 'YEAR', description: 'The span of one bar.' })
  unit!: CalendarUnit;

  @Field(() => LocalDate, { description: 'The first day that is covered; a bar that begins before it is whole.' })
  from!: string;

  @Field(() => LocalDate, { description: 'The last day that is covered; a bar that ends after it is whole.' })
  to!: string;

  @Field(() => String, {
    defaultValue: 'Asia/Bangkok',
    description: 'The time zone in which bars begin, by its IANA name.',
  })
  timeZone!: string;

  @Field(() => CityFilter, { nullable: true, description: 'Which cities; all when absent.' })
  filter?: CityFilter | null;
}

@Resolver()
export class CityStatsResolver {
  @ListSize(80)
  @Query(() => [Bucket], {
    nullable: true,
    description:
      'How many cities there are, by a group when one is given: the same numbers as `cities` with the filter and the group counts. Every value of a vocabulary is there, every province, challenge and cohort, and every country and programme that any city has, also with 0; cities without any come last.',
  })
  cityStats(
    @Arg('groupBy', () => CityGroup, { nullable: true, description: 'What to count by; one number when absent.' })
    groupBy: CityGroup | null,
    @Arg('filter', () => CityFilter, { nullable: true, description: 'Which cities; all when absent.' })
    filter: CityFilter | null,
    @Ctx() { database, owners }: CitiesContext,
  ) {
    return cityStats({ database, owners }, groupBy ?? null, cityFilter(filter));
  }

  @ListSize(30)
  @Query(() => [Bucket], {
    nullable: true,
    description:
      'How many cities reached a status in each span of time: each city once, when it first did, a date known only to the month or year on its last day. Undated entries are left out.',
  })
  cityStatusStats(
    @Args(() => CityStatusStatsArgs) { status, unit, from, to, timeZone, filter }: CityStatusStatsArgs,
    @Ctx() { database }: CitiesContext,
  ) {
    checkTimeZone('timeZone', timeZone);
    checkSpan(unit, from, to);
    return statusStats(database, { status, unit, from, to, filter: cityFilter(filter), timeZone });
  }
}

function checkSpan(unit: CalendarUnit, from: string, to: string): void {
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS;
  if (days >= 0 && days <= MOST_DAYS[unit]) return;
  throw refusal(
    'BAD_USER_INPUT',
    {
      en: `\`to\` must lie from 0 to ${MOST_DAYS[unit]} days after \`from\` for bars of one ${unit}.`,
      th: `\`to\` ต้องอยู่หลัง \`from\` 0 ถึง ${MOST_DAYS[unit]} วัน เมื่อแสดงทีละ ${unit}`,
    },
    { argument: 'to' },
  );
}
