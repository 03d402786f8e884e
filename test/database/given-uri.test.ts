import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from '../../scripts/database/free-port.js';
import type { MongodSource } from '../../scripts/database/mongod-source.js';
import { withAdmin } from '../../scripts/database/with-admin.js';
import { anyMongod } from './any-mongod.js';
import { startServer, type Server } from './start-server.js';
import { temporaryStores } from './temporary-stores.js';
import { withCollection } from './with-collection.js';

const stores = temporaryStores();

/** What is said of an address; never resolves to a database. */
async function refusalOf(uri: string): Promise<string> {
  const nowhere: MongodSource = {
    advice: '',
    isAtHand: async () => true,
    find: () => Promise.reject(new Error('looked further')),
  };
  const folder = join(await stores.folder(), 'never-made');
  const refusal = await stores.find({ env: { MONGODB_URI: uri }, folder, ways: [nowhere] }).then(
    ({ how }) => Promise.reject(new Error(`it was accepted: ${how}`)),
    (error: Error) => error.message,
  );
  expect(existsSync(folder)).toBe(false);
  expect(refusal).not.toContain('\n');
  return refusal;
}

test('MONGODB_URI takes precedence, and no mongod is started', async () => {
  const asked: string[] = [];
  const way = {
    advice: '',
    isAtHand: async () => Boolean(asked.push('way')),
    find: () => Promise.reject(new Error('asked')),
  };
  const folder = join(await stores.folder(), 'never-made');
  const database = await stores.find({
    env: { MONGODB_URI: ` ${process.env.TEST_MONGODB_URI} ` },
    folder,
    ways: [way],
  });
  expect(database).toMatchObject({ uri: process.env.TEST_MONGODB_URI, how: 'given by MONGODB_URI' });
  expect(asked).toEqual([]);
  expect(existsSync(folder)).toBe(false);
  await database.close();
  await withCollection(database.uri, (things) => things.findOne());
});

test.each([
  ['hello', 'Invalid scheme, expected connection string to start with "mongodb://" or "mongodb+srv://"'],
  ['mongodb://', 'Protocol and host list are required'],
  ['mongodb://localhost:notaport/', 'a host in it cannot be read'],
])('a value that is no MongoDB URI is refused: %j', async (uri, reason) => {
  expect(await refusalOf(uri)).toMatch(
    /^MONGODB_URI is not an address of MongoDB \(.+\); one looks like mongodb:\/\/127\.0\.0\.1:27017\/\?replicaSet=rs0$/,
  );
  expect(await refusalOf(uri)).toContain(reason);
});

test.each([
  'mongodb://anna:s3cr3t@127.0.0.1:notaport/',
  'mongodb://anna:s3/cr3t@127.0.0.1:1/',
  'mongodb://anna:s3@cr3t@127.0.0.1:1/',
  'mongodb://anna:s3cr3t%@127.0.0.1:1/',
  'http://anna:s3cr3t@127.0.0.1/',
  'anna:s3cr3t@127.0.0.1',
])('the credentials of an invalid URI are not printed: %s', async (uri) => {
  expect(await refusalOf(uri)).not.toMatch(/anna|s3|cr3t/);
});

test('an address where nobody listens cannot be reached', async () => {
  const port = await freePort(0);
  const refusal = await refusalOf(`mongodb://anna:s3cr3t@127.0.0.1:${port}/?replicaSet=rs0`);
  expect(refusal).toContain(`MONGODB_URI (mongodb://***@127.0.0.1:${port}/?replicaSet=rs0) cannot be reached: `);
  expect(refusal).not.toMatch(/anna|s3cr3t/);
});

test('a name that cannot be looked up cannot be reached', async () => {
  expect(await refusalOf('mongodb+srv://anna:s3cr3t@cluster.citylink.invalid/')).toMatch(
    /^MONGODB_URI \(mongodb\+srv:\/\/\*\*\*@cluster\.citylink\.invalid\/\) cannot be reached: /,
  );
});

test('the error of a wrong replica set name has the actual name', async () => {
  const { host } = new URL(process.env.TEST_MONGODB_URI!);
  const refusal = await refusalOf(`mongodb://${host}/?replicaSet=elsewhere`);
  expect(refusal).toMatch(/cannot be used: its replica set is called citylink, and /);
});

describe('a server that is no replica set', () => {
  let standalone: Server;
  let uninitiated: Server;
  beforeAll(async () => {
    const mongod = await anyMongod();
    [standalone, uninitiated] = await Promise.all([startServer(mongod), startServer(mongod, '--replSet', 'rs0')]);
  });
  afterAll(async () => {
    await standalone?.stop();
    await uninitiated?.stop();
  });

  test.each(['', '?replicaSet=rs0', 'admin?replicaSet=rs0&appName=citylink'])(
    'a standalone server is refused with what makes it a replica set of one: /%s',
    async (rest) => {
      const refusal = await refusalOf(`mongodb://127.0.0.1:${standalone.port}/${rest}`);
      expect(refusal).toBe(
        `MONGODB_URI (mongodb://127.0.0.1:${standalone.port}/${rest}) leads to a standalone server: start it with --replSet rs0 and run mongosh --eval 'rs.initiate()' once, which makes it a replica set of one`,
      );
    },
  );

  test('a replica set that was never initiated is refused with the command that does it', async () => {
    const uri = `mongodb://127.0.0.1:${uninitiated.port}/?replicaSet=rs0`;
    expect(await refusalOf(uri)).toBe(
      `MONGODB_URI (${uri}) leads to a replica set that was never initiated: run mongosh --eval 'rs.initiate()' once`,
    );
  });
});

describe('a server that wants credentials', () => {
  let server: Server;
  beforeAll(async () => {
    const keyFile = join(process.cwd(), '.citylink', 'test', `key-${process.pid}-file`);
    await writeFile(keyFile, randomBytes(24).toString('base64'), { mode: 0o600 });
    server = await startServer(await anyMongod(), '--replSet', 'rs0', '--auth', '--keyFile', keyFile);
    await rm(keyFile);
    await withAdmin(server.port, 5000, async (admin) => {
      await admin.command({ replSetInitiate: { _id: 'rs0', members: [{ _id: 0, host: `127.0.0.1:${server.port}` }] } });
      while (!(await admin.command({ hello: 1 })).isWritablePrimary)
        await new Promise((resolve) => setTimeout(resolve, 20));
      await admin.command({ createUser: 'anna', pwd: 's3cr3t', roles: ['root'] });
    });
  });
  afterAll(() => server?.stop());

  test('correct credentials are accepted and never printed', async () => {
    const uri = `mongodb://anna:s3cr3t@127.0.0.1:${server.port}/?replicaSet=rs0`;
    const database = await stores.find({ env: { MONGODB_URI: uri }, folder: await stores.folder() });
    expect(database).toMatchObject({ uri, shownUri: `mongodb://***@127.0.0.1:${server.port}/?replicaSet=rs0` });
  });

  test('wrong credentials are refused and never printed', async () => {
    const refusal = await refusalOf(`mongodb://anna:wr0ng@127.0.0.1:${server.port}/?replicaSet=rs0`);
    expect(refusal).toBe(
      `MONGODB_URI (mongodb://***@127.0.0.1:${server.port}/?replicaSet=rs0) refuses the user name or the password in it`,
    );
  });

  test('a URI without credentials is refused', async () => {
    const refusal = await refusalOf(`mongodb://127.0.0.1:${server.port}/?replicaSet=rs0`);
    expect(refusal).toMatch(/ wants a user name and a password, as in mongodb:\/\/user:password@host\/$/);
  });
});
