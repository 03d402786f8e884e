import type { Bucket } from '../../domain/bucket.type.js';
import { addDays, startOfDay } from '../../domain/dates/calendar-day.js';
import { calendarSpans, startOfSpan, type CalendarUnit } from '../../domain/dates/calendar-spans.js';
import { daysWithin } from '../../domain/dates/day-window.js';
import { CHALLENGE_NAMES } from '../../domain/vocabulary/challenge-names.js';
import { checkTimeZone } from '../../domain/checks/check-time-zone.js';
import { languageLabel } from '../../domain/texts/language-label.js';
import { refusal } from '../../runtime/errors/errors.js';
import { barsOf, knownValues, readGroups } from '../../runtime/statistics/bars.js';
import { countBy, eachOnce, type Grouping } from '../../runtime/statistics/count-by.js';
import { eventModel } from '../event/event.model.js';
import type { EventsContext } from '../loaders.js';
import { eventFilter } from '../event/event.args.js';
import type { EventGroup, EventStatsArgs } from './event-stats.args.js';
import { EventFormat, EventKind, EventStatus } from '../vocabulary/vocabulary.js';

/** Bars of one chart. */
const MOST = 1_000;

const challenges = {
  $reduce: { input: '$sessions.challenges', initialValue: [], in: { $setUnion: ['$$value', '$$this'] } },
};

const GROUPINGS: Readonly<Record<EventGroup, Grouping>> = {
  KIND: { path: 'kind', known: knownValues(EventKind) },
  FORMAT: { path: 'format', known: knownValues(EventFormat) },
  STATUS: { path: 'status', known: knownValues(EventStatus) },
  PROGRAMME: { path: 'programmeId', foreign: 'Programme' },
  HOST: { ...eachOnce('$hosts'), foreign: 'Partner' },
  VENUE_CITY: { path: 'venue.cityId', foreign: 'City' },
  LANGUAGE: { ...eachOnce('$languages'), label: languageLabel },
  CHALLENGE: { ...eachOnce(challenges), known: CHALLENGE_NAMES, foreign: 'Challenge' },
};

/** How much of a day tells its span; whole days are told apart here, by the calendar, so that the database counts little more than it gives. */
const PERIOD_LENGTH: Readonly<Record<CalendarUnit, number>> = { YEAR: 4, QUARTER: 7, MONTH: 7, WEEK: 10, DAY: 10 };

/**
 * Counts events for a chart in one aggregation, which grows with the events that it counts: by groups in the order of their vocabulary or key, those without any
 * last, and within each by time, undated ones last.
 *
 * @throws BAD_USER_INPUT for an unknown time zone, a window that ends before it begins, or more than 1,000 bars
 */
export async function eventStats(
  context: EventsContext,
  { from, to, bucket = null, timeZone, groupBy, filter }: EventStatsArgs,
): Promise<Bucket[]> {
  checkTimeZone('timeZone', timeZone);
  const { first, end } = daysWithin(from, to, timeZone);
  const within =
    first === null && end === null
      ? []
      : [{ earliestStart: { $ne: null, ...(first !== null && { $gte: first }), ...(end !== null && { $lt: end }) } }];
  const grouping = groupBy == null ? null : GROUPINGS[groupBy];
  const [counted, groupsWith] = await Promise.all([
    countBy(context.database.model(eventModel), {
      filter: { $and: [eventFilter(filter), ...within] },
      grouping,
      period: bucket && { path: 'earliestStart', length: PERIOD_LENGTH[bucket] },
      sortPath: 'earliestStart',
      isIndexed: filter == null || Object.keys(filter).length === 0,
    }),
    readGroups(context, eventModel, grouping),
  ]);
  const counts = counted.map(({ period, ...rest }) => ({
    ...rest,
    day: period === null || bucket === null ? null : startOfSpan(`${period}-01-01`.slice(0, 10), bucket),
  }));

  const groups = groupsWith(counts.map(({ key }) => key));
  const last = end === null ? null : addDays(end, -1);
  const days = bucket === null ? [null] : spans(counts, bucket, first, last, groups.length);
  checkSize(groups.length * days.length);
  const bars = days.map((day) => {
    const onDay = new Map<string | null, number>();
    for (const { key, day: of, count } of counts) if (of === day) onDay.set(key, (onDay.get(key) ?? 0) + count);
    return barsOf(groups, onDay, day === null ? null : startOfDay(day, timeZone));
  });
  return groups.flatMap((_, at) => bars.map((ofDay) => ofDay[at]!));
}

/** The first days of all spans of a chart, then null when undated events are among those counted. */
function spans(
  counted: ReadonlyArray<{ day: string | null }>,
  bucket: CalendarUnit,
  first: string | null,
  last: string | null,
  groups: number,
): Array<string | null> {
  const dated = counted.flatMap(({ day }) => (day === null ? [] : [day])).sort();
  const [from, to] = [first ?? dated[0], last ?? dated.at(-1)];
  const days: Array<string | null> = [];
  if (from !== undefined && to !== undefined) {
    for (const { first: day } of calendarSpans(bucket, from, to)) {
      days.push(day);
      checkSize(days.length * groups);
    }
  }
  return counted.some(({ day }) => day === null) ? [...days, null] : days;
}

function checkSize(bars: number): void {
  if (bars > MOST)
    throw refusal(
      'BAD_USER_INPUT',
      {
        en: `A chart has at most ${MOST} bars: choose longer spans of time, fewer groups or a filter.`,
        th: `แผนภูมิมีได้ไม่เกิน ${MOST} แท่ง โปรดเลือกช่วงเวลาที่ยาวขึ้น กลุ่มที่น้อยลง หรือใช้ตัวกรอง`,
      },
      { argument: 'bucket' },
    );
}
