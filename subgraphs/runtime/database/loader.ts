import DataLoader from 'dataloader';
import mongoose, { type Model, type Aggregate } from 'mongoose';
import type { ModelDefinition, Row, Stored } from './model.js';

/** How long any one read may take in the database, in milliseconds: shorter than a gateway waits for a subgraph. */
export const MAX_TIME_MS = 1_500;
/** Rows of an answer's first part: all of them, as no read is larger, so that there is no second round trip. */
export const BATCH_SIZE = 10_000;

/** Loads rows by id: one `find` a tick, a missing row is null. */
export type RowLoader<R extends Stored> = DataLoader<string, Row<R> | null>;

/** Gives a stored document its `id`. */
export function toRow<R extends Stored>(document: R): Row<R> {
  return Object.assign(document, { id: document._id });
}

/** Loads the rows of a collection by their ids. */
export function rowLoader<R extends Stored>(model: Model<R>, definition: ModelDefinition<R>): RowLoader<R> {
  return new DataLoader(async (ids: readonly string[]) => {
    const documents = await model
      .find({ _id: mongoose.trusted({ $in: [...ids] }) } as never, definition.fields)
      .maxTimeMS(MAX_TIME_MS)
      .batchSize(BATCH_SIZE)
      .lean<R[]>();
    const rows = new Map(documents.map(toRow).map((row) => [row.id, row]));
    return ids.map((id) => rows.get(id) ?? null);
  });
}

/**
 * Loads rows grouped by a key that several of them share (one `find` a tick), in the order of their ids.
 * For groups that cannot grow; a list that can is read by {@link file://../lists/related-pages.ts}.
 */
export function groupLoader<R extends Stored>(
  model: Model<R>,
  definition: ModelDefinition<R>,
  keysOf: (row: R) => readonly string[],
  filter: (keys: string[]) => object,
): DataLoader<string, Row<R>[]> {
  return new DataLoader(async (keys: readonly string[]) => {
    const documents = await model
      .find(mongoose.trusted(filter([...keys])) as never, definition.fields)
      .sort({ _id: 1 })
      .maxTimeMS(MAX_TIME_MS)
      .batchSize(BATCH_SIZE)
      .lean<R[]>();
    const groups = new Map<string, Row<R>[]>(keys.map((key) => [key, []]));
    for (const row of documents.map(toRow)) for (const key of keysOf(row)) groups.get(key)?.push(row);
    return keys.map((key) => groups.get(key) ?? []);
  });
}

/** Loads what an optional reference points at. */
export function loadOrNull<R>(loader: DataLoader<string, R | null>, id: string | null): Promise<R | null> | null {
  return id === null ? null : loader.load(id);
}

/** Runs an aggregation within the limits of every read. */
export function aggregateRows<R>(aggregate: Aggregate<R[]>): Promise<R[]> {
  return aggregate.option({ maxTimeMS: MAX_TIME_MS, batchSize: BATCH_SIZE }).exec();
}
