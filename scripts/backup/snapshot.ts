import { setTimeout as pause } from 'node:timers/promises';
import type mongoose from 'mongoose';

type Db = mongoose.mongo.Db;
type Timestamp = mongoose.mongo.Timestamp;

/** Collections of a restore that was broken off; its next run drops them. */
export const RESTORING = 'citylink_restoring.';

/** A collection as it is listed. */
export interface ListedCollection {
  name: string;
  options: Record<string, unknown>;
  uuid: string;
}

/** A database, and the time of its store at which all of its collections can be read. */
export interface Snapshot {
  db: Db;
  at: Timestamp;
  collections: ListedCollection[];
}

/** How often a time is looked for at which all collections can be read, and the milliseconds between. */
const ATTEMPTS = 100;
const PAUSE_MS = 100;
/** https://github.com/mongodb/mongo/blob/v6.0/src/mongo/base/error_codes.yml */
const SNAPSHOT_TOO_OLD = 239;
const SNAPSHOT_UNAVAILABLE = 246;
/** Cluster times of one store count for all of its databases. A router of a sharded cluster names no members. */
type Hello = { setName?: string; hosts?: string[] };

/**
 * Finds a time for each store at which all collections of its databases can be read: one for all databases of a store.
 *
 * @throws an error of one sentence when a store has no collections, or they are changed again and again meanwhile
 */
export async function takeSnapshots(databases: readonly Db[]): Promise<Snapshot[]> {
  const stores = new Map<string, Db[]>();
  for (const db of databases) {
    const key = await storeOf(db);
    stores.set(key, [...(stores.get(key) ?? []), db]);
  }
  const found = (await Promise.all([...stores.values()].map(snapshotsOf))).flat();
  return databases.map((db) => found.find((snapshot) => snapshot.db === db)!);
}

/**
 * Reads the documents of a collection as bytes, by their ids, as they were at a time.
 *
 * @throws an error of one sentence when the store has dropped that time, or the collection was changed itself
 */
export async function* readAt({ db, at }: Snapshot, collection: string): AsyncGenerator<Uint8Array> {
  const readConcern = { level: 'snapshot', atClusterTime: at };
  try {
    const cursor = db.runCursorCommand({ find: collection, sort: { _id: 1 }, readConcern }, {
      raw: true,
    } as mongoose.mongo.RunCursorCommandOptions);
    for await (const bytes of cursor) yield bytes as Uint8Array;
  } catch (error) {
    const { code } = error as { code?: unknown };
    if (code === SNAPSHOT_TOO_OLD) throw new Error(await tooOld(db), { cause: error });
    throw code === SNAPSHOT_UNAVAILABLE ? changed(db, collection, error) : error;
  }
}

/**
 * Checks after all was read that no collection was dropped or made anew meanwhile: of a dropped one, the server reads
 * nothing, and says nothing.
 */
export async function expectSameCollections({ db, collections }: Snapshot): Promise<void> {
  const now = new Map((await listCollections(db)).map(({ name, uuid }) => [name, uuid]));
  for (const { name, uuid } of collections) if (now.get(name) !== uuid) throw changed(db, name);
}

/** Lists the collections of a database, without those of the server, views, and what a restore has left. */
export async function listCollections(db: Db): Promise<ListedCollection[]> {
  const all = (await db.listCollections().toArray()) as mongoose.mongo.CollectionInfo[];
  return all
    .filter(({ name, type }) => type === 'collection' && !name.startsWith('system.') && !name.startsWith(RESTORING))
    .map(({ name, options, info }) => ({ name, options: { ...options }, uuid: String(info?.uuid) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function snapshotsOf(databases: Db[]): Promise<Snapshot[]> {
  for (let attempt = 1; ; attempt += 1) {
    const at = await latestTime(databases);
    const snapshots: Snapshot[] = [];
    for (const db of databases) snapshots.push({ db, at, collections: await listCollections(db) });
    const refusal = await refusalOf(snapshots);
    if (!refusal) return snapshots;
    if (attempt === ATTEMPTS) throw refusal;
    await pause(PAUSE_MS);
  }
}

/** A collection that was made or changed just now cannot be read at an earlier time. */
async function refusalOf(snapshots: Snapshot[]): Promise<Error | undefined> {
  for (const { db, at, collections } of snapshots)
    for (const { name } of collections)
      try {
        await db.command({ find: name, limit: 1, readConcern: { level: 'snapshot', atClusterTime: at } });
      } catch (error) {
        if ((error as { code?: unknown }).code !== SNAPSHOT_UNAVAILABLE) throw error;
        return changed(db, name, error);
      }
  return undefined;
}

/** The time at which a read that begins now sees its store. A read of a collection that is not there has none. */
async function latestTime(databases: Db[]): Promise<Timestamp> {
  for (const db of databases)
    for (const { name } of await listCollections(db)) {
      const { cursor } = await db.command({ find: name, limit: 1, readConcern: { level: 'snapshot' } });
      if (cursor.atClusterTime) return cursor.atClusterTime as Timestamp;
    }
  throw new Error(
    `There is nothing to back up: ${databases.map((db) => db.databaseName).join(', ')} has no collection.`,
  );
}

async function storeOf(db: Db): Promise<string> {
  const { setName, hosts } = (await db.command({ hello: 1 })) as Hello;
  return setName ? [setName, ...(hosts ?? []).sort()].join(' ') : db.client.options.hosts.map(String).sort().join(' ');
}

function changed(db: Db, collection: string, cause?: unknown): Error {
  return new Error(
    `The collection ${collection} of ${db.databaseName} was created, changed or dropped while it was backed up: run the backup again.`,
    { cause },
  );
}

async function tooOld(db: Db): Promise<string> {
  const parameter = await db.client
    .db('admin')
    .command({ getParameter: 1, minSnapshotHistoryWindowInSeconds: 1 })
    .catch(() => undefined);
  const window = parameter ? `, ${parameter['minSnapshotHistoryWindowInSeconds']} s` : '';
  return `The backup took longer than the store keeps what documents were before${window}: raise minSnapshotHistoryWindowInSeconds of each mongod, or use mongodump --oplog (gateway/OPERATING.md).`;
}
