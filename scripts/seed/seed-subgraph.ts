import { readFile } from 'node:fs/promises';
import { createIndexes } from '../../subgraphs/runtime/database/create-indexes.js';
import type { Database } from '../../subgraphs/runtime/database/database.js';
import {
  readDatabaseState,
  SCHEMA_VERSION,
  writeDatabaseState,
} from '../../subgraphs/runtime/database/database-state.js';
import { hasRecords } from '../../subgraphs/runtime/database/prepare-database.js';
import { fillConcerns } from './fill-concerns.js';
import { migrateSubgraph } from './migrate-subgraph.js';
import type { SeedItem } from '../../subgraphs/runtime/seed.js';
import { rebuildGaps } from '../../subgraphs/domain/gaps/sync-gaps.js';
import { rebuildMoments } from '../../subgraphs/domain/timeline/sync-timeline.js';
import { momentModel } from '../../subgraphs/domain/timeline/moment.model.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';
import { checkDocument } from './check-document.js';
import { withLocalizedTexts } from '../../subgraphs/domain/texts/free-text.js';

export interface SeedOptions {
  /** Removes every record first, with its history, its place in the timeline and what idempotency keys gave; otherwise only empty collections are filled. */
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
 * Fills a subgraph's collections from its data files and creates their indexes. Records of an older version are migrated
 * first. Every document is checked against its model before the first one is written, and a collection is filled
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
  if (reset) await removeRecords(database, subgraph);
  const { schemaVersion } = await readDatabaseState(database);
  if (!(await hasRecords(database, subgraph)))
    await writeDatabaseState(database, { schemaVersion: SCHEMA_VERSION, isSample: true });
  else if (schemaVersion !== SCHEMA_VERSION) await migrateSubgraph(database, subgraph);
  const done: SeededCollection[] = [];
  for (const seed of subgraph.seed) {
    const model = database.model(seed.model);
    const before = await model.countDocuments();
    if (before > 0) {
      done.push({ collection: seed.model.name, count: before, inserted: 0 });
      continue;
    }
    const documents = seed.documents(await readItems(seed.file));
    const checked: object[] = [];
    for (const document of documents)
      checked.push(await checkDocument(model, withLocalizedTexts(model.schema, document), seed.file));
    await model.db.transaction(async (session) => {
      await model.collection.insertMany(checked as never, { session });
    });
    done.push({ collection: seed.model.name, count: documents.length, inserted: documents.length });
  }
  await rebuildDerived(database, subgraph, done);
  return done;
}

async function removeRecords(database: Database, { models }: Subgraph): Promise<void> {
  for (const definition of models) await database.model(definition).collection.deleteMany({});
}

/** The moments and gaps of what was filled now, and of all records in a database that is older than the timeline. */
async function rebuildDerived(
  database: Database,
  subgraph: Subgraph,
  done: readonly SeededCollection[],
): Promise<void> {
  const isNew = !(await database.model(momentModel).exists({}));
  const filled = new Set(done.filter(({ inserted }) => isNew || inserted > 0).map(({ collection }) => collection));
  for (const model of subgraph.models) {
    if (!filled.has(model.name)) continue;
    await rebuildMoments(database, model);
    await rebuildGaps(database, model);
  }
}

async function readItems(file: string): Promise<SeedItem[]> {
  return (JSON.parse(await readFile(file, 'utf8')) as { items: SeedItem[] }).items;
}
