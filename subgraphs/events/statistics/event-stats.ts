import type { ENTITY_OWNERS } from '../../domain/entity-owners.js';
import type { Model, PipelineStage } from 'mongoose';
import type { Bucket } from '../../domain/bucket.type.js';
import { addDays, dayAt, startOfDay } from '../../domain/dates/calendar-day.js';
import { calendarSpans, startOfSpan } from '../../domain/dates/calendar-spans.js';
import { CHALLENGE_NAMES } from '../../domain/vocabulary/challenge-names.js';
import { checkTimeZone } from '../../domain/checks/check-time-zone.js';
import { labelsOf, type Vocabulary } from '../../domain/vocabulary/define-enum.js';
import { languageLabel } from '../../domain/texts/language-label.js';
import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import { refusal } from '../../runtime/errors/errors.js';
import { foreignLabels } from '../../runtime/foreign/foreign-labels.js';
import { MAX_TIME_MS } from '../../runtime/database/loader.js';
import type { ForeignEntityClient } from '../../runtime/foreign/foreign-entity-client.js';
import { eventFilter } from '../event/event.args.js';
import type { StoredEvent } from '../event/event.model.js';
import type { EventGroup, EventStatsArgs } from './event-stats.args.js';
import { EventFormat, EventKind, EventStatus } from '../vocabulary/vocabulary.js';

/** Bars of one chart. */
const MOST = 1_000;

interface Grouping {
  path: string;
  many?: true;
  /** What every key is called, where all are known: each is a group, also without an event. */
  known?: Readonly<Record<string, LocalizedText>>;
  label?: (key: string) => LocalizedText;
  /** What the keys are the ids of, where another subgraph names them. */
  foreign?: keyof typeof ENTITY_OWNERS;
}

/** Where a group is read from, and how it is called. */
const GROUPS: Record<EventGroup, Grouping> = {
  KIND: { path: '$kind', known: wordsOf(EventKind) },
  FORMAT: { path: '$format', known: wordsOf(EventFormat) },
  STATUS: { path: '$status', known: wordsOf(EventStatus) },
  PROGRAMME: { path: '$programmeId', foreign: 'Programme' },
  HOST: { path: '$hosts', many: true, foreign: 'Partner' },
  VENUE_CITY: { path: '$venue.cityId', foreign: 'City' },
  LANGUAGE: { path: '$languages', many: true, label: languageLabel },
  CHALLENGE: { path: '$sessions.challenges', many: true, known: CHALLENGE_NAMES, foreign: 'Challenge' },
};

interface Counted {
  key: string | null;
  day: string | null;
  count: number;
}

/**
 * Counts events for a chart in one aggregation, which grows with the events that it counts: by groups in the order of their vocabulary or key, those without any
 * last, and within each by time, undated ones last.
 *
 * @throws BAD_USER_INPUT for an unknown time zone, a window that ends before it begins, or more than 1,000 bars
 */
export async function eventStats(
  events: Model<StoredEvent>,
  owners: ForeignEntityClient,
  { from, to, bucket, timeZone, groupBy, filter }: EventStatsArgs,
): Promise<Bucket[]> {
  checkTimeZone('timeZone', timeZone);
  if (from != null && to != null && from >= to)
    throw refusal(
      'BAD_USER_INPUT',
      { en: '`to` must lie after `from`.', th: '`to` ต้องอยู่หลัง `from`' },
      { argument: 'to' },
    );
  const [first, end] = [
    from == null ? null : firstDayFrom(from, timeZone),
    to == null ? null : firstDayFrom(to, timeZone),
  ];
  const within =
    first === null && end === null
      ? []
      : [{ earliestStart: { $ne: null, ...(first !== null && { $gte: first }), ...(end !== null && { $lt: end }) } }];
  // Whole days, so that spans are told apart here, by the calendar, and the database counts little more than it answers.
  const day =
    bucket == null
      ? null
      : bucket === 'YEAR'
        ? { $substrBytes: ['$earliestStart', 0, 4] }
        : bucket === 'MONTH' || bucket === 'QUARTER'
          ? { $substrBytes: ['$earliestStart', 0, 7] }
          : '$earliestStart';
  const rows = await events
    .aggregate<{ _id: { key?: string | null; day?: string | null }; count: number }>([
      { $match: { $and: [eventFilter(filter), ...within] } },
      ...fromIndex(groupBy, filter),
      ...grouped(groupBy),
      {
        $group: {
          _id: {
            key: groupBy == null ? null : '$key',
            day: day && { $cond: [{ $eq: ['$earliestStart', null] }, null, day] },
          },
          count: { $sum: 1 },
        },
      },
    ])
    .option({ maxTimeMS: MAX_TIME_MS });
  const counted = rows.map(({ _id, count }): Counted => ({
    key: _id.key ?? null,
    day: _id.day == null || bucket == null ? null : startOfSpan(`${_id.day}-01-01`.slice(0, 10), bucket),
    count,
  }));

  const keys = keysOf(counted, groupBy);
  const days =
    bucket == null
      ? [null]
      : spans(counted, bucket, first, to == null ? null : dayAt(Number(to) - 1, timeZone), keys.length);
  checkSize(keys.length * days.length);
  const counts = new Map<string, number>();
  for (const { key, day: at, count } of counted) counts.set(`${key} ${at}`, (counts.get(`${key} ${at}`) ?? 0) + count);
  const times = new Map(days.map((at) => [at, at === null ? null : startOfDay(at, timeZone)]));
  const labelOf = labelsBy(groupBy, keys, owners);
  return keys.flatMap((key) =>
    days.map((at) => ({
      key,
      label: labelOf(key),
      time: times.get(at) ?? null,
      count: counts.get(`${key} ${at}`) ?? 0,
    })),
  );
}

