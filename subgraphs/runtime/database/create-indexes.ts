import mongoose, { type mongo } from 'mongoose';
import type { Database } from './database.js';
import type { ModelDefinition } from './model.js';
import type { Subgraph } from '../subgraph.js';

/**
 * Creates a subgraph's collections and the indexes that its models declare; what is there already stays. The collections
 * keep what a document was before a change, for who follows the changes.
 */
export async function createIndexes(database: Database, subgraph: Subgraph): Promise<void> {
  await Promise.all(subgraph.models.map((definition) => createIndexesOf(database, definition)));
  await keepImages(database, subgraph);
}

/** Without it all is right as well, but each change counts as one of the whole collection. */
async function keepImages(database: Database, { models }: Subgraph): Promise<void> {
  const { db } = database.connection;
  const found = (await db!.listCollections().toArray()) as mongo.CollectionInfo[];
  const kept = new Set(
    found.flatMap(({ name, options }) => (options?.['changeStreamPreAndPostImages']?.enabled ? [name] : [])),
  );
  await Promise.all(
    models
      .filter(({ name }) => !kept.has(name))
      .map(({ name }) =>
        db!.command({ collMod: name, changeStreamPreAndPostImages: { enabled: true } }).catch((error: unknown) => {
          if (!isUnauthorized(error)) throw error;
        }),
      ),
  );
}

/** Not authorised: https://github.com/mongodb/mongo/blob/v6.0/src/mongo/base/error_codes.yml, and the code of Atlas for it. */
const UNAUTHORIZED: ReadonlySet<unknown> = new Set([13, 8000]);

export function isUnauthorized(error: unknown): boolean {
  return error instanceof mongoose.mongo.MongoServerError && UNAUTHORIZED.has(error.code);
}

/** One command for all indexes of a collection: the server takes several times as long for one after the other. */
async function createIndexesOf(database: Database, definition: ModelDefinition): Promise<void> {
  const model = database.model(definition);
  await model.createCollection();
  const indexes = definition.schema.indexes().map(([key, options]) => ({ key, ...options }) as mongo.IndexDescription);
  if (indexes.length > 0) await model.collection.createIndexes(indexes);
}
