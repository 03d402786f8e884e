import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import mongoose from 'mongoose';
import { keyVariables } from '../../scripts/keys/key-variables.js';
import { maskCredentials } from '../../scripts/database/mask-credentials.js';
import { checkGivenUri } from '../../scripts/database/given-uri.js';
import { withAdmin } from '../../scripts/database/with-admin.js';
import { seedSubgraph } from '../../scripts/seed/seed-subgraph.js';
import { databaseNameOf, readSubgraphConfig } from '../../subgraphs/config.js';
import { subgraphs } from '../../subgraphs/index.js';
import { urlVariable } from '../../subgraphs/process/subgraph-variables.js';
import { openDatabase } from '../../subgraphs/runtime/database/database.js';
import { createSubgraphServer, type SubgraphServer } from '../../subgraphs/runtime/server/server.js';
import { bearer, AUDIENCE, ISSUER, keyFile, newKeys, tokenOf } from '../auth/tokens.js';
import { anyMongod } from '../database/any-mongod.js';
import { findFixedPort } from '../faults/fixed-port.js';
import { startLoadBalancer, type LoadBalancer } from '../faults/load-balancer.js';
import { startGateway, type RunningGateway } from '../gateway/start-gateway.js';
import { until } from '../gateway/until.js';
import { signedHeaders } from '../signed-call.js';

/** The subgraphs of the test; events asks cities by signed requests, and is restarted before it. */
const NAMES = ['events', 'cities'];
const REPLICAS = 2;
/** Milliseconds for which gateways that keep connections to a replica may still ask on them, as in `subgraphs/main.ts`. */
const LINGER_MS = 500;
const GATEWAYS = ['one', 'two'];
const QUERY = '{ cities(first: 2) { nodes { id events(first: 1) { totalCount } } } }';
const WRITE = 'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }';

const issuerKeys = newKeys();
const ports: Record<string, number[]> = {};
const replicas = new Map<string, SubgraphServer>();
/** What subgraphs log of calls to each other that did not succeed: such a write goes on without a check. */
const unchecked: string[] = [];
const gateways = new Map<string, RunningGateway>();
let store: { port: number; child: ChildProcess; folder: string };
let balancer: LoadBalancer;
let publicKey: Awaited<ReturnType<typeof keyFile>>;
let token: string;
/** What the processes are started with. */
let secrets = ['the first secret of this network'];
const users: Record<string, string> = { cities: 'first', events: 'other' };

const uriOf = (name: string) =>
  `mongodb://${name}:password-of-${name}@127.0.0.1:${store.port}/?replicaSet=guarded&authSource=admin`;
const urlsOf = (name: string) => ports[name]!.map((port) => `http://127.0.0.1:${port}/graphql`).join(', ');
const urls = () => Object.fromEntries(NAMES.map((name) => [urlVariable(name), urlsOf(name)]));

beforeAll(async () => {
  store = await startGuardedStore();
  for (const name of NAMES) ports[name] = await Promise.all(Array.from({ length: REPLICAS }, findFixedPort));
  for (const user of Object.values(users)) await createUser(user);
  await Promise.all(
    subgraphs
      .filter(({ name }) => NAMES.includes(name))
      .map(async (subgraph) => {
        const database = openDatabase({
          uri: uriOf(users[subgraph.name]!),
          name: databaseNameOf(subgraph.name),
          isPatient: true,
        });
        await database.connected();
        await seedSubgraph(database, subgraph, { reset: false });
        await database.close();
      }),
  );
  publicKey = await keyFile(issuerKeys);
  token = await tokenOf(issuerKeys, { roles: ['network-admin'] });
  balancer = await startLoadBalancer();
  for (const name of NAMES) for (let replica = 0; replica < REPLICAS; replica += 1) await startReplica(name, replica);
  for (const name of GATEWAYS) await putGateway(name);
}, 120_000);

afterAll(async () => {
  await balancer?.close();
  await Promise.all([...gateways.values()].map((gateway) => gateway.close()));
  await Promise.all([...replicas.values()].map((replica) => replica.close()));
  store?.child.kill('SIGKILL');
  await publicKey?.remove();
  if (store) await rm(store.folder, { recursive: true, force: true });
});

/** Starts a mongod that wants a user and a password, as a replica set of one. */
async function startGuardedStore() {
  const mongod = await anyMongod();
  // Named so that the set-up of the next run removes it should this run be killed.
  const folder = await mkdtemp(join(process.env['TEST_FOLDER']!, `guarded-${process.pid}-`));
  const port = await findFixedPort();
  const key = join(folder, 'members.key');
  await writeFile(key, 'a key that members share', { mode: 0o600 });
  const options = ['--dbpath', folder, '--port', port, '--bind_ip', '127.0.0.1', '--nounixsocket', '--keyFile', key];
  const small = ['--replSet', 'guarded', '--wiredTigerCacheSizeGB', '0.25', '--oplogSize', '64'];
  const child = spawn(mongod.command, [...options, ...small].map(String), { env: mongod.env, stdio: 'ignore' });
  await withAdmin(port, 60_000, async (admin) => {
    await admin.command({ replSetInitiate: { _id: 'guarded', members: [{ _id: 0, host: `127.0.0.1:${port}` }] } });
    await until(
      () => admin.command({ hello: 1 }),
      ({ isWritablePrimary }) => isWritablePrimary,
    );
    // The first user; without one, this machine may create it.
    await admin.command({ createUser: 'admin', pwd: 'password-of-admin', roles: ['root'] });
  });
  return { port, child, folder };
}

