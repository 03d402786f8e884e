import type { PipelineStage } from 'mongoose';
import type { Bucket } from '../../domain/bucket.type.js';
import { startOfDay } from '../../domain/dates/calendar-day.js';
import { calendarLabel } from '../../domain/dates/calendar-label.js';
import { calendarSpans, type CalendarSpan, type CalendarUnit } from '../../domain/dates/calendar-spans.js';
import { latestDay } from '../../domain/dates/partial-date.js';
import type { Database } from '../../runtime/database/database.js';
import { MAX_TIME_MS } from '../../runtime/database/loader.js';
import { cityModel } from '../city/city.model.js';
import type { CityStatus } from '../vocabulary/vocabulary.js';

/**
 * Counts the cities that reached a status in spans of the calendar, each city once, on the last day that its first
 * entry of the status may mean.
 *
 * @param filter a MongoDB filter made by us
 */
export async function statusStats(
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
  const dates = await database
    .model(cityModel)
    .aggregate<{ _id: string[]; count: number }>(datesOf(status, filter))
    .option({ maxTimeMS: MAX_TIME_MS });
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
