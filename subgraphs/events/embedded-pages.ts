import DataLoader from 'dataloader';
import type { Model, PipelineStage } from 'mongoose';
import { BATCH_SIZE, MAX_TIME_MS } from '../runtime/loader.js';
import type { Stored } from '../runtime/model.js';
import { betweenCursors, sortOf, type Order } from '../runtime/order.js';
import { pageOfRows, type Page } from '../runtime/page.js';
import { readSlice, type PageArgs, type Slice } from '../runtime/page-args.js';
import { eventModel, type StoredEvent } from './event.model.js';

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

/** Parents of one command: each is a read of its own in it. */
const MAX_PARENTS = 100;

/**
 * Reads the same page of many parents in one aggregation a tick, as related pages of whole events do, but
 * each row is one element of a list inside an event. Total counts are a second aggregation, only when asked for.
 */
export function embeddedPages<T>(events: Model<StoredEvent>, relation: EmbeddedRelation) {
  const batches = new Map<string, { pages: DataLoader<string, EmbeddedRow<T>[]>; counts: DataLoader<string, number> }>();

  function batchOf(slice: Slice, filter: object) {
    const pageOf = (id: string) => onePage(relation, id, filter, slice);
    return {
      pages: new DataLoader<string, EmbeddedRow<T>[]>(
        async ([first, ...others]) => {
          const pipeline: PipelineStage[] = [...pageOf(first!), ...others.map((id) => ({ $unionWith: { coll: eventModel.name, pipeline: pageOf(id) } }))];
          return groupedBy([first!, ...others], await events.aggregate<EmbeddedRow<T> & { parent: string }>(pipeline).option({ maxTimeMS: MAX_TIME_MS, batchSize: BATCH_SIZE }));
        },
        { maxBatchSize: MAX_PARENTS },
      ),
      counts: new DataLoader<string, number>(async (ids) => {
        const counts = await events.aggregate<{ _id: string; count: number }>([...matching(relation, ids, filter), ...elements(relation, ids, filter), { $group: { _id: '$parent', count: { $sum: 1 } } }]).option({ maxTimeMS: MAX_TIME_MS, batchSize: BATCH_SIZE });
        return ids.map((id) => counts.find((count) => count._id === id)?.count ?? 0);
      }),
    };
  }

  return async (parentId: string, args: PageArgs, filter: object = {}): Promise<Page<EmbeddedRow<T>>> => {
    const slice = readSlice(args);
    const key = JSON.stringify([slice, filter]);
    const batch = batches.get(key) ?? batchOf(slice, filter);
    batches.set(key, batch);
    return pageOfRows(await batch.pages.load(parentId), byStart, slice, () => batch.counts.load(parentId));
  };
}

type Stages = Exclude<PipelineStage, PipelineStage.Merge | PipelineStage.Out>[];

function onePage(relation: EmbeddedRelation, id: string, filter: object, slice: Slice): Stages {
  const { backward, offset, size } = slice;
  const between = betweenCursors(byStart, slice);
  // Each event that matches gives a row or more, so that no page needs more events than it has rows.
  const enough: Stages = between.length > 0 ? [] : [{ $sort: sortOf(byStart, backward) }, { $limit: offset + size + 1 }];
  return [
    ...matching(relation, [id], filter),
    ...enough,
    ...elements(relation, [id], filter),
    ...between.map(($match) => ({ $match })),
    { $sort: sortOf(byStart, backward) },
    ...(offset === 0 ? [] : [{ $skip: offset }]),
    { $limit: size + 1 },
  ];
}

function matching({ list, parents }: EmbeddedRelation, ids: readonly string[], filter: object): Stages {
  return [{ $match: { [list]: { $elemMatch: { [parents]: { $in: [...ids] }, ...filter } } } }];
}

/** One row for each element and parent. */
function elements({ list, parents }: EmbeddedRelation, ids: readonly string[], filter: object): Stages {
  const wanted = [...ids];
  // Four digits, so that places sort as text; a sign before all that ids are made of, so that rows sort as their events do.
  const place = { $substrBytes: [{ $toString: { $add: ['$place', 10_000] } }, 1, 4] };
  return [
    { $project: { earliestStart: 1, item: `$${list}` } },
    { $unwind: { path: '$item', includeArrayIndex: 'place' } },
    { $match: Object.fromEntries(Object.entries({ [parents]: { $in: wanted }, ...filter }).map(([path, condition]) => [`item.${path}`, condition])) },
    { $set: { eventId: '$_id', _id: { $concat: ['$_id', '+', place] }, parent: { $setIntersection: [{ $cond: [{ $isArray: `$item.${parents}` }, `$item.${parents}`, [`$item.${parents}`]] }, wanted] } } },
    { $unwind: '$parent' },
  ];
}

function groupedBy<R extends { parent: string }>(ids: readonly string[], rows: readonly R[]): R[][] {
  const groups = new Map<string, R[]>(ids.map((id) => [id, []]));
  for (const row of rows) groups.get(row.parent)?.push(row);
  return ids.map((id) => groups.get(id) ?? []);
}
