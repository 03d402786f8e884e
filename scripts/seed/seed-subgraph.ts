import { readFile } from 'node:fs/promises';
import type { Database } from '../../subgraphs/runtime/database.js';
import type { SeedItem, SeedFile } from '../../subgraphs/runtime/seed.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';
import type { Stored } from '../../subgraphs/runtime/model.js';

/** Documents per insert; bounds memory and the size of one command. */
const BATCH = 1_000;

export interface SeedOptions {
  /** Empties each collection first; otherwise only empty collections are filled. */
  reset: boolean;
  /** Further documents for a collection, beside its file's. */
  more?: (seed: SeedFile, documents: readonly Stored[]) => Stored[];
}

/** What was done with one collection. */
export interface SeededCollection {
  collection: string;
  /** Documents it holds now. */
  count: number;
  /** Documents put in now; 0 when it was not empty. */
  inserted: number;
}

/**
 * Fills a subgraph's collections from its data files and creates their indexes. Every document is checked
 * against its model before the first one is written.
 *
 * @throws when a document does not fit its model, naming file, id and path
 */
export async function seedSubgraph(database: Database, subgraph: Subgraph, { reset, more }: SeedOptions): Promise<SeededCollection[]> {
  const done: SeededCollection[] = [];
  for (const seed of subgraph.seed) {
    const model = database.model(seed.model);
    await model.createCollection();
    await model.createIndexes();
    const before = reset ? 0 : await model.estimatedDocumentCount();
    if (before > 0) {
      done.push({ collection: seed.model.name, count: before, inserted: 0 });
      continue;
    }
    const documents = seed.documents(await readItems(seed.file));
    const all = more ? [...documents, ...more(seed, documents)] : documents;
    for (const document of all) await check(seed, model, document);
    if (reset) await model.deleteMany({});
    for (let start = 0; start < all.length; start += BATCH) await model.collection.insertMany(all.slice(start, start + BATCH).map((document) => new model(document).toObject()) as never);
    done.push({ collection: seed.model.name, count: all.length, inserted: all.length });
  }
  return done;
}

async function readItems(file: string): Promise<SeedItem[]> {
  return (JSON.parse(await readFile(file, 'utf8')) as { items: SeedItem[] }).items;
}

async function check(seed: SeedFile, model: ReturnType<Database['model']>, document: Stored): Promise<void> {
  try {
    await new model(document).validate();
  } catch (error) {
    throw new Error(`${seed.file}: ${document._id} does not fit the model ${seed.model.name}: ${(error as Error).message}`, { cause: error });
  }
}
