import type { Bucket } from '../../domain/bucket.type.js';
import { checkTimeZone } from '../../domain/checks/check-time-zone.js';
import { addDays, startOfDay } from '../../domain/dates/calendar-day.js';
import { calendarKey, calendarLabel } from '../../domain/dates/calendar-label.js';
import { calendarSpans, startOfSpan, type CalendarUnit } from '../../domain/dates/calendar-spans.js';
import { daysWithin, type DayWindow } from '../../domain/dates/day-window.js';
import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import type { ModelDefinition, Stored } from '../database/model.js';
import { refusal } from '../errors/errors.js';
import { checkBetween } from '../lists/check-between.js';
import type { SubgraphContext } from '../subgraph.js';
import { arrange, barsOfGroups, fillCells, labelBars, valueOf, type Bar } from './bars.js';
import type { ChartArgs } from './chart.args.js';
import { countBy, type CountedDay, type Grouping } from './count-by.js';
import { ALL, NONE, readGroups } from './groups.js';

/** What a chart counts. */
export interface Chart<R extends Stored> {
  model: ModelDefinition<R>;
  /** A MongoDB filter made by us, the one by which the list is read. */
  filter: object;
  day: CountedDay;
  /** By the value of the enum. */
  groupings: Readonly<Record<string, Grouping>>;
  /** An aggregation expression of what is summed up, a number or null. */
  value?: object | string;
}

/** Bars of one chart. */
const MOST = 1_000;
/** The characters of a day that tell its span. Weeks are told apart by the calendar. */
const PERIOD_LENGTH: Readonly<Record<CalendarUnit, number>> = { YEAR: 4, QUARTER: 7, MONTH: 7, WEEK: 10, DAY: 10 };
/** The label of what has no date. */
const UNDATED: LocalizedText = { en: 'Undated', th: 'ไม่ทราบวันที่' };
/** The only bar of a side by which nothing is divided. */
const ONE: Bar = { ...ALL, members: [null], time: null, timeLabel: null };

/**
 * Draws a chart: a bar for each group, within it for each second group, and within that for each span of time, 0 where
 * none was counted. When nothing is grouped, the spans of time are the groups. One aggregation counts, which grows with
 * what is counted, and each grouping whose groups are on file is one read.
 *
 * @throws BAD_USER_INPUT for arguments that are wrong or do not go together, and for more than 1,000 bars
 */
export async function drawChart<R extends Stored>(
  context: Pick<SubgraphContext, 'database' | 'owners'>,
  { model, filter, day, groupings, value }: Chart<R>,
  args: ChartArgs,
): Promise<Bucket[]> {
  checkArguments(args);
  const { bucket = null, timeZone, orderBy, first = null, cumulative, measure = 'COUNT' } = args;
  const window = daysWithin(args.from, args.to, timeZone);
  const grouping = args.groupBy == null ? null : groupings[args.groupBy]!;
  const thenGrouping = args.thenBy == null ? null : groupings[args.thenBy]!;
  const [counted, groups, thenGroups] = await Promise.all([
    countBy(context.database.model(model), {
      filter,
      grouping,
      thenGrouping,
      day,
      window,
      periodLength: bucket && PERIOD_LENGTH[bucket],
      value: measure === 'COUNT' ? null : value,
    }),
    grouping && readGroups(context, model, grouping),
    thenGrouping && readGroups(context, model, thenGrouping),
  ]);
  const counts = counted.map(({ key, thenKey, period, ...amount }) => {
    const span = bucket && period && startOfSpan(`${period}-01-01`.slice(0, 10), bucket);
    return { keys: groups ? ([key, thenKey, span] as const) : ([span, null, null] as const), span, ...amount };
  });

  const thenBars = thenGroups
    ? barsOfGroups(
        thenGroups,
        counts.map(({ keys }) => keys[1]),
      )
    : [ONE];
  const unordered = groups
    ? barsOfGroups(
        groups,
        counts.map(({ keys }) => keys[0]),
      )
    : null;
  const perSpan = (unordered ? Math.min(unordered.length, (first ?? Infinity) + 2) : 1) * thenBars.length;
  const spans = bucket
    ? barsOfTime(
        bucket,
        counts.map(({ span }) => span),
        window,
        timeZone,
        perSpan,
      )
    : [ONE];
  const bars = arrange(unordered ?? spans, { orderBy, first, measure, counts });
  const times = groups ? spans : [ONE];
  checkSize(bars.length * thenBars.length * times.length);

  const labels = groups ? labelBars(groups, bars) : bars;
  const thenLabels = thenGroups ? labelBars(thenGroups, thenBars) : thenBars;
  const cells = fillCells([bars, thenBars, times], counts, cumulative ? (groups ? 2 : 0) : null);
  return labels.flatMap((bar, at) =>
    thenLabels.flatMap((thenBar, thenAt) =>
      times.map((time, timeAt) => {
        const { time: begin, timeLabel } = groups ? time : bar;
        const amount = cells(at, thenAt, timeAt);
        return {
          key: bar.key,
          label: bar.label!,
          thenKey: thenGroups && thenBar.key,
          thenLabel: thenGroups && thenBar.label!,
          time: begin,
          timeLabel,
          count: amount.count,
          value: valueOf(measure, amount),
        };
      }),
    ),
  );
}

function checkArguments({ timeZone, bucket, groupBy, thenBy, orderBy, first, cumulative }: ChartArgs): void {
  checkTimeZone('timeZone', timeZone);
  if (first != null) checkBetween('first', 1, MOST, first);
  if (thenBy != null && groupBy == null)
    throw refusal(
      'BAD_USER_INPUT',
      { en: '`thenBy` needs `groupBy`.', th: '`thenBy` ต้องใช้ร่วมกับ `groupBy`' },
      { argument: 'thenBy' },
    );
  if (cumulative && bucket == null)
    throw refusal(
      'BAD_USER_INPUT',
      { en: '`cumulative` needs `bucket`.', th: '`cumulative` ต้องใช้ร่วมกับ `bucket`' },
      { argument: 'cumulative' },
    );
  if (cumulative && groupBy == null && (orderBy !== 'KEY' || first != null))
    throw refusal(
      'BAD_USER_INPUT',
      {
        en: 'Without `groupBy`, `cumulative` needs all spans of time in their order: leave out `orderBy` and `first`.',
        th: 'เมื่อไม่มี `groupBy` การใช้ `cumulative` ต้องมีทุกช่วงเวลาตามลำดับ จึงใช้ `orderBy` และ `first` ไม่ได้',
      },
      { argument: 'cumulative' },
    );
}

/** The spans of time from the first to the last, then what has no date when that is counted. */
function barsOfTime(
  unit: CalendarUnit,
  counted: ReadonlyArray<string | null>,
  window: DayWindow,
  timeZone: string,
  perSpan: number,
): Bar[] {
  const dated = counted.flatMap((day) => (day === null ? [] : [day])).sort();
  const from = window.first ?? dated[0];
  const to = window.end === null ? dated.at(-1) : addDays(window.end, -1);
  const days: string[] = [];
  if (from !== undefined && to !== undefined && from <= to)
    for (const { first } of calendarSpans(unit, from, to)) {
      days.push(first);
      checkSize(days.length * perSpan);
    }
  const bars: Bar[] = days.map((first) => {
    const label = calendarLabel(unit, first);
    return {
      key: calendarKey(unit, first),
      label,
      members: [first],
      time: startOfDay(first, timeZone),
      timeLabel: label,
    };
  });
  if (counted.includes(null)) bars.push({ ...NONE, label: UNDATED, members: [null], time: null, timeLabel: UNDATED });
  return bars;
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
