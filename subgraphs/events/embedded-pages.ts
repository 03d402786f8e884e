import DataLoader from 'dataloader';
import type { Model, PipelineStage } from 'mongoose';
import { BATCH_SIZE, MAX_TIME_MS } from '../runtime/loader.js';
import type { Stored } from '../runtime/model.js';
import { betweenCursors, sortOf, type Order } from '../runtime/order.js';
import { pageOfRows, type Page } from '../runtime/page.js';
import { readSlice, type PageArgs } from '../runtime/page-args.js';
import type { StoredEvent } from './event.model.js';

/** One element of a list inside an event, on its own. Its id is the event's and its place in the list. */
export interface EmbeddedRow<T> extends Stored {
  eventId: string;
  earliestStart: string | null;
  item: T;
}

/** A list that hangs on a parent and holds parts of events: the sessions about a challenge. */
export interface EmbeddedRelation {
  /** The list inside an event. */
  list: 'sessions' | 'participations';
  /** The path within an element that holds the parent's id, or several ids. */
  parents: string;
}

/** By the first day on which the event may start, then by event and place in its list. */
const byStart: Order = { key: 'START', path: 'earliestStart', direction: 1 };

/**
 * Reads the same page of many parents in one aggregation a tick, as related pages of whole events do, but
 * each row is one element of a list inside an event. Total counts are a second aggregation, only when asked for.
 */
export function embeddedPages<T>(events: Model<StoredEvent>, relation: EmbeddedRelation) {
  const batches = new Map<string, { pages: DataLoader<string, EmbeddedRow<T>[]>; counts: DataLoader<string, number> }>();

  return async (parentId: string, args: PageArgs, filter: object = {}): Promise<Page<EmbeddedRow<T>>> => {
    const slice = readSlice(args);
    const between = betweenCursors(byStart, slice);
    const key = JSON.stringify([slice, filter]);
    let batch = batches.get(key);
    if (!batch) {
      const rank = { $setWindowFields: { partitionBy: '$parent', sortBy: sortOf(byStart, slice.backward), output: { rank: { $sum: 1, window: { documents: ['unbounded', 'current'] } } } } } as PipelineStage;
      const page: PipelineStage[] = [...between.map(($match) => ({ $match })), rank, { $match: { rank: { $gt: slice.offset, $lte: slice.offset + slice.size + 1 } } }, { $sort: { parent: 1, rank: 1 } }];
      batch = {
        pages: new DataLoader(async (ids) => groupedBy(ids, await events.aggregate<EmbeddedRow<T> & { parent: string }>([...elements(relation, ids, filter), ...page]).option({ maxTimeMS: MAX_TIME_MS, batchSize: BATCH_SIZE }))),
        counts: new DataLoader(async (ids) => {
          const counts = await events.aggregate<{ _id: string; count: number }>([...elements(relation, ids, filter), { $group: { _id: '$parent', count: { $sum: 1 } } }]).option({ maxTimeMS: MAX_TIME_MS, batchSize: BATCH_SIZE });
          return ids.map((id) => counts.find((count) => count._id === id)?.count ?? 0);
        }),
      };
      batches.set(key, batch);
    }
    const { pages, counts } = batch;
    return pageOfRows(await pages.load(parentId), byStart, slice, () => counts.load(parentId));
  };
}

/** One row for each element and parent. */
function elements({ list, parents }: EmbeddedRelation, ids: readonly string[], filter: object): PipelineStage[] {
  const wanted = [...ids];
  // Four digits, so that places sort as text.
  const place = { $substrBytes: [{ $toString: { $add: ['$place', 10_000] } }, 1, 4] };
  return [
    { $match: { [list]: { $elemMatch: { [parents]: { $in: wanted }, ...filter } } } },
    { $project: { earliestStart: 1, item: `$${list}` } },
    { $unwind: { path: '$item', includeArrayIndex: 'place' } },
    { $match: Object.fromEntries(Object.entries({ [parents]: { $in: wanted }, ...filter }).map(([path, condition]) => [`item.${path}`, condition])) },
    { $set: { eventId: '$_id', _id: { $concat: ['$_id', '/', place] }, parent: { $setIntersection: [{ $cond: [{ $isArray: `$item.${parents}` }, `$item.${parents}`, [`$item.${parents}`]] }, wanted] } } },
    { $unwind: '$parent' },
  ];
}

function groupedBy<R extends { parent: string }>(ids: readonly string[], rows: readonly R[]): R[][] {
  const groups = new Map<string, R[]>(ids.map((id) => [id, []]));
  for (const row of rows) groups.get(row.parent)?.push(row);
  return ids.map((id) => groups.get(id) ?? []);
}
