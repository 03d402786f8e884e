import mongoose, { type Model } from 'mongoose';
import { MAX_TIME_MS } from './loader.js';
import type { Stored } from './model.js';

/**
 * Counts the rows of a list. A whole collection is counted in the index of its ids: that reads an entry for each row, as
 * every exact count does, and no row.
 *
 * @param filter a MongoDB filter made by us
 */
export async function countRows<R extends Stored>(model: Model<R>, filter: object): Promise<number> {
  const isWhole = Object.keys(filter).length === 0;
  return model
    .countDocuments(mongoose.trusted(filter) as never, isWhole ? { hint: { _id: 1 } } : {})
    .maxTimeMS(MAX_TIME_MS);
}
