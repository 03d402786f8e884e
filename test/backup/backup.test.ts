import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import mongoose from 'mongoose';
import { backUp } from '../../scripts/backup/back-up.js';
import { restore, type RestoreOptions } from '../../scripts/restore/restore.js';
import { subgraphs } from '../../subgraphs/index.js';
import { mongodbVariable } from '../../subgraphs/config.js';
import { SCHEMA_VERSION } from '../../subgraphs/runtime/database/database-state.js';
import { buildPrograms } from '../setup/build-programs.js';
import { startSubgraphs, type RunningSubgraph } from '../graph.js';

const { MongoClient, BSON } = mongoose.mongo;
type Db = mongoose.mongo.Db;

const PREFIX = `test_rehearsal_${process.pid}_`;
let client: mongoose.mongo.MongoClient;
let running: RunningSubgraph[];
let folder: string;
const made = new Set<string>();

beforeAll(async () => {
  client = await new MongoClient(process.env['TEST_MONGODB_URI']!, { writeConcern: { w: 'majority' } }).connect();
  folder = await mkdtemp(join(tmpdir(), 'citylink-backup-'));
  running = await startSubgraphs();
});

afterAll(async () => {
  for (const name of made) await client.db(name).dropDatabase();
  await client.close();
  await Promise.all(running.map((subgraph) => subgraph.close()));
  await rm(folder, { recursive: true, force: true });
});

/** An empty database that is dropped after the tests. */
function emptyDb(name: string): Db {
  made.add(`${PREFIX}${name}`);
  return client.db(`${PREFIX}${name}`);
}

const sources = () =>
  subgraphs.map(({ name }) => ({
    subgraph: name,
    db: client.db(running.find((each) => each.name === name)!.databaseName),
    schemaVersion: SCHEMA_VERSION,
  }));
const targets = (name: string) =>
  subgraphs.map(({ name: subgraph }) => ({ subgraph, db: emptyDb(`${name}_${subgraph}`) }));
const quiet = { isCompressed: false, report: () => undefined };
const from = (of: string, options: Partial<RestoreOptions> & Pick<RestoreOptions, 'databases'>) =>
  restore({ folder: join(folder, of), replace: false, report: () => undefined, ...options });

/** Everything of a database that a backup keeps. */
async function contentOf(db: Db) {
  const collections = (await db.listCollections().toArray()) as mongoose.mongo.CollectionInfo[];
  return Promise.all(
    collections
      .filter(({ name }) => !name.startsWith('system.'))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(async ({ name, options }) => ({
        name,
        options,
        indexes: (await db.collection(name).indexes()).sort((a, b) => (a.name! < b.name! ? -1 : 1)),
        documents: (
          await db
            .collection(name)
            .find({}, { sort: { _id: 1 }, raw: true })
            .toArray()
        ).map((bytes) => Buffer.from(bytes as unknown as Uint8Array).toString('base64')),
      })),
  );
}

buildPrograms();

