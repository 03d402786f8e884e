import type { Model } from 'mongoose';
import { MAX_TIME_MS } from '../../runtime/database/loader.js';
import type { Stored } from '../../runtime/database/model.js';

/**
 * Counts the documents of a list by keys, in one aggregation. A document counts once for each of its keys, and under
 * null when it has none. It grows with the documents that it counts: of a whole collection it reads an index in their
 * place where each has one key.
 *
 * @param filter made by us, the one by which the list is read
 * @param keys the aggregation expression that gives a document's keys, an array
 */
export async function countKeys<R extends Stored>(
  model: Model<R>,
  filter: object,
  keys: object,
): Promise<Map<string | null, number>> {
  const single = Array.isArray(keys) ? (keys[0] === null ? '_id' : String(keys[0]).slice(1)) : null;
  const fromIndex = single !== null && Object.keys(filter).length === 0 ? [{ $sort: { [single]: 1 as const } }] : [];
  const found = await model
    .aggregate<{ _id: string | null; count: number }>([
      { $match: filter },
      ...fromIndex,
      { $project: { keys } },
      { $unwind: { path: '$keys', preserveNullAndEmptyArrays: true } },
      { $group: { _id: { $ifNull: ['$keys', null] }, count: { $sum: 1 } } },
    ])
    .option({ maxTimeMS: MAX_TIME_MS });
  return new Map(found.map(({ _id, count }) => [_id, count]));
}

/** The keys that are held in a list of a document, each once: of the items that fit every condition on `$$item`. */
export function keysHeld(list: string, path: string, conditions: readonly object[]): object {
  return { $setUnion: [heldAt(list, path, conditions), []] };
}

/** The same, as often as they are held. */
export function heldAt(list: string, path: string, conditions: readonly object[]): object {
  return {
    $map: {
      input: { $filter: { input: `$${list}`, as: 'item', cond: { $and: [...conditions] } } },
      as: 'item',
      in: `$$item.${path}`,
    },
  };
}
