import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';

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

const parent = resolve('.citylink', 'test');
const report = (/** @type {string} */ line) => console.log(`database: ${line}`);

/**
 * One real replica set for the whole run, with its data in a new folder; every test finds it at `TEST_MONGODB_URI`.
 *
 * A `TEST_MONGODB_URI` that is set already is used instead. `MONGODB_URI` never is: tests write and drop.
 */
export default async function startTestDatabase() {
  await mkdir(parent, { recursive: true });
  await sweep();
  const folder = await mkdtemp(join(parent, `run-${process.pid}-`));
  const env = { ...process.env, MONGODB_URI: process.env.TEST_MONGODB_URI };
  const found = await findDatabase({ env, folder, cacheFolder: join('.citylink', 'cache'), report });
  report(found.how);
  process.env.TEST_MONGODB_URI = found.uri;
  globalThis.stopTestDatabase = async () => {
    await found.close();
    await rm(folder, { recursive: true, force: true });
  };
}

/** A run that was killed leaves its folders, and perhaps a mongod, behind; the folder's name says which run that was. */
async function sweep() {
  for (const name of await readdir(parent)) {
    const run = /-(\d+)-[^-]+$/.exec(name)?.[1];
    if (!run || isRunning(Number(run))) continue;
    const left = await findRunningMongod(join(parent, name, 'db'));
    if (left) await stopMongod(left);
    await rm(join(parent, name), { recursive: true, force: true });
  }
}
