import { existsSync } from 'node:fs';
import { access, constants, mkdir, mkdtemp, readdir, rm, statfs } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import mongoose from 'mongoose';
import { prepare } from '../../scripts/build/prepare.js';

if (!existsSync(resolve('dist', 'scripts', 'database'))) await prepare({ withDev: true, withEnv: false });

// jest maps no module names for its global set-up, so this runs the build, not the sources.
const database = resolve('dist', 'scripts', 'database');
/** @type {typeof import('../../scripts/database/find.js')} */
const { findDatabase } = await import(join(database, 'find.js'));
/** @type {typeof import('../../scripts/database/is-running.js')} */
const { isRunning } = await import(join(database, 'is-running.js'));
/** @type {typeof import('../../scripts/database/running-mongod.js')} */
const { findRunningMongod } = await import(join(database, 'running-mongod.js'));
/** @type {typeof import('../../scripts/database/stop-mongod.js')} */
const { stopMongod } = await import(join(database, 'stop-mongod.js'));

const ON_DISK = resolve('.citylink', 'test');
/** A file system in memory, where Linux has one. */
const MEMORY = '/dev/shm';
/** Of the databases of all test files of a run, which drop what they have made. */
const MOST_BYTES = 2 * 1024 ** 3;

const report = (/** @type {string} */ line) => console.log(`database: ${line}`);

/**
 * Starts one real replica set for the whole run, with its data in a new folder. Every test finds its address in
 * `TEST_MONGODB_URI`, the folder for other databases in `TEST_FOLDER`, and a name for what all files share in `TEST_RUN`.
 *
 * A `TEST_MONGODB_URI` that is set already is used instead. `MONGODB_URI` never is: tests write and drop.
 */
export default async function startTestDatabase() {
  const parent = await findParent();
  for (const each of new Set([ON_DISK, parent])) {
    await mkdir(each, { recursive: true });
    await sweep(each);
  }
  const folder = await mkdtemp(join(parent, `run-${process.pid}-`));
  // With NODE_ENV=production a mongod of a wheel would be refused.
  const env = { ...process.env, NODE_ENV: 'test', MONGODB_URI: process.env.TEST_MONGODB_URI };
  const isGiven = Boolean(process.env.TEST_MONGODB_URI);
  const found = await findDatabase({ env, folder, cacheFolder: join('.citylink', 'cache'), report });
  report(found.how);
  process.env.TEST_MONGODB_URI = found.uri;
  process.env.TEST_FOLDER = parent;
  process.env.TEST_RUN = `${process.pid}_${Date.now()}`;
  globalThis.stopTestDatabase = async () => {
    if (isGiven) await dropTemplates(found.uri);
    await found.close();
    await rm(folder, { recursive: true, force: true });
  };
}

/** The data of a run is thrown away: in memory, a write that waits for the journal waits for no disk. */
async function findParent() {
  try {
    await access(MEMORY, constants.W_OK);
    const { bavail, bsize } = await statfs(MEMORY);
    return bavail * bsize >= MOST_BYTES ? join(MEMORY, 'citylink-test') : ON_DISK;
  } catch {
    return ON_DISK;
  }
}

/**
 * Drops what the files of this run shared, see `test/seeded-copy.ts`.
 *
 * @param {string} uri
 */
async function dropTemplates(uri) {
  const client = await new mongoose.mongo.MongoClient(uri).connect();
  try {
    const { databases } = await client.db('admin').admin().listDatabases({ nameOnly: true });
    for (const { name } of databases)
      if (name.startsWith('template_') && name.endsWith(`_${process.env.TEST_RUN}`))
        await client.db(name).dropDatabase();
  } finally {
    await client.close();
  }
}

/**
 * A run that was killed leaves its folders, and perhaps a mongod, behind; the folder's name says which run that was.
 *
 * @param {string} parent
 */
async function sweep(parent) {
  for (const name of await readdir(parent)) {
    const run = /-(\d+)-[^-]+$/.exec(name)?.[1];
    if (!run || isRunning(Number(run))) continue;
    const left = await findRunningMongod(join(parent, name, 'db'));
    if (left) await stopMongod(left);
    await rm(join(parent, name), { recursive: true, force: true });
  }
}
