import mongoose, { type Model, type PipelineStage } from 'mongoose';
import type { DayWindow } from '../../domain/dates/day-window.js';
import { firstDayOf, startsWithin } from '../../domain/dates/partial-date.js';
import type { LocalizedText } from '../../domain/texts/localized-text.type.js';
import { aggregateRows, BATCH_SIZE } from '../database/loader.js';
import type { ModelDefinition, Stored } from '../database/model.js';

/** How the documents of a collection fall into groups, and what is known of these. */
export type Grouping = GroupKeys & GroupLabels;

/** The keys of a document: one at most, at a path; or several, of which an aggregation expression gives the array. */
export type GroupKeys = { path: string } | { keys: object; countsItems?: boolean };

export interface GroupLabels {
  /** Groups of which all are known, with their labels: each is there, also without a document. */
  known?: Readonly<Record<string, LocalizedText>>;
  /** The collection whose records are the groups, under their names: each is there, also without a document. */
  named?: ModelDefinition<Stored & { name: LocalizedText }>;
  /** The path of every key that any document has: each is a group, also where the filter leaves none of its documents. */
  distinct?: string;
  /** The label of a key. */
  label?: (key: string) => LocalizedText;
  /** The type of another subgraph whose ids the keys are: their labels come from there. */
  foreign?: string;
}

/** The day on which a document counts, `YYYY-MM-DD`, null when it has none. */
export type CountedDay =
  /** The first day of the partial date at a path. `isIndexedByKey` where an index has it beside each key. */
  | { path: string; isIndexedByKey?: boolean }
  /** An aggregation expression. */
  | { expression: object };

/** How many documents have these keys, on days of a period. */
export interface Count extends Amount {
  key: string | null;
  /** Null without a second grouping. */
  thenKey: string | null;
  /** The beginning of their day that was asked for, null of an unknown day. */
  period: string | null;
}

/** Of some documents how many they are, the sum of their values, and how many of them have one. */
export interface Amount {
  count: number;
  sum: number;
  valued: number;
}

export interface CountOptions {
  /** A MongoDB filter made by us. */
  filter: object;
  /** Absent when all documents are one group. */
  grouping?: GroupKeys | null;
  /** Counts within the groups of this one too. */
  thenGrouping?: GroupKeys | null;
  day: CountedDay;
  /** The days that count; documents of an unknown day do only where both are null. */
  window: DayWindow;
  /** How many characters of the day tell the period: 4 for the year, 7 for the month. Absent when time is not divided. */
  periodLength?: number | null;
  /** An aggregation expression that gives a number, or null. */
  value?: object | string | null;
}

/** The keys that an expression gives, each once for a document, also where it is held twice. */
export function eachOnce(expression: string | object): GroupKeys {
  return { keys: { $setDifference: [{ $ifNull: [expression, []] }, [null]] } };
}

/** The keys at a path of those items of a list that fit every condition on `$$item`, each once. */
export function keysOfItems(list: string, path: string, conditions: readonly object[] = []): GroupKeys {
  return eachOnce(itemKeys(list, path, conditions));
}

/** Counts the items of a list, not the documents that hold them; a document without any is not counted. */
export function items(list: string, path: string, conditions: readonly object[] = []): GroupKeys {
  return { keys: itemKeys(list, path, conditions), countsItems: true };
}

function itemKeys(list: string, path: string, conditions: readonly object[]): object {
  return { $map: { input: itemsOf(list, conditions), as: 'item', in: `$$item.${path}` } };
}

/** The expression of those items of a list that fit every condition on `$$item`. */
export function itemsOf(list: string, conditions: readonly object[]): object {
  return { $filter: { input: { $ifNull: [`$${list}`, []] }, as: 'item', cond: { $and: [...conditions] } } };
}

/**
 * Counts documents by their keys, in one aggregation that grows with the documents: each counts once for each of its keys,
 * and under null when it has none. Of a whole collection it reads an index in place of the documents where each has one
 * key at most: no index tells which of its entries are of one document.
 */
