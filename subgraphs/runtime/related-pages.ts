import DataLoader from 'dataloader';
import type { Model, PipelineStage } from 'mongoose';
import { BATCH_SIZE, MAX_TIME_MS } from './loader.js';
import type { ModelDefinition, Row, Stored } from './model.js';
import { betweenCursors, sortOf, type Order } from './order.js';
import { pageOfRows, type Page } from './page.js';
import { readSlice, type PageArgs, type Slice } from './page-args.js';

/** A list that hangs on a parent: the events of a city, the solutions to a challenge. */
export interface Relation {
  /** The aggregation expression that gives the ids of a document's parents, an array: `['$ownerPartnerId']` or `'$parties.cityId'`. */
  parents: string | object | ReadonlyArray<string | object>;
  /** The filter that an index serves: documents of any of these parents. */
  of(parentIds: string[]): object;
  order: Order;
  /** Narrows the list further; part of what is batched together. */
  filter?: object;
}

/** Loads pages of related rows, for many parents at a time. */
export interface RelatedPages<R extends Stored> {
  load(parentId: string, relation: Relation, args: PageArgs): Promise<Page<Row<R>>>;
}

/**
 * Reads the same page of many parents in one aggregation a tick, each bounded by its own size: a parent
 * with many rows never starves another. For one parent alone no more is read than its page. Total counts are a second aggregation, only when asked for.
 */
export function relatedPages<R extends Stored>(model: Model<R>, definition: ModelDefinition<R>): RelatedPages<R> {
  const batches = new Map<string, { pages: DataLoader<string, R[]>; counts: DataLoader<string, number> }>();

  return {
    async load(parentId, relation, args) {
      const slice = readSlice(args);
      const between = betweenCursors(relation.order, slice);
      const key = JSON.stringify([relation.parents, relation.of([]), relation.filter, relation.order, slice]);
      let batch = batches.get(key);
      if (!batch) {
        batch = {
          pages: new DataLoader(async (ids) => grouped(ids, await model.aggregate<Ranked<R>>(ids.length === 1 ? ofOne(relation, ids[0]!, between, slice, definition) : [...ofParents(relation, ids, between), ...ranked(relation, slice.backward, slice.offset, slice.size + 1, definition)]).collation(relation.order.collation ?? { locale: 'simple' }).option({ maxTimeMS: MAX_TIME_MS, batchSize: BATCH_SIZE }))),
          counts: new DataLoader(async (ids) => counted(ids, await model.aggregate<Counted>([...ofParents(relation, ids, []), { $group: { _id: '$__parent', count: { $sum: 1 } } }]).option({ maxTimeMS: MAX_TIME_MS, batchSize: BATCH_SIZE }))),
        };
        batches.set(key, batch);
      }
      const { pages, counts } = batch;
      return pageOfRows(await pages.load(parentId), relation.order, slice, () => counts.load(parentId));
    },
  };
}

type Ranked<R> = R & { __parent: string; __rank?: number };
interface Counted {
  _id: string;
  count: number;
}

/** One row for each document and parent. A document that names a parent twice counts once. */
function ofParents({ parents, of, filter }: Relation, ids: readonly string[], between: object[]): PipelineStage[] {
  const wanted = [...ids];
  return [{ $match: { $and: [of(wanted), ...(filter ? [filter] : []), ...between] } }, { $set: { __parent: { $setIntersection: [parents, wanted] } } }, { $unwind: '$__parent' }];
}

/** The page of one parent: an index that serves its order ends the read. */
function ofOne<R extends Stored>({ of, filter, order }: Relation, id: string, between: object[], { backward, offset, size }: Slice, definition: ModelDefinition<R>): PipelineStage[] {
  return [
    { $match: { $and: [of([id]), ...(filter ? [filter] : []), ...between] } },
    { $sort: sortOf(order, backward) },
    ...(offset === 0 ? [] : [{ $skip: offset }]),
    { $limit: size + 1 },
    { $project: { ...definition.fields, __parent: { $literal: id } } },
  ];
}

function ranked<R extends Stored>({ order }: Relation, backward: boolean, skip: number, limit: number, definition: ModelDefinition<R>): PipelineStage[] {
  return [
    { $setWindowFields: { partitionBy: '$__parent', sortBy: sortOf(order, backward), output: { __rank: { $sum: 1, window: { documents: ['unbounded', 'current'] } } } } },
    { $match: { __rank: { $gt: skip, $lte: skip + limit } } },
    { $sort: { __parent: 1, __rank: 1 } },
    { $project: { ...definition.fields, __parent: 1 } },
  ];
}

function grouped<R extends Stored>(ids: readonly string[], rows: Ranked<R>[]): R[][] {
  const groups = new Map<string, R[]>(ids.map((id) => [id, []]));
  for (const row of rows) groups.get(row.__parent)?.push(row);
  return ids.map((id) => groups.get(id) ?? []);
}

function counted(ids: readonly string[], rows: Counted[]): number[] {
  const counts = new Map(rows.map((row) => [row._id, row.count]));
  return ids.map((id) => counts.get(id) ?? 0);
}
