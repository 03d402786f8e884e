import type { Aggregate } from 'mongoose';
import { lazyRow } from './bson/lazy-row.js';
import { AS_BYTES, BATCH_SIZE, MAX_TIME_MS } from './loader.js';

/** Runs an aggregation within the limits of every read; its rows are read when they are asked. */
export async function aggregateRows<R>(aggregate: Aggregate<Uint8Array[]>): Promise<R[]> {
  const documents = await aggregate.option({ maxTimeMS: MAX_TIME_MS, batchSize: BATCH_SIZE, ...AS_BYTES } as never).exec();
  return documents.map((document) => lazyRow(document) as R);
}
