import type { mongo } from 'mongoose';
import type { Database } from './database.js';
import type { ModelDefinition } from './model.js';
import type { Subgraph } from '../subgraph.js';

/** Creates a subgraph's collections and the indexes that its models declare; what is there already stays. */
export async function createIndexes(database: Database, subgraph: Subgraph): Promise<void> {
  await Promise.all(subgraph.models.map((definition) => createIndexesOf(database, definition)));
}

/** One command for all indexes of a collection: the server takes several times as long for one after the other. */
async function createIndexesOf(database: Database, definition: ModelDefinition): Promise<void> {
  const model = database.model(definition);
  await model.createCollection();
  const indexes = definition.schema.indexes().map(([key, options]) => ({ key, ...options }) as mongo.IndexDescription);
  if (indexes.length > 0) await model.collection.createIndexes(indexes);
}
