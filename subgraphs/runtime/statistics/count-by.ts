import mongoose, { type Model } from 'mongoose';
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

/** How many documents have a key, of a period when periods were asked for. */
export interface Count {
  key: string | null;
  period: string | null;
  count: number;
}

export interface CountOptions {
  /** A MongoDB filter made by us. */
  filter: object;
  /** Absent when all documents are one group. */
  grouping?: GroupKeys | null;
  /** The path of a day as text, and how many of its characters tell the period: 4 for the year, 7 for the month. */
  period?: { path: string; length: number } | null;
  /** The path of the day by which the filter chooses, which an index has beside the key. */
  sortPath?: string;
  /** Whether an index holds all that is counted, because the filter asks for nothing else. */
  isIndexed?: boolean;
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
  return {
    $map: {
      input: { $filter: { input: `$${list}`, as: 'item', cond: { $and: [...conditions] } } },
      as: 'item',
      in: `$$item.${path}`,
    },
  };
}

/**
 * Counts documents by their keys, in one aggregation that grows with the documents: each counts once for each of its keys,
 * and under null when it has none. Of a whole collection it reads an index in place of the documents where each has one
 * key at most: no index tells which of its entries are of one document.
 */
export async function countBy<R extends Stored>(
  model: Model<R>,
  { filter, grouping = null, period = null, sortPath, isIndexed = Object.keys(filter).length === 0 }: CountOptions,
): Promise<Count[]> {
  const isList = grouping !== null && 'keys' in grouping;
  const path = grouping !== null && 'path' in grouping ? grouping.path : null;
  const keys = isList ? grouping.keys : path === null ? { $literal: null } : `$${path}`;
  // Without a key, the index of ids has an entry for each document.
  const sorted = path === null ? [sortPath ?? '_id'] : [path, ...(sortPath === undefined ? [] : [sortPath])];
  const periodOf = period && {
    $cond: [{ $eq: [`$${period.path}`, null] }, null, { $substrBytes: [`$${period.path}`, 0, period.length] }],
  };
  const found = await aggregateRows(
    model.aggregate<{ _id: { key: string | null; period: string | null }; count: number }>([
      { $match: filter },
      ...(isIndexed && !isList ? [{ $sort: Object.fromEntries(sorted.map((path) => [path, 1 as const])) }] : []),
      { $project: { key: keys, period: periodOf ?? { $literal: null } } },
      ...(isList ? [{ $unwind: { path: '$key', preserveNullAndEmptyArrays: !grouping.countsItems } }] : []),
      { $group: { _id: { key: { $ifNull: ['$key', null] }, period: '$period' }, count: { $sum: 1 } } },
    ]),
  );
  return found.map(({ _id: { key, period: of }, count }) => ({ key, period: of, count }));
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