describe('a backup of the network', () => {
  const ODD = {
    _id: 'odd' as never,
    double: new BSON.Double(1),
    negative: new BSON.Double(-0),
    none: new BSON.Double(NaN),
    long: BSON.Long.fromString('9007199254740993'),
    decimal: BSON.Decimal128.fromString('1.10'),
    bytes: new BSON.Binary(Buffer.from([0, 255])),
    pattern: /ก+/i,
    text: 'a\u2028b\nc\r',
    at: new Date('0001-01-01T00:00:00Z'),
    stamp: new BSON.Timestamp({ t: 1, i: 2 }),
    id: new BSON.ObjectId(),
  };

  test('restores each document byte by byte, with indexes and options, compressed or not', async () => {
    const odd = sources()[0]!.db.collection('odd / names');
    await odd.insertOne(ODD);
    await sources()[0]!.db.createCollection('thai', {
      collation: { locale: 'th' },
      changeStreamPreAndPostImages: { enabled: true },
    });
    const before = await Promise.all(sources().map(({ db }) => contentOf(db)));
    for (const isCompressed of [true, false]) {
      const name = `whole-${isCompressed}`;
      const manifest = await backUp({ ...quiet, databases: sources(), folder: join(folder, name), isCompressed });
      expect(new Set(Object.values(manifest.databases).map(({ clusterTime }) => String(clusterTime))).size).toBe(1);
      const databases = targets(name);
      await from(name, { databases });
      expect(await Promise.all(databases.map(({ db }) => contentOf(db)))).toEqual(before);
    }
    expect((await stat(join(folder, 'whole-true', 'manifest.json'))).mode & 0o077).toBe(0);
    await odd.drop();
  });

  test('is refused with a reason, and restores nothing, when a file was changed, is missing, or another has its name', async () => {
    const databases = targets('refused');
    const path = join(folder, 'whole-false', 'cities', 'cities.jsonl');
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('th-yala', 'th-yalu'));
    await expect(from('whole-false', { databases })).rejects.toThrow(/cities\.jsonl was changed since it was written/);
    await rm(path);
    await expect(from('whole-false', { databases })).rejects.toThrow(/cities\.jsonl is missing/);
    await writeFile(path, text);
    await expect(from('none', { databases })).rejects.toThrow(/no complete backup/);
    await expect(from('whole-false', { databases: databases.slice(1) })).rejects.toThrow(/the subgraphs here are/);
    expect(await databases[0]!.db.listCollections().toArray()).toEqual([]);
    await expect(backUp({ ...quiet, databases: sources(), folder: join(folder, 'whole-false') })).rejects.toThrow(
      /exists already/,
    );
  });

  test('is restored to databases with records only when these are to be replaced, and then leaves nothing of them', async () => {
    const databases = targets('replaced');
    const { db } = databases[0]!;
    await db.collection('cities').insertOne({ _id: 'th-nowhere' as never });
    await db.collection('other').insertOne({});
    await expect(from('whole-false', { databases })).rejects.toThrow(/is not empty.*--replace/);
    expect(await db.collection('cities').countDocuments()).toBe(1);
    await from('whole-false', { databases, replace: true });
    expect(await db.collection('cities').findOne({ _id: 'th-nowhere' as never })).toBeNull();
    expect((await db.listCollections().toArray()).map(({ name }) => name)).not.toContain('other');
  });
});

test('a backup that fails leaves no folder, and no one takes what is not complete for a backup', async () => {
  const { db } = sources()[0]!;
  const report = (line: string) =>
    void (line.endsWith('cities.plans') && dropping.push(db.collection('dropped').drop()));
  const dropping: Array<Promise<unknown>> = [];
  await db.collection('dropped').insertOne({});
  const target = join(folder, 'broken');
  await expect(backUp({ databases: sources(), folder: target, isCompressed: false, report })).rejects.toThrow(
    /created, changed or dropped while it was backed up: run the backup again/,
  );
  await Promise.all(dropping);
  expect((await readdir(folder)).filter((name) => name.startsWith('broken'))).toEqual([]);
  expect(existsSync(target)).toBe(false);
});

test('a backup that takes longer than the store keeps what was before fails, says what to raise, and leaves no folder', async () => {
  const { db, ...source } = sources()[0]!;
  const tooOld = Object.assign(new Error('Read timestamp is older than the oldest available timestamp.'), {
    code: 239,
  });
  // The server's error, from the second batch on.
  const aged = new Proxy(db, {
    get: (of, key) =>
      key === 'runCursorCommand'
        ? async function* (command: object) {
            yield* of.runCursorCommand({ ...command, batchSize: 1, limit: 1 }, { raw: true } as never);
            throw tooOld;
          }
        : Reflect.get(of, key, of),
  });
  const target = join(folder, 'aged');
  await expect(backUp({ ...quiet, databases: [{ ...source, db: aged }], folder: target })).rejects.toThrow(
    /took longer than the store keeps .*, \d+ s: raise minSnapshotHistoryWindowInSeconds/,
  );
  expect((await readdir(folder)).filter((name) => name.startsWith('aged'))).toEqual([]);
});

