import { afterEach, beforeAll, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { mkdir, symlink } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { isRunning } from '../../scripts/database/is-running.js';
import { findRunningMongod, writeRunningMongod } from '../../scripts/database/running-mongod.js';
import { stopMongod } from '../../scripts/database/stop-mongod.js';
import type { MongodSource } from '../../scripts/database/mongod-source.js';
import { withAdmin } from '../../scripts/database/with-admin.js';
import { anyMongod, wayTo } from './any-mongod.js';
import { startFinder, type Finder } from './start-finder.js';
import { startServer } from './start-server.js';
import { temporaryStores } from './temporary-stores.js';
import { withCollection } from './with-collection.js';
import '../setup/repeat-once.js';

const stores = temporaryStores();
let ways: MongodSource[];
const finders: Finder[] = [];
beforeAll(async () => {
  ways = [wayTo(await anyMongod())];
});
afterEach(async () => {
  for (const finder of finders.splice(0)) await finder.kill('SIGKILL');
});

async function finderOn(folder: string): Promise<Finder> {
  const finder = await startFinder(folder);
  finders.push(finder);
  return finder;
}

const runningIn = async (folder: string) => (await findRunningMongod(join(folder, 'db')))!;

test('two finders share one running mongod, which only the one who started it stops', async () => {
  const folder = await stores.folder();
  const owner = await finderOn(folder);
  const guest = await stores.find({ folder, ways });
  expect(guest.uri).toBe(owner.found.uri);
  expect(guest.how).toContain(`already running on ${join(folder, 'db')}, shared with process ${owner.pid}`);
  const { pid } = await runningIn(folder);
  await guest.close();
  expect(isRunning(pid)).toBe(true);
  await owner.close();
  expect(isRunning(pid)).toBe(false);
});

test('two finders that start at the same moment share one mongod', async () => {
  const folder = await stores.folder();
  const [one, other] = await Promise.all([finderOn(folder), finderOn(folder)]);
  expect([one.found.error, other.found.error]).toEqual([undefined, undefined]);
  expect(one.found.uri).toBe(other.found.uri);
  expect([one.found.how, other.found.how].filter((how) => how.includes('shared with process'))).toHaveLength(1);
});

test('a mongod left behind by a killed process is adopted, with its data', async () => {
  const folder = await stores.folder();
  const killed = await finderOn(folder);
  await withCollection(killed.found.uri, (things) => things.insertOne({ kept: true }));
  const { pid } = await runningIn(folder);
  await killed.kill('SIGKILL');
  expect(isRunning(pid)).toBe(true);
  const heir = await stores.find({ folder, ways: [] });
  expect(heir.how).toContain('left behind by an earlier start');
  expect(await withCollection(heir.uri, (things) => things.countDocuments({ kept: true }))).toBe(1);
  expect(await runningIn(folder)).toMatchObject({ pid, owner: process.pid });
  await heir.close();
  expect(isRunning(pid)).toBe(false);
});

test('a process that ends without closing stops its mongod', async () => {
  const folder = await stores.folder();
  const finder = await finderOn(folder);
  const { pid } = await runningIn(folder);
  await finder.exit();
  while (isRunning(pid)) await new Promise((resolve) => setTimeout(resolve, 20));
});

test('a record of a mongod that has ended is ignored, even when another program has its port', async () => {
  const server = createServer((socket) => socket.end('hello')).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const folder = await stores.folder();
  await mkdir(join(folder, 'db'));
  const { port } = server.address() as AddressInfo;
  await writeRunningMongod(join(folder, 'db'), { pid: process.pid, port, version: '6.0.27', owner: 1 });
  const database = await stores.find({ folder, ways });
  expect(database.how).toContain('data in');
  expect((await runningIn(folder)).port).not.toBe(port);
  server.close();
});

test('a mongod of another folder is not adopted', async () => {
  const folder = await stores.folder();
  const other = new URL(process.env.TEST_MONGODB_URI!);
  await mkdir(join(folder, 'db'));
  await writeRunningMongod(join(folder, 'db'), {
    pid: process.pid,
    port: Number(other.port),
    version: '6.0.27',
    owner: 1,
  });
  const database = await stores.find({ folder, ways });
  expect(new URL(database.uri).port).not.toBe(other.port);
});

test('a data folder that is a link leads to the same mongod', async () => {
  const [folder, other] = [await stores.folder(), await stores.folder()];
  await mkdir(join(folder, 'db'));
  await symlink(join(folder, 'db'), join(other, 'db'));
  const owner = await finderOn(other);
  expect(owner.found.error).toBeUndefined();
  const guest = await stores.find({ folder, ways });
  expect(guest.uri).toBe(owner.found.uri);
  await owner.close();
});

test('stopping a mongod whose port now belongs to another server does not stop that server', async () => {
  const server = await startServer(await anyMongod());
  const ours = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  try {
    await stopMongod({ pid: ours.pid!, port: server.port, version: '6.0.27', owner: process.pid }, 200);
    expect(isRunning(ours.pid!)).toBe(false);
    expect(await withAdmin(server.port, 2000, (admin) => admin.command({ ping: 1 }))).toMatchObject({ ok: 1 });
  } finally {
    await server.stop();
  }
});