async function administer(command: object): Promise<void> {
  const client = await new mongoose.mongo.MongoClient(uriOf('admin')).connect();
  try {
    await client.db('admin').command(command);
  } finally {
    await client.close();
  }
}

/** Creates a user with the roles that OPERATING.md names for subgraphs. */
function createUser(name: string): Promise<void> {
  const roles = NAMES.flatMap((subgraph) =>
    ['readWrite', 'dbAdmin'].map((role) => ({ role, db: databaseNameOf(subgraph) })),
  );
  return administer({ createUser: name, pwd: `password-of-${name}`, roles });
}

/** Starts a replica of a subgraph; the one that has its place is stopped before. */
async function startReplica(name: string, replica: number): Promise<void> {
  const place = `${name}-${replica}`;
  await replicas.get(place)?.close(LINGER_MS);
  const env = { ...urls(), ...keyVariables(secrets, name, NAMES), MONGODB_URI: uriOf(users[name]!) };
  const config = readSubgraphConfig({ ...env, PORT: String(ports[name]![replica]) }, name, 0);
  const stream = { write: (line: string) => void (line.includes('did not respond') && unchecked.push(line)) };
  const subgraph = subgraphs.find((each) => each.name === name)!;
  const server = await createSubgraphServer(subgraph, {
    ...config,
    ownerDeadlineMs: 20_000,
    logger: { level: 'warn', stream },
  });
  replicas.set(place, server);
  await server.database.connected();
  await server.listen(config);
}

/** Starts a gateway beside the one that has its place, which then stops. */
async function putGateway(name: string): Promise<void> {
  const before = gateways.get(name);
  const gateway = await startGateway({
    ...urls(),
    SUBGRAPH_SECRET: secrets[0]!,
    SUBGRAPH_TIMEOUT_MS: '20000',
    REQUEST_TIMEOUT_MS: '40000',
    AUTH_PUBLIC_KEY_FILE: publicKey.file,
    AUTH_ISSUER: ISSUER,
    AUTH_AUDIENCE: AUDIENCE,
  });
  gateways.set(name, gateway);
  balancer.put(name, gateway.url);
  await until(() => balancer.has(name), Boolean);
  await before?.leave();
}

/** Whoever reads and writes all the time, through the balancer. */
let load: { more: (count: number) => Promise<unknown>; end: () => Promise<unknown[]> };

beforeEach(() => {
  const wrong: unknown[] = [];
  let [responses, isOver] = [0, false];
  const ask = async (query: string, variables: object = {}) => {
    const response = await fetch(new URL('/graphql', balancer.url), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...bearer(token) },
      body: JSON.stringify({ query, variables }),
    });
    const { data, errors } = (await response.json()) as { data?: unknown; errors?: unknown };
    if (response.status !== 200 || errors || !data) wrong.push({ status: response.status, errors });
    responses += 1;
  };
  const reader = async () => {
    while (!isOver) await ask(QUERY);
  };
  const writer = async (id: number) => {
    for (let write = 0; !isOver; write += 1) {
      const input = { name: { en: `A meeting ${id} ${write}` }, kind: 'MEETING', hosts: ['depa'], startsOn: '2099-01' };
      const key = `${responses}-${id}-${write}`;
      await ask(WRITE, { input: { ...input, venueCityId: 'th-yala', idempotencyKey: key } });
    }
  };
  const clients = Promise.all([reader(), reader(), writer(1), writer(2)]);
  load = {
    more: (count, from = responses) =>
      until(
        () => responses,
        (now) => now > from + count,
      ),
    end: async () => {
      isOver = true;
      await clients;
      return wrong;
    },
  };
});

afterEach(() => load.end());

async function restartReplicas(names = NAMES): Promise<void> {
  for (const name of names)
    for (let replica = 0; replica < REPLICAS; replica += 1) {
      await startReplica(name, replica);
      await load.more(10);
    }
}

test('SUBGRAPH_SECRET is replaced by the steps of `npm run schema -- key --help` without a refused request', async () => {
  const [old] = secrets as [string];
  const next = 'the second secret of this network';
  const statusWith = async (secret: string) => {
    const body = '{"query":"{ __typename }"}';
    const headers = signedHeaders('cities', body, { secret });
    return (await fetch(`http://127.0.0.1:${ports['cities']![0]}/graphql`, { method: 'POST', headers, body })).status;
  };
  await load.more(20);
  secrets = [old, next];
  await restartReplicas();
  secrets = [next, old];
  await restartReplicas();
  for (const name of GATEWAYS) await putGateway(name);
  expect([await statusWith(old), await statusWith(next)]).toEqual([200, 200]);
  secrets = [next];
  await restartReplicas();
  expect(await load.end()).toEqual([]);
  expect(unchecked).toEqual([]);
  expect([await statusWith(old), await statusWith(next)]).toEqual([401, 200]);
}, 120_000);

test('the password of the database is replaced by a second user without a refused request', async () => {
  await load.more(20);
  await createUser('second');
  users['cities'] = 'second';
  await restartReplicas(['cities']);
  await administer({ dropUser: 'first' });
  await load.more(50);
  expect(await load.end()).toEqual([]);
  expect(unchecked).toEqual([]);
  await expect(checkGivenUri('MONGODB_URI', uriOf('first'))).rejects.toThrow(
    `MONGODB_URI (${maskCredentials(uriOf('first'))}) refuses the user name or the password in it`,
  );
}, 120_000);
