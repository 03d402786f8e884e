import { beforeAll, expect, test } from '@jest/globals';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { freePort } from '../../scripts/database/free-port.js';
import { isRunning } from '../../scripts/database/is-running.js';
import { pidOfServer } from '../../scripts/database/pid-of-server.js';
import { findRunningMongod } from '../../scripts/database/running-mongod.js';
import { withAdmin } from '../../scripts/database/with-admin.js';
import type { MongodSource } from '../../scripts/database/mongod-source.js';
import { anyMongod, wayTo } from './any-mongod.js';
import { temporaryStores } from './temporary-stores.js';
import { withCollection } from './with-collection.js';
import { writeProgram } from './write-program.js';

const stores = temporaryStores();
let ways: MongodSource[];
beforeAll(async () => {
  ways = [wayTo(await anyMongod())];
});

const remember = (uri: string) =>
  withCollection(uri, (things) =>
    things.insertOne({ _id: 'น่าน' as never }, { writeConcern: { w: 'majority', j: true } }),
  );
const remembered = (uri: string) => withCollection(uri, (things) => things.countDocuments({ _id: 'น่าน' as never }));
const portOf = (uri: string) => Number(new URL(uri).port);
const pidIn = async (folder: string) => (await findRunningMongod(join(folder, 'db')))!.pid;

test('a store is a replica set with change streams on loopback only, and close ends its process', async () => {
  const folder = await stores.folder();
  const database = await stores.find({ folder, ways });
  const { uri, shownUri, how } = database;
  expect(shownUri).toBe(uri);
  expect(how).toMatch(/^mongod \d+\.\d+\.\d+ .+, data in .+db$/);
  const seen = await withCollection(uri, async (things) => {
    await things.insertOne({ first: true });
    const changes = things.watch();
    // Opens the stream; nothing has changed yet.
    await changes.tryNext();
    await things.insertOne({ second: true });
    const change = await changes.next();
    await changes.close();
    return change;
  });
  expect(seen).toMatchObject({ operationType: 'insert', fullDocument: { second: true } });

  const port = portOf(uri);
  const options = await withAdmin(port, 2000, (admin) => admin.command({ getCmdLineOpts: 1 }));
  expect(options.parsed.net).toMatchObject({ bindIp: '127.0.0.1', port });
  if (process.platform === 'linux') expect(await listeningAddresses(port)).toEqual(['0100007F']);

  const pid = await pidIn(folder);
  expect(isRunning(pid)).toBe(true);
  await Promise.all([database.close(), database.close()]);
  expect(isRunning(pid)).toBe(false);
  expect(existsSync(join(folder, 'db', 'running.json'))).toBe(false);
});

test('data survives a restart, in a folder of any name', async () => {
  const folder = join(await stores.folder(), `ข้อมูล เมือง quo'te $HOME %`);
  const first = await stores.find({ folder, ways });
  await remember(first.uri);
  await first.close();
  const second = await stores.find({ folder, ways });
  expect(await remembered(second.uri)).toBe(1);
});

test('data survives a restart on another port, and the new member accepts writes', async () => {
  const folder = await stores.folder();
  const first = await stores.find({ folder, ways, port: await freePort(0) });
  await remember(first.uri);
  await first.close();
  const reports: string[] = [];
  const port = await freePort(0);
  const second = await stores.find({ folder, ways, port, report: (line) => reports.push(line) });
  expect(portOf(second.uri)).toBe(port);
  expect(portOf(first.uri)).not.toBe(port);
  expect(await remembered(second.uri)).toBe(1);
  await withCollection(second.uri, (things) =>
    things.insertOne({ after: 'the move' }, { writeConcern: { w: 'majority' } }),
  );
  expect(reports).toContain(`Moving the replica set's member from 127.0.0.1:${portOf(first.uri)} to 127.0.0.1:${port}`);
});

test('acknowledged data survives a SIGKILL of mongod', async () => {
  const folder = await stores.folder();
  const first = await stores.find({ folder, ways });
  await remember(first.uri);
  const pid = await pidIn(folder);
  process.kill(pid, 'SIGKILL');
  const second = await stores.find({ folder, ways });
  expect(await pidIn(folder)).not.toBe(pid);
  expect(await remembered(second.uri)).toBe(1);
});

/** As the kernel writes them, in hexadecimal. */
async function listeningAddresses(port: number): Promise<string[]> {
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((file) => readFile(file, 'utf8').catch(() => '')),
  );
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  return tables.flatMap((table) =>
    [...table.matchAll(/^\s*\d+: ([0-9A-F]+):([0-9A-F]{4}) \S+ 0A /gm)]
      .filter(([, , at]) => at === hexPort)
      .map(([, address]) => address!),
  );
}

test('a port that is taken is reported in one sentence', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const folder = await stores.folder();
  await expect(stores.find({ folder, ways, port })).rejects.toThrow(
    new Error(`Port ${port} of 127.0.0.1 is taken by another program`),
  );
  await new Promise((resolve) => server.close(resolve));
});

test('another port is used when the usual one is taken', async () => {
  const [one, other] = await Promise.all([
    stores.find({ folder: await stores.folder(), ways }),
    stores.find({ folder: await stores.folder(), ways }),
  ]);
  expect(one.uri).not.toBe(other.uri);
  await remember(one.uri);
  expect(await remembered(other.uri)).toBe(0);
});

test('a foreign mongod that takes the port first is neither used nor stopped', async () => {
  const [folder, elsewhere] = [await stores.folder(), await stores.folder('server')];
  const mongod = await anyMongod();
  // Ours, losing the race: by the time it finds the port taken, the other has been answering for a while.
  const command = await writeProgram(
    join(elsewhere, 'mongod'),
    `LD_LIBRARY_PATH='${mongod.env.LD_LIBRARY_PATH ?? ''}' '${mongod.command}' --dbpath '${elsewhere}' --port "$4" --bind_ip 127.0.0.1 --replSet citylink --nounixsocket >'${elsewhere}/log' 2>&1 &`,
    'sleep 4',
    'exit 48',
  );
  const port = await freePort(0);
  const refusal = await stores
    .find({ folder, ways: [wayTo({ ...mongod, command })], port })
    .then(String, (error: Error) => error.message);
  const other = await withAdmin(port, 2000, pidOfServer);
  try {
    expect(refusal).toBe(`Port ${port} of 127.0.0.1 is taken by another program`);
    expect(existsSync(join(folder, 'db', 'running.json'))).toBe(false);
    expect(await withAdmin(port, 2000, (admin) => admin.command({ hello: 1 }))).not.toHaveProperty('setName');
  } finally {
    process.kill(other, 'SIGKILL');
  }
});
