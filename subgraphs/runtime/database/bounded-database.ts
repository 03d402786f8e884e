import type { Aggregate, Model, Query } from 'mongoose';
import type { OperationBudget } from '../execution/operation-budget.js';
import type { Dimensions } from '../freshness/dimensions.js';
import { readByFilter, readByPipeline } from '../freshness/read-keys.js';
import type { OperationFreshness } from '../freshness/result-freshness.js';
import { MAX_TIME_MS, type Commit, type Database } from './database.js';
import type { ModelDefinition, Stored } from './model.js';

/** The methods of a mongoose model that begin a read, beside `aggregate`, and how the filter is found in their arguments. */
const READS: ReadonlyMap<string | symbol, (args: readonly unknown[]) => unknown> = new Map([
  ...['find', 'findOne', 'exists', 'countDocuments'].map(
    (name) => [name, ([filter]: readonly unknown[]) => filter] as const,
  ),
  ['findById', ([_id]) => ({ _id })],
  ['distinct', ([, filter]) => filter],
]);

/** Collects what the reads of an operation depend on. */
export interface ReadCollector {
  readonly freshness: OperationFreshness;
  readonly dimensions: Dimensions;
}

/**
 * The database as the resolvers of one operation have it: the database ends each read of its models when the caller of the
 * operation no longer waits, and after {@link MAX_TIME_MS} at the latest. No read has to name a time itself. Reads of a
 * mutation have the whole time, because a mutation is not left when its caller goes.
 *
 * @param collector told what is read and written, where whoever asks wants to know what the result depends on
 */
export function boundedDatabase(
  database: Database,
  operation: OperationBudget,
  collector: ReadCollector | null = null,
): Database {
  const models = new Map<ModelDefinition, unknown>();
  const bounded: Database = {
    ...database,
    model<R extends Stored>(definition: ModelDefinition<R>) {
      let model = models.get(definition as never);
      if (!model)
        models.set(definition as never, (model = boundedModel(database.model(definition), operation, collector)));
      return model as Model<R>;
    },
    transaction: (work, onCommit) =>
      database.transaction(
        (session) => {
          operation.onTransaction?.(session.id!.id.toString('hex'));
          return work(session);
        },
        (commit) => {
          noteCommit(bounded, commit);
          onCommit?.(commit);
        },
      ),
  };
  wholes.set(bounded, database);
  if (collector) collectors.set(bounded, collector);
  return bounded;
}

/** By the database of an operation: the one that all operations of the server share. */
const wholes = new WeakMap<Database, Database>();

/** The database that all operations of a server share: what they wait for each other by is kept for it. */
export function sharedDatabase(database: Database): Database {
  return wholes.get(database) ?? database;
}

/** By the database of an operation. */
const collectors = new WeakMap<Database, ReadCollector>();

/**
 * Notes what was committed for an operation by others than its own database.
 *
 * @param commit null when it is not known what was written
 */
export function noteCommit(database: Database, commit: Commit | null): void {
  collectors.get(database)?.freshness.wrote(commit);
}

function boundedModel<R>(model: Model<R>, operation: OperationBudget, collector: ReadCollector | null): Model<R> {
  // What a mutation reads is kept by nobody.
  const collecting = () => (operation.isMutation ? null : collector);
  return new Proxy(model, {
    get(target, name) {
      const method = Reflect.get(target, name) as (...args: unknown[]) => unknown;
      const { name: collection } = target.collection;
      if (name === 'aggregate')
        return (...args: unknown[]) => {
          const to = collecting();
          if (to) readByPipeline(to.freshness, to.dimensions, collection, args[0]);
          return (method.apply(target, args) as Aggregate<unknown[]>).option({
            maxTimeMS: maxTimeMs(operation),
            ...(operation.comment !== undefined && { comment: operation.comment }),
          });
        };
      const filterIn = READS.get(name);
      if (filterIn)
        return (...args: unknown[]) => {
          const to = collecting();
          if (to) readByFilter(to.freshness, to.dimensions, collection, filterIn(args));
          const query = (method.apply(target, args) as Query<unknown, R>).maxTimeMS(maxTimeMs(operation));
          return operation.comment === undefined ? query : query.comment(operation.comment);
        };
      // Whatever else it gives may read anything.
      collecting()?.freshness.readAll(collection);
      return method;
    },
  });
}

/** Milliseconds; MongoDB takes 0 for no bound. */
function maxTimeMs({ leftMs }: OperationBudget): number {
  return Math.max(1, Math.floor(Math.min(MAX_TIME_MS, leftMs)));
}
