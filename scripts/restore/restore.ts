import type mongoose from 'mongoose';
import { fileOf, readBackup, readDocuments, type BackedUpCollection, type Manifest } from '../backup/backup-folder.js';
import type { SubgraphDatabase } from '../backup/back-up.js';
import { listCollections, RESTORING } from '../backup/snapshot.js';
import { DATABASE_STATE, SCHEMA_VERSION } from '../../subgraphs/runtime/database/database-state.js';

type Db = mongoose.mongo.Db;

export interface RestoreOptions {
  readonly databases: ReadonlyArray<Pick<SubgraphDatabase, 'subgraph' | 'db'>>;
  /** The folder of the backup. */
  readonly folder: string;
  /** Whether databases that have records lose them. */
  readonly replace: boolean;
  /** Takes one line about each step that may take a while. */
  readonly report: (line: string) => void;
}

/** A collection after it was restored. */
export interface RestoredCollection {
  readonly subgraph: string;
  readonly database: string;
  readonly collection: string;
  readonly count: number;
}

/** Documents of a command; the driver divides what is larger than a message. */
const BATCH = 1_000;

/**
 * Restores the databases of subgraphs from a backup. Everything is written beside what is there, counted, and takes its
 * place at the end: a restore that fails before has changed nothing, and one that fails then says so.
 *
 * @returns each collection, by subgraph
 * @throws an error of one sentence when the backup is not complete, was changed, or is of other subgraphs or of a newer
 *   version, and when a database has records and these are not to be replaced; nothing is changed then
 */
export async function restore({ databases, folder, replace, report }: RestoreOptions): Promise<RestoredCollection[]> {
  report(`Comparing the files of ${folder} with their checksums`);
  const manifest = await readBackup(folder);
  expectFitting(manifest, databases, folder);
  if (!replace) for (const { db } of databases) await expectEmpty(db);
  for (const { db } of databases) await dropLeftOvers(db);
  try {
    const restored: RestoredCollection[] = [];
    for (const { subgraph, db } of databases)
      for (const collection of manifest.databases[subgraph]!.collections) {
        report(`Restoring ${subgraph}.${collection.name}`);
        const count = await load(db, subgraph, collection);
        restored.push({ subgraph, database: db.databaseName, collection: collection.name, count });
      }
    try {
      for (const { subgraph, db } of databases) await takePlace(db, manifest.databases[subgraph]!.collections);
    } catch (error) {
      throw new Error(
        `The restore was cut off while collections took their places, so that some may be those of the backup already (${(error as Error).message}): run it again with --replace.`,
        { cause: error },
      );
    }
    return restored;
  } catch (error) {
    for (const { db } of databases) await dropLeftOvers(db);
    throw error;
  }

  async function load(
    db: Db,
    subgraph: string,
    { name, count, options, indexes }: BackedUpCollection,
  ): Promise<number> {
    const temporary = `${RESTORING}${name}`;
    await db.command({ create: temporary, ...withoutVersion(options) });
    const collection = db.collection(temporary);
    let batch: mongoose.mongo.Document[] = [];
    const write = async () => {
      if (batch.length > 0) await collection.insertMany(batch, { ordered: false });
      batch = [];
    };
    const file = fileOf(subgraph, name, manifest.isCompressed);
    for await (const document of readDocuments(folder, file, manifest.isCompressed)) {
      batch.push(document);
      if (batch.length === BATCH) await write();
    }
    await write();
    // Before there are indexes: by one of these, MongoDB removes documents whose time is over.
    const found = await collection.countDocuments();
    if (found !== count)
      throw new Error(`${subgraph}.${name} has ${found} documents after it was restored, and its backup ${count}.`);
    // That of the ids is there already, and cannot have other options than the collection.
    const own = indexes.filter((index) => index['name'] !== '_id_').map(withoutVersion);
    if (own.length > 0) await db.command({ createIndexes: temporary, indexes: own });
    return found;
  }
}

function expectFitting({ databases }: Manifest, targets: RestoreOptions['databases'], folder: string): void {
  const names = targets.map(({ subgraph }) => subgraph);
  if (Object.keys(databases).sort().join() !== [...names].sort().join())
    throw new Error(
      `${folder} is a backup of ${Object.keys(databases).join(', ')}, and the subgraphs here are ${names.join(', ')}.`,
    );
  const newer = Object.entries(databases).find(([, { schemaVersion }]) => schemaVersion > SCHEMA_VERSION);
  if (newer)
    throw new Error(
      `The backup of ${newer[0]} is of version ${newer[1].schemaVersion}, and this Citylink knows versions up to ${SCHEMA_VERSION}: use a newer one.`,
    );
}

async function expectEmpty(db: Db): Promise<void> {
  for (const { name } of await listCollections(db))
    if (name !== DATABASE_STATE && (await db.collection(name).findOne({}, { projection: { _id: 1 } })))
      throw new Error(
        `The database ${db.databaseName} is not empty: it has documents in ${name}. --replace removes what it has; --prefix restores to other databases.`,
      );
}

/** Gives the collections that were loaded their names; those that have them, and all others, are dropped. */
async function takePlace(db: Db, collections: readonly BackedUpCollection[]): Promise<void> {
  for (const { name } of collections) await db.renameCollection(`${RESTORING}${name}`, name, { dropTarget: true });
  const names = new Set(collections.map(({ name }) => name));
  for (const { name } of await listCollections(db)) if (!names.has(name)) await db.collection(name).drop();
}

async function dropLeftOvers(db: Db): Promise<void> {
  for (const { name } of await db.listCollections({}, { nameOnly: true }).toArray())
    if (name.startsWith(RESTORING)) await db.collection(name).drop();
}

/** The version of a collation's rules is that of the server which has created it; another one has its own. */
function withoutVersion<T extends Record<string, unknown>>(options: T): T {
  const { collation } = options;
  return collation ? { ...options, collation: { ...collation, version: undefined } } : options;
}