export async function countBy<R extends Stored>(
  model: Model<R>,
  { filter, grouping = null, thenGrouping = null, day, window, periodLength = null, value = null }: CountOptions,
): Promise<Count[]> {
  const isBounded = window.first !== null || window.end !== null;
  const path = 'path' in day ? day.path : null;
  const needsDay = periodLength !== null || isBounded;
  const isIndexed = Object.keys(filter).length === 0 && thenGrouping === null && value === null;
  const sorted = isIndexed ? indexedPaths(grouping, day, needsDay) : [];
  const dayOf = path === null ? (day as { expression: object }).expression : firstDayOf(`$${path}`);
  const found = await aggregateRows(
    model.aggregate<Amount & { _id: Omit<Count, keyof Amount> }>([
      { $match: path === null || !isBounded ? filter : { $and: [filter, { [path]: startsWithin(window) }] } },
      ...(sorted.length > 0 ? [{ $sort: Object.fromEntries(sorted.map((of) => [of, 1 as const])) }] : []),
      {
        $project: {
          key: keysOf(grouping),
          thenKey: keysOf(thenGrouping),
          day: needsDay ? { $ifNull: [dayOf, null] } : { $literal: null },
          value: value ?? { $literal: null },
        },
      },
      ...(path === null && isBounded ? [{ $match: { day: within(window) } }] : []),
      ...unwound('key', grouping),
      ...unwound('thenKey', thenGrouping),
      {
        $group: {
          _id: {
            key: { $ifNull: ['$key', null] },
            thenKey: { $ifNull: ['$thenKey', null] },
            period:
              periodLength === null
                ? { $literal: null }
                : { $cond: [{ $eq: ['$day', null] }, null, { $substrBytes: ['$day', 0, periodLength] }] },
          },
          count: { $sum: 1 },
          sum: { $sum: '$value' },
          valued: { $sum: { $cond: [{ $isNumber: '$value' }, 1, 0] } },
        },
      },
    ]),
  );
  return found.map(({ _id, ...amount }) => ({ ..._id, ...amount }));
}

function keysOf(grouping: GroupKeys | null): object | string {
  if (grouping === null) return { $literal: null };
  return 'keys' in grouping ? grouping.keys : `$${grouping.path}`;
}

function unwound(field: string, grouping: GroupKeys | null): PipelineStage.FacetPipelineStage[] {
  if (grouping === null || !('keys' in grouping)) return [];
  return [{ $unwind: { path: `$${field}`, preserveNullAndEmptyArrays: !grouping.countsItems } }];
}

/** The paths of an index that has all that is counted of a whole collection; empty when there is none. */
function indexedPaths(grouping: GroupKeys | null, day: CountedDay, needsDay: boolean): string[] {
  if (needsDay && !('path' in day)) return [];
  const dayPaths = needsDay ? [(day as { path: string }).path] : [];
  // Without a key, the index of ids has an entry for each document.
  if (grouping === null) return needsDay ? dayPaths : ['_id'];
  if (!('path' in grouping) || (needsDay && !(day as { isIndexedByKey?: boolean }).isIndexedByKey)) return [];
  return [grouping.path, ...dayPaths];
}

function within({ first, end }: DayWindow): object {
  return { $ne: null, ...(first !== null && { $gte: first }), ...(end !== null && { $lt: end }) };
}

/** Reads the keys that are groups whether or not a document was counted in them, with the names that are on file. */
export async function readKnownKeys<R extends Stored>(
  model: Model<R>,
  modelOf: (definition: ModelDefinition<Stored & { name: LocalizedText }>) => Model<Stored & { name: LocalizedText }>,
  { known, named, distinct }: GroupLabels,
): Promise<Map<string, LocalizedText | null>> {
  if (known) return new Map(Object.entries(known));
  if (named) {
    const found = await modelOf(named)
      .find({}, { name: 1 })
      .sort({ _id: 1 })
      .limit(MAX_NAMED)
      .batchSize(BATCH_SIZE)
      .lean<Array<{ _id: string; name: LocalizedText }>>();
    return new Map(found.map(({ _id, name }) => [_id, name]));
  }
  if (distinct === undefined) return new Map();
  // A document without any stands in the index under null.
  const keys = (await model.distinct(distinct, mongoose.trusted({}) as never)) as Array<string | null>;
  return new Map(
    keys
      .flatMap((key) => (key === null ? [] : [key]))
      .sort()
      .map((key) => [key, null]),
  );
}

/** Groups that a chart shows without any document. */
const MAX_NAMED = 1_000;
