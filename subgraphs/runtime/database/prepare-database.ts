import type { Subgraph } from '../subgraph.js';
import { createIndexes, isUnauthorized } from './create-indexes.js';
import { readDatabaseState, SCHEMA_VERSION, writeDatabaseState } from './database-state.js';
import type { Database } from './database.js';

/** The database cannot serve the subgraph; the message says what to run. */
export class UnpreparedDatabase extends Error {}

/**
 * Prepares a database for serving: creates the indexes where the user of the connection may, and otherwise checks that
 * they are there. Without them searches fail, and what must be unique is not.
 *
 * @throws UnpreparedDatabase naming the command to run, for missing indexes that this user may not create, for records of
 *   an older version, and for those of a newer one
 */
export async function prepareDatabase(database: Database, subgraph: Subgraph): Promise<void> {
  try {
    await createIndexes(database, subgraph);
  } catch (error) {
    if (!isUnauthorized(error)) throw error;
    const missing = await findCollectionsWithoutIndexes(database, subgraph);
    if (missing.length > 0)
      throw new UnpreparedDatabase(
        `The database of ${subgraph.name} lacks indexes (of ${missing.join(', ')}), and the user of its address may not create them: run npm run seed -- --indexes-only with one that may.`,
      );
  }
  const { schemaVersion } = await readDatabaseState(database);
  if (schemaVersion === SCHEMA_VERSION) return;
  if (schemaVersion > SCHEMA_VERSION)
    throw new UnpreparedDatabase(
      `The database of ${subgraph.name} was migrated to version ${schemaVersion}, and this Citylink knows versions up to ${SCHEMA_VERSION}: start a newer one.`,
    );
  if (await hasRecords(database, subgraph))
    throw new UnpreparedDatabase(
      `The records of ${subgraph.name} are of version ${schemaVersion}, and version ${SCHEMA_VERSION} is needed: run npm run migrate.`,
    );
  await writeDatabaseState(database, { schemaVersion: SCHEMA_VERSION }).catch((error: unknown) => {
    if (!isUnauthorized(error)) throw error;
  });
}

/** Tells whether any collection of the subgraph has a document. */
export async function hasRecords(database: Database, { models }: Subgraph): Promise<boolean> {
  const found = await Promise.all(models.map((definition) => database.model(definition).exists({})));
  return found.some((document) => document !== null);
}

async function findCollectionsWithoutIndexes(database: Database, { models }: Subgraph): Promise<string[]> {
  const missing = await Promise.all(
    models.map(async (definition) => {
      const declared = definition.schema.indexes().length;
      const there = await database
        .model(definition)
        .listIndexes()
        .catch(() => []);
      // One is that of the ids.
      return there.length - 1 < declared ? [definition.name] : [];
    }),
  );
  return missing.flat();
}
