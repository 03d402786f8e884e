import type { Database } from './database.js';
import type { Subgraph } from './subgraph.js';

/** Creates a subgraph's collections and the indexes that its models declare; what is there already stays. */
export async function createIndexes(database: Database, subgraph: Subgraph): Promise<void> {
  for (const definition of subgraph.models) {
    const model = database.model(definition);
    await model.createCollection();
    await model.createIndexes();
  }
}
