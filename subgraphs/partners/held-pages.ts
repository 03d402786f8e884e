import DataLoader from 'dataloader';
import type { Model, PipelineStage } from 'mongoose';
import type { Source } from '../facts/source.type.js';
import { BATCH_SIZE, MAX_TIME_MS } from '../runtime/loader.js';
import type { Stored } from '../runtime/model.js';
import { betweenCursors, sortOf, type Order } from '../runtime/order.js';
import { mapPage, pageOfRows, type Page } from '../runtime/page.js';
import { readSlice, type PageArgs } from '../runtime/page-args.js';
import { held, type Held } from './held.js';

/** Loads pages of facts that live inside their owners and hang on a parent: the deployments in a city. */
export interface HeldPages<F> {
  /**
   * @param path where a fact names its parent
   * @param filter a condition on `fact`, made by us
   */
  load(parentId: string, path: string, args: PageArgs, filter?: object): Promise<Page<Held<F>>>;
}

type ItemOf<L> = L extends ReadonlyArray<infer F extends object> ? F : never;

interface HeldRow<F> extends Stored {
  ownerId: string;
  sources: Source[];
  fact: F;
}

/** By the owner's id, then by the fact's own. */
const byOwner: Order = { key: 'OWNER', path: 'ownerId', direction: 1 };

/**
 * Reads the same page of many parents in one aggregation a tick, each bounded by its own size. Facts
 * without an id of their own are told apart by their place in the owner's list.
 *
 * @param list the path of the owner that holds the facts
 */
export function heldPages<O extends Stored, L extends string & keyof O>(model: Model<O>, list: L, hasId: boolean): HeldPages<ItemOf<O[L]>> {
  type F = ItemOf<O[L]>;
  const batches = new Map<string, { pages: DataLoader<string, HeldRow<F>[]>; counts: DataLoader<string, number> }>();

  return {
    async load(parentId, path, args, filter = {}) {
      const slice = readSlice(args);
      const between = betweenCursors(byOwner, slice);
      const key = JSON.stringify([path, filter, slice]);
      const facts = (ids: readonly string[]) => factsOf(list, hasId, path, [...ids], filter);
      let batch = batches.get(key);
      if (!batch) {
        batch = {
          pages: new DataLoader(async (ids) => {
            const rows = await model.aggregate<Ranked<F>>([...facts(ids), ...matchAll(between), ...ranked(path, sortOf(byOwner, slice.backward), slice.offset, slice.size + 1)]).option({ maxTimeMS: MAX_TIME_MS, batchSize: BATCH_SIZE });
            return ids.map((id) => rows.filter((row) => row.parent === id));
          }),
          counts: new DataLoader(async (ids) => {
            const counts = await model.aggregate<{ _id: string; count: number }>([...facts(ids), { $group: { _id: `$fact.${path}`, count: { $sum: 1 } } }]).option({ maxTimeMS: MAX_TIME_MS, batchSize: BATCH_SIZE });
            return ids.map((id) => counts.find((count) => count._id === id)?.count ?? 0);
          }),
        };
        batches.set(key, batch);
      }
      const { pages, counts } = batch;
      const page = pageOfRows(await pages.load(parentId), byOwner, slice, () => counts.load(parentId));
      return mapPage(page, ({ ownerId, sources, fact }) => held({ id: ownerId, sources }, fact));
    },
  };
}

type Ranked<F> = HeldRow<F> & { parent: string };

/** One row for each fact of any of the parents. The first stage is the one that an index serves. */
function factsOf(list: string, hasId: boolean, path: string, ids: string[], filter: object): PipelineStage[] {
  // Places as texts of one length, so that the tenth comes after the ninth.
  const place = { $concat: ['$_id', '/', { $toString: { $add: ['$place', 1_000_000] } }] };
  return [
    { $match: { [`${list}.${path}`]: { $in: ids } } },
    { $project: { sources: 1, fact: `$${list}` } },
    { $unwind: { path: '$fact', includeArrayIndex: 'place' } },
    { $match: { [`fact.${path}`]: { $in: ids }, ...filter } },
    { $set: { ownerId: '$_id', _id: hasId ? '$fact.id' : place } },
  ];
}

function matchAll(conditions: object[]): PipelineStage[] {
  return conditions.length === 0 ? [] : [{ $match: { $and: conditions } }];
}

function ranked(path: string, sortBy: Record<string, 1 | -1>, skip: number, limit: number): PipelineStage[] {
  return [
    { $setWindowFields: { partitionBy: `$fact.${path}`, sortBy, output: { rank: { $sum: 1, window: { documents: ['unbounded', 'current'] } } } } },
    { $match: { rank: { $gt: skip, $lte: skip + limit } } },
    { $sort: { rank: 1 } },
    { $project: { ownerId: 1, sources: 1, fact: 1, parent: `$fact.${path}` } },
  ];
}
