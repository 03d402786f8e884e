import { Args, ArgsType, Ctx, Field, Query, Resolver } from 'type-graphql';
import type { PipelineStage } from 'mongoose';
import { Bucket } from '../../domain/bucket.type.js';
import { startOfDay } from '../../domain/dates/calendar-day.js';
import { calendarLabel } from '../../domain/dates/calendar-label.js';
import { calendarSpans, CalendarUnit, type CalendarSpan } from '../../domain/dates/calendar-spans.js';
import { latestDay } from '../../domain/dates/partial-date.js';
import type { Database } from '../../runtime/database/database.js';
import { aggregateRows } from '../../runtime/database/loader.js';
import { cityModel } from '../city/city.model.js';
import { CityStatus } from '../vocabulary/vocabulary.js';
import { checkTimeZone } from '../../domain/checks/check-time-zone.js';
import { LocalDate } from '../../domain/dates/local-date.js';
import { refusal } from '../../runtime/errors/errors.js';
import { ListSize } from '../../runtime/schema/cost-directives.js';
import { CityFilter, cityFilter } from '../city/city.args.js';
import type { CitiesContext } from '../loaders.js';

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
export class StatusStatsResolver {
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

/**
 * Counts the cities that reached a status in spans of the calendar, each city once, on the last day that its first
 * entry of the status may mean.
 *
 * @param filter a MongoDB filter made by us
 */
async function statusStats(
  database: Database,
  {
    status,
    unit,
    from,
    to,
    filter,
    timeZone,
  }: { status: CityStatus; unit: CalendarUnit; from: string; to: string; filter: object; timeZone: string },
): Promise<Bucket[]> {
  const dates = await aggregateRows(
    database.model(cityModel).aggregate<{ _id: string[]; count: number }>(datesOf(status, filter)),
  );
  const spans = [...calendarSpans(unit, from, to)];
  const counts = new Map<CalendarSpan, number>();
  for (const { _id, count } of dates) {
    const day = _id.map(latestDay).sort()[0]!;
    const span = spans.find(({ first, next }) => first <= day && day < next);
    if (span) counts.set(span, (counts.get(span) ?? 0) + count);
  }
  return spans.map((span) => ({
    key: null,
    label: calendarLabel(unit, span.first),
    time: startOfDay(span.first, timeZone),
    count: counts.get(span) ?? 0,
  }));
}

/** How many cities have the same set of dates for a status: few sets, however many cities. */
function datesOf(status: CityStatus, filter: object): PipelineStage[] {
  const entries = { $filter: { input: '$statusHistory', as: 'entry', cond: { $eq: ['$$entry.status', status] } } };
  const dates = {
    $setDifference: [
      {
        $concatArrays: [
          { $map: { input: entries, as: 'entry', in: '$$entry.on' } },
          { $map: { input: entries, as: 'entry', in: '$$entry.notAfter' } },
        ],
      },
      [null],
    ],
  };
  return [
    { $match: { $and: [{ 'statusHistory.status': status }, filter] } },
    { $project: { dates } },
    { $match: { dates: { $ne: [] } } },
    { $group: { _id: '$dates', count: { $sum: 1 } } },
  ];
}
