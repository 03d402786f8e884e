import type { Aggregate, Model, Query } from 'mongoose';
import type { OperationBudget } from '../execution/operation-budget.js';
import { MAX_TIME_MS, type Database } from './database.js';
import type { ModelDefinition, Stored } from './model.js';

/** The methods of a mongoose model that begin a read, beside `aggregate`. */
const READS = new Set<string | symbol>(['find', 'findOne', 'findById', 'exists', 'distinct', 'countDocuments']);

/**
 * The database as the resolvers of one operation have it: the database ends each read of its models when the caller of the
 * operation no longer waits, and after {@link MAX_TIME_MS} at the latest. No read has to name a time itself. Reads of a
 * mutation have the whole time, because a mutation is not left when its caller goes.
 */
export function boundedDatabase(database: Database, operation: OperationBudget): Database {
  const models = new Map<ModelDefinition, unknown>();
  const bounded: Database = {
    ...database,
    model<R extends Stored>(definition: ModelDefinition<R>) {
      let model = models.get(definition as never);
      if (!model) models.set(definition as never, (model = boundedModel(database.model(definition), operation)));
      return model as Model<R>;
    },
  };
  wholes.set(bounded, database);
  return bounded;
}

/** By the database of an operation: the one that all operations of the server share. */
const wholes = new WeakMap<Database, Database>();

/** The database that all operations of a server share: what they wait for each other by is kept for it. */
export function sharedDatabase(database: Database): Database {
  return wholes.get(database) ?? database;
}

function boundedModel<R>(model: Model<R>, operation: OperationBudget): Model<R> {
  return new Proxy(model, {
    get(target, name) {
      const method = Reflect.get(target, name) as (...args: unknown[]) => unknown;
      if (name === 'aggregate')
        return (...args: unknown[]) =>
          (method.apply(target, args) as Aggregate<unknown[]>).option({ maxTimeMS: maxTimeMs(operation) });
      if (READS.has(name))
        return (...args: unknown[]) =>
          (method.apply(target, args) as Query<unknown, R>).maxTimeMS(maxTimeMs(operation));
      return method;
    },
  });
}

/** Milliseconds; MongoDB takes 0 for no bound. */
function maxTimeMs({ leftMs }: OperationBudget): number {
  return Math.max(1, Math.floor(Math.min(MAX_TIME_MS, leftMs)));
}