test('a restore that fails in the middle leaves the records that were there', async () => {
  const db = emptyDb('kept');
  const source = emptyDb('unique');
  await source.collection('a').insertOne({ _id: 1 as never });
  await backUp({ ...quiet, databases: [{ subgraph: 'x', db: source, schemaVersion: 1 }], folder: join(folder, 'few') });
  await db.collection('a').insertOne({ _id: 2 as never });
  const failing = new Proxy(db, {
    get: (of, key) =>
      key === 'renameCollection' ? () => Promise.reject(new Error('no connection')) : Reflect.get(of, key, of),
  });
  const databases = [{ subgraph: 'x', db: failing }];
  await expect(from('few', { databases, replace: true })).rejects.toThrow(
    /cut off while collections took their places.* \(no connection\): run it again with --replace/,
  );
  expect((await contentOf(db)).map(({ name }) => name)).toEqual(['a']);
  expect(await db.collection('a').findOne()).toEqual({ _id: 2 });
});

test('what transactions write together is restored together, in all databases of a store, when they go on meanwhile', async () => {
  const [left, right] = ['left', 'right'].map((subgraph) => ({ subgraph, db: emptyDb(subgraph), schemaVersion: 1 }));
  const databases = [left!, right!];
  const ROWS = 3_000;
  for (const { db } of databases)
    await db
      .collection('accounts')
      .insertMany(Array.from({ length: ROWS }, (_, _id) => ({ _id: _id as never, sum: 100 })));
  let isDone = false;
  let transfers = 0;
  const writing = (async () => {
    for (; !isDone; transfers += 1)
      await client.withSession((session) =>
        session.withTransaction(async () => {
          // From the end of what is read first to the begin of what is read last.
          const filter = (row: number) => ({ _id: row as never });
          const more = (sum: number) => ({ $inc: { sum } }) as never;
          const row = transfers % ROWS;
          await left!.db.collection('accounts').updateOne(filter(ROWS - 1 - row), more(-1), { session });
          await right!.db.collection('accounts').updateOne(filter(row), more(1), { session });
        }),
      );
  })();
  let seen = 0;
  const report = () => void (seen = transfers);
  const until = async (count: number) => {
    while (transfers < count) await new Promise(setImmediate);
  };
  await until(10);
  await backUp({ databases, folder: join(folder, 'moving'), isCompressed: false, report });
  await until(seen + 1);
  isDone = true;
  await writing;
  const restored = ['left', 'right'].map((subgraph) => ({ subgraph, db: emptyDb(`moved_${subgraph}`) }));
  await from('moving', { databases: restored });
  const sumOf = async (db: Db) => {
    const [row] = await db
      .collection('accounts')
      .aggregate([{ $group: { _id: null, sum: { $sum: '$sum' } } }])
      .toArray();
    return row!['sum'] as number;
  };
  const [a, b] = await Promise.all(restored.map(({ db }) => sumOf(db)));
  expect(a! + b!).toBe(2 * ROWS * 100);
  expect(b! - ROWS * 100).toBeGreaterThanOrEqual(10);
});

test('the commands print data to standard output alone, restore beside the records, and fail with one sentence', async () => {
  const addresses = sources().map(({ subgraph, db }) => {
    const uri = process.env['TEST_MONGODB_URI']!.replace('/?', `/${db.databaseName}?`);
    return [mongodbVariable(subgraph), uri] as const;
  });
  const env = {
    PATH: process.env['PATH'],
    CITYLINK_FOLDER: folder,
    INIT_CWD: folder,
    ...Object.fromEntries(addresses),
  };
  const run = (...args: string[]) => promisify(execFile)(process.execPath, args, { env });
  const target = join(folder, 'by-command');
  // Relative to where the person is, who has called npm.
  const printed = JSON.parse((await run('scripts/backup.js', '--to', 'by-command', '--gzip', '--json')).stdout);
  expect(printed.databases.cities.collections).toContainEqual(expect.objectContaining({ name: 'cities', count: 109 }));
  const { stdout, stderr } = await run('scripts/restore.js', '--from', target, '--prefix', 'rehearsal_');
  for (const { db } of sources()) made.add(`rehearsal_${db.databaseName}`);
  expect(stdout).toMatch(/^(\w+\.\w+: \d+\n)+$/);
  expect(stdout).toContain('cities.cities: 109\n');
  expect(stderr).toContain(`Restored to ${[...made].slice(-3).join(', ')}; the counts are those of the backup.`);
  const failed = await run('scripts/restore.js', '--from', folder).catch(
    (error: { code: number; stderr: string }) => error,
  );
  expect(failed).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/has no complete backup: .* SHA256SUMS\.\n$/),
  });
});
