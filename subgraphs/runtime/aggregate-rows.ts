import type { Aggregate } from 'mongoose';
import { rowFormat } from './bson/row-format.js';
import type { FieldReads } from './lean-reads.js';
import { BATCH_SIZE, MAX_TIME_MS } from './loader.js';

/** Runs an aggregation within the limits of every read; its rows are read when they are asked. */
export async function aggregateRows<R>(aggregate: Aggregate<unknown[]>, reads?: FieldReads): Promise<R[]> {
  const { options, row } = rowFormat(aggregate.model());
  const documents = await aggregate.option({ maxTimeMS: MAX_TIME_MS, batchSize: BATCH_SIZE, ...options }).exec();
  return documents.map((document) => row(document, reads) as R);
}
