import DataLoader, { type BatchLoadFn, type Options } from 'dataloader';
import mongoose, { type Model, type Aggregate } from 'mongoose';
import { currentOperation, scheduleBatch } from '../execution/current-operation.js';
import type { ModelDefinition, Row, Stored } from './model.js';

/** Rows of an answer's first part: all of them, as no read is larger, so that there is no second round trip. */
export const BATCH_SIZE = 10_000;

/**
 * Makes a DataLoader, which sends one batch a tick also where the resolvers of its operation are spread over turns.
 *
 * @param operation needed where the loader is not made together with the others of a request
 */
export function createLoader<K, V, C = K>(
  load: BatchLoadFn<K, V>,
  options?: Options<K, V, C>,
  operation = currentOperation(),
): DataLoader<K, V, C> {
  return new DataLoader(load, { ...options, batchScheduleFn: (send) => scheduleBatch(operation, send) });
}

/** Loads rows by id: one `find` a tick, a missing row is null. */
export type RowLoader<R extends Stored> = DataLoader<string, Row<R> | null>;

/** Gives a stored document its `id`. */
export function toRow<R extends Stored>(document: R): Row<R> {
  return Object.assign(document, { id: document._id });
}

/**
 * Loads the rows of a collection by their ids.
 *
 * @param readOthers reads rows by ids that the collection does not have
 */
export function rowLoader<R extends Stored>(
  model: Model<R>,
  definition: ModelDefinition<R>,
  readOthers?: (ids: string[]) => Promise<Row<R>[]>,
): RowLoader<R> {
  return createLoader(async (ids: readonly string[]) => {
    const documents = await model
      .find({ _id: mongoose.trusted({ $in: [...ids] }) } as never, definition.fields)
      .batchSize(BATCH_SIZE)
      .lean<R[]>();
    const rows = new Map(documents.map(toRow).map((row) => [row.id, row]));
    const others = ids.filter((id) => !rows.has(id));
    if (readOthers && others.length > 0) for (const row of await readOthers(others)) rows.set(row.id, row);
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
  return createLoader(async (keys: readonly string[]) => {
    const documents = await model
      .find(mongoose.trusted(filter([...keys])) as never, definition.fields)
      .sort({ _id: 1 })
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

/** Runs an aggregation and has all its rows in the first response. */
export function aggregateRows<R>(aggregate: Aggregate<R[]>): Promise<R[]> {
  return aggregate.option({ batchSize: BATCH_SIZE }).exec();
}