/** The first day that begins at a moment or later. */
function firstDayFrom(moment: Date, timeZone: string): string {
  const day = dayAt(moment, timeZone);
  return startOfDay(day, timeZone) >= moment ? day : addDays(day, 1);
}

/** Lets an index that holds all that is counted be read in place of the events; where an event may have several keys, none does. */
function fromIndex(groupBy: EventGroup | null | undefined, filter: EventStatsArgs['filter']): PipelineStage[] {
  if (filter != null && Object.keys(filter).length > 0) return [];
  if (groupBy == null) return [{ $sort: { earliestStart: 1 } }];
  const { path, many } = GROUPS[groupBy];
  return many ? [] : [{ $sort: { [path.slice(1)]: 1, earliestStart: 1 } }];
}

/** One row for each event and group it falls into; what has none falls into null. */
function grouped(groupBy: EventGroup | null | undefined): PipelineStage[] {
  if (groupBy == null) return [];
  const { path, many } = GROUPS[groupBy];
  if (!many) return [{ $project: { earliestStart: 1, key: path } }];
  const lists =
    groupBy === 'CHALLENGE'
      ? { $reduce: { input: path, initialValue: [], in: { $setUnion: ['$$value', '$$this'] } } }
      : { $setUnion: [{ $ifNull: [path, []] }, []] };
  return [
    { $project: { earliestStart: 1, key: lists } },
    { $unwind: { path: '$key', preserveNullAndEmptyArrays: true } },
  ];
}

function keysOf(counted: readonly Counted[], groupBy: EventGroup | null | undefined): Array<string | null> {
  if (groupBy == null) return [null];
  const known = Object.keys(GROUPS[groupBy].known ?? {});
  const others = counted.flatMap(({ key }) => (key === null || known.includes(key) ? [] : [key])).sort();
  return [...new Set([...known, ...others]), ...(counted.some(({ key }) => key === null) ? [null] : [])];
}

/** The first days of all spans of a chart, then null when undated events are among those counted. */
function spans(
  counted: readonly Counted[],
  bucket: NonNullable<EventStatsArgs['bucket']>,
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

function labelsBy(
  groupBy: EventGroup | null | undefined,
  keys: ReadonlyArray<string | null>,
  owners: ForeignEntityClient,
): (key: string | null) => Bucket['label'] {
  if (groupBy == null) return () => ({ en: 'Events', th: 'กิจกรรม' });
  const { known = {}, label, foreign } = GROUPS[groupBy];
  const foreignLabel =
    foreign && foreignLabels(owners, foreign, keys.filter((key) => key !== null && !(key in known)) as string[]);
  return (key) => {
    if (key === null) return { en: 'Unknown', th: 'ไม่ทราบ' };
    return known[key] ?? label?.(key) ?? (() => foreignLabel!(key));
  };
}

function wordsOf(vocabulary: Vocabulary): Record<string, LocalizedText> {
  return Object.fromEntries(Object.entries(labelsOf(vocabulary)).map(([key, { en, th }]) => [key, { en, th }]));
}
