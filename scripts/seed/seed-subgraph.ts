import { readFile } from 'node:fs/promises';
import { createIndexes } from '../../subgraphs/runtime/database/create-indexes.js';
import type { Database } from '../../subgraphs/runtime/database/database.js';
import type { SeedItem } from '../../subgraphs/runtime/seed.js';
import { rebuildMoments } from '../../subgraphs/domain/timeline/sync-timeline.js';
import { momentModel } from '../../subgraphs/domain/timeline/moment.model.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';
import { checkDocument } from './check-document.js';
import { fillConcerns } from './fill-concerns.js';
import { fillShownNames } from './fill-shown-names.js';

export interface SeedOptions {
  /** Empties each collection first; otherwise only empty collections are filled. */
  reset: boolean;
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
 * Fills a subgraph's collections from its data files, creates their indexes, and adds what these need to documents of an
 * older version. Every document is checked against its model before the first one is written, and a collection is filled
 * whole or not at all.
 *
 * @throws when a document does not fit its model, naming file, id and path
 */
export async function seedSubgraph(
  database: Database,
  subgraph: Subgraph,
  { reset }: SeedOptions,
): Promise<SeededCollection[]> {
  await createIndexes(database, subgraph);
  await fillConcerns(database);
  for (const model of subgraph.models) await fillShownNames(database, model);
  const done: SeededCollection[] = [];
  for (const seed of subgraph.seed) {
    const model = database.model(seed.model);
    const before = reset ? 0 : await model.countDocuments();
    if (before > 0) {
      done.push({ collection: seed.model.name, count: before, inserted: 0 });
      continue;
    }
    const documents = seed.documents(await readItems(seed.file));
    const checked: object[] = [];
    for (const document of documents) checked.push(await checkDocument(model, document, seed.file));
    await model.db.transaction(async (session) => {
      if (reset) await model.deleteMany({}, { session });
      await model.collection.insertMany(checked as never, { session });
    });
    done.push({ collection: seed.model.name, count: documents.length, inserted: documents.length });
  }
  await tellMoments(database, subgraph, done);
  return done;
}

/** The moments of what was filled now, and of all records in a database that is older than the timeline. */
async function tellMoments(database: Database, subgraph: Subgraph, done: readonly SeededCollection[]): Promise<void> {
  const isNew = !(await database.model(momentModel).exists({}));
  const filled = new Set(done.filter(({ inserted }) => isNew || inserted > 0).map(({ collection }) => collection));
  for (const model of subgraph.models) if (filled.has(model.name)) await rebuildMoments(database, model);
}

async function readItems(file: string): Promise<SeedItem[]> {
  return (JSON.parse(await readFile(file, 'utf8')) as { items: SeedItem[] }).items;
}
