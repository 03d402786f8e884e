import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { cp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import {
  ask,
  childrenOf,
  gatewayOf,
  gone,
  mongodOf,
  newFolder,
  pidOf,
  spawnCommand,
  until,
  type NetworkProcess,
} from './network-process.js';
import { freePort } from '../../scripts/database/free-port.js';
import { createSigner, GATEWAY } from '../../subgraphs/protocol/signature.js';
import { subgraphs } from '../../subgraphs/index.js';
import { PARTNERS_SECRET, startTransit, TRANSIT_SDL } from '../schema/transit-subgraph.js';
import '../setup/repeat-once.js';

jest.setTimeout(300_000);

const WHOLE =
  '{ city(id: "th-yala") { name { en th } } partner(id: "depa") { name { en } } event(id: "event-depa-mastercard-2020") { name { en } } }';

const folder = newFolder();
let network: NetworkProcess;
let banner: string;
let url: string;

beforeAll(async () => {
  network = spawnCommand(['scripts/start.js'], { CITYLINK_FOLDER: folder, PORT: '0', METRICS_PORT: '0' });
  banner = await network.ready;
  url = gatewayOf(banner);
});
afterAll(async () => {
  network.child.kill('SIGTERM');
  await network.ended;
  await rm(folder, { recursive: true });
});

// One network, from its start to its end: the tests run in their order.

describe('npm start', () => {
  test('the banner lists every process with its state, and the database with its source and contents', () => {
    for (const name of ['cities', 'partners', 'events'])
      expect(banner).toMatch(new RegExp(`${name} +ready +http://127\\.0\\.0\\.1:\\d+/graphql, process \\d+`));
    expect(banner).toMatch(/Playground +(http:\/\/127\.0\.0\.1:\d+\/playground|none: .+; everything else works)/);
    expect(banner).toContain(`Dashboard   ${url}/dashboard`);
    expect(banner).toContain(`${url}/health/network`);
    expect(banner).toMatch(/Database +mongodb:\/\/127\.0\.0\.1:\d+\/\?replicaSet=citylink \(mongod \d+\.\d+\.\d+ .+\)/);
    expect(banner).toContain('109 cities');
    expect(banner).toContain('61 partners');
    expect(banner).toContain('51 events');
    expect(banner).toMatch(/Next, in another terminal:\n {2}curl .+\n {2}npm /);
  });

  test('every process has metrics at the address that the banner names', async () => {
    const addresses = [...banner.matchAll(/(http:\/\/127\.0\.0\.1:\d+\/metrics) \((\w+)\)/g)];
    const first = await Promise.all(
      addresses.map(async ([, address, name]) => [
        name,
        /^citylink_\w+/m.exec(await (await fetch(address!)).text())?.[0],
      ]),
    );
    expect(Object.fromEntries(first)).toEqual({
      gateway: 'citylink_requests_total',
      cities: expect.stringMatching(/^citylink_subgraph_/),
      partners: expect.stringMatching(/^citylink_subgraph_/),
      events: expect.stringMatching(/^citylink_subgraph_/),
    });
  });

  test('one request reads cities, partners and events from the database', async () => {
    expect(await ask(url, WHOLE)).toEqual({
      data: {
        city: { name: { en: 'Yala', th: 'ยะลา' } },
        partner: { name: { en: expect.any(String) } },
        event: { name: { en: expect.any(String) } },
      },
    });
  });

  test('the gateway accepts the tokens of `npm run token`', async () => {
    let token = '';
    const child = spawn(process.execPath, ['scripts/token.js', '--role', 'viewer'], {
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], CITYLINK_FOLDER: folder },
    });
    child.stdout.on('data', (chunk: Buffer) => (token += chunk.toString()));
    await once(child, 'close');
    const statusFor = async (authorization: string) =>
      (
        await fetch(`${url}/graphql`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization },
          body: '{"query":"{ __typename }"}',
        })
      ).status;
    expect(await statusFor(`Bearer ${token.trim()}`)).toBe(200);
    expect(await statusFor(`Bearer ${token.trim()}x`)).toBe(401);
  });

  test('a second gateway signs with the secret of this network, and the key command prints a key of it', async () => {
    const subgraphUrls = Object.fromEntries(
      ['cities', 'partners', 'events'].map((name) => [
        `${name.toUpperCase()}_SUBGRAPH_URL`,
        new RegExp(`${name} +ready +(\\S+),`).exec(banner)![1]!,
      ]),
    );
    const port = String(await freePort(0));
    const env = { CITYLINK_FOLDER: folder, USAGE: 'off', PORT: port, ...subgraphUrls };
    const second = spawnCommand(['scripts/start-gateway.js'], env);
    const secondUrl = `http://127.0.0.1:${port}`;
    await until(async () => (await ask(secondUrl, WHOLE).catch(() => ({ errors: [] }))).errors === undefined);
    second.child.kill('SIGTERM');
    await second.ended;

    const key = await spawnCommand(['scripts/schema.js', 'key', 'cities'], { CITYLINK_FOLDER: folder }).ended;
    const body = '{"query":"{ city(id: \\"th-yala\\") { id } }"}';
    const sign = createSigner({
      key: /^SUBGRAPH_KEY=(.+)$/m.exec(key.output)![1]!,
      sender: GATEWAY,
      audience: 'cities',
      target: '/graphql',
    });
    const response = await fetch(subgraphUrls['CITIES_SUBGRAPH_URL']!, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...sign(body) },
      body,
    });
    expect(await response.json()).toEqual({ data: { city: { id: 'th-yala' } } });
  });

  test('a subgraph that is killed is started again, and the gateway serves the other subgraphs meanwhile', async () => {
    process.kill(pidOf(banner, 'events'), 'SIGKILL');
    await network.said(/events ended \(SIGKILL\); it is started again in 250 ms/);
    const meanwhile = await ask(url, WHOLE);
    expect(meanwhile.data).toMatchObject({ city: { name: { en: 'Yala' } }, partner: {} });
    await network.said(/events responds again/);
    await until(async () => (await ask(url, WHOLE)).errors === undefined);
  });

  test('the gateway that is killed comes back at the same address', async () => {
    const gateway = childrenOf(network.child.pid!).find((pid) =>
      readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('bundles/gateway.js'),
    );
    process.kill(gateway!, 'SIGKILL');
    await network.said(/gateway responds again/);
    await until(async () => (await ask(url, WHOLE).catch(() => ({ errors: [] }))).errors === undefined);
  });

  test('the database that is killed is started again, with its data', async () => {
    process.kill(mongodOf(folder).pid, 'SIGKILL');
    await network.said(/the database responds again/);
    await until(async () => (await ask(url, WHOLE)).errors === undefined);
  });

  describe('while another one runs in the same checkout', () => {
    let squatter: Server | undefined;
    afterAll(() => void squatter?.close());

    test('a second start takes the next ports, prints them, and shares the data', async () => {
      squatter = await listenOn(4000);
      const second = spawnCommand(['scripts/start.js'], { CITYLINK_FOLDER: folder });
      const shown = await second.ready;
      expect(shown).toContain('(port 4000 was taken)');
      expect(new URL(gatewayOf(shown)).port).not.toBe('4000');
      expect(shown).toContain('109 cities');
      expect(shown).toContain('already running');
      expect((await ask(gatewayOf(shown), WHOLE)).errors).toBeUndefined();
      second.child.kill('SIGINT');
      expect((await second.ended).code).toBe(0);
      expect((await ask(url, WHOLE)).errors).toBeUndefined();
    });

    test('a start with a subgraph elsewhere that does not respond starts all others, names it, and ends on SIGHUP', async () => {
      const other = spawnCommand(['scripts/start.js', '--no-seed'], {
        CITYLINK_FOLDER: folder,
        PORT: '0',
        EVENTS_SUBGRAPH_URL: 'http://127.0.0.1:1/graphql',
      });
      const shown = await other.ready;
      expect(shown).toMatch(
        /events +does not respond \(SUBGRAPH_UNREACHABLE\) +http:\/\/127\.0\.0\.1:1\/graphql \(not started here\)/,
      );
      expect(shown).toMatch(/cities +ready/);
      expect((await fetch(`${gatewayOf(shown)}/health/ready`)).status).toBe(200);
      expect((await fetch(`${gatewayOf(shown)}/health/network`)).status).toBe(503);
      other.child.kill('SIGHUP');
      expect((await other.ended).code).toBe(0);
    });

    test('a start with a registry lists a partner’s subgraph, serves it, and is ready without it', async () => {
      const registry = newFolder();
      const transit = await startTransit();
      const others: NetworkProcess[] = [];
      try {
        await cp('schema', registry, { recursive: true });
        const file = join(registry, 'transit.graphql');
        await writeFile(file, TRANSIT_SDL);
        const toPublish = ['--registry', registry, '--as', 'transit-team', '--url', transit.url];
        const published = await spawnCommand(['scripts/schema.js', 'publish', file, ...toPublish], {}).ended;
        expect(published).toMatchObject({ code: 0 });

        const start = async () => {
          const env = { CITYLINK_FOLDER: folder, PORT: '0', REGISTRY: registry, SUBGRAPH_SECRET: PARTNERS_SECRET };
          const other = spawnCommand(['scripts/start.js', '--no-seed'], env);
          others.push(other);
          return other.ready;
        };
        const line = (state: string) =>
          new RegExp(`^ +transit +${state} +at its address in the supergraph \\(not started here\\)$`, 'm');
        const JOINED = '{ city(id: "th-yala") { name { en } lines { name } } }';

        const shown = await start();
        expect(shown).toMatch(line('ready'));
        expect(shown).toMatch(/cities +ready +\S+, process \d+/);
        expect(await ask(gatewayOf(shown), JOINED)).toEqual({
          data: { city: { name: { en: 'Yala' }, lines: [{ name: 'Blue boat' }, { name: 'Red bus' }] } },
        });

        await transit.close();
        const shownWithout = await start();
        expect(shownWithout).toMatch(line('does not respond \\(SUBGRAPH_UNREACHABLE\\)'));
        expect(await ask(gatewayOf(shownWithout), JOINED)).toMatchObject({
          data: { city: { name: { en: 'Yala' }, lines: null } },
          errors: [{ extensions: { code: 'SUBGRAPH_UNREACHABLE', service: 'transit' } }],
        });
      } finally {
        for (const { child } of others) child.kill('SIGTERM');
        await Promise.all(others.map(({ ended }) => ended));
        await transit.close();
        await rm(registry, { recursive: true });
      }
    });
  });
});

describe('stopping', () => {
  test('when npm start is killed its processes end, and the next start finds the database and its data', async () => {
    const mongod = mongodOf(folder);
    const children = childrenOf(network.child.pid!).filter((pid) => pid !== mongod.pid);
    network.child.kill('SIGKILL');
    await Promise.all(children.map(gone));

    network = spawnCommand(['scripts/start.js', '--no-seed'], { CITYLINK_FOLDER: folder, PORT: '0' });
    const shown = await network.ready;
    expect(shown).toContain('left behind by an earlier start');
    expect(shown).toContain('109 cities');
    expect(mongodOf(folder).pid).toBe(mongod.pid);
  });

  test('SIGINT ends the gateway, the subgraphs and the database, and a second one at once is the same', async () => {
    // The database was found, not started: it is no child.
    const pids = new Set([...childrenOf(network.child.pid!), mongodOf(folder).pid]);
    // The gateway, the subgraphs and the database.
    expect(pids.size).toBe(subgraphs.length + 2);
    network.child.kill('SIGINT');
    network.child.kill('SIGINT');
    expect((await network.ended).code).toBe(0);
    await Promise.all([...pids].map(gone));
  });

  test('a signal during the start leaves no process', async () => {
    const own = newFolder();
    const other = spawnCommand(['scripts/start.js'], { CITYLINK_FOLDER: own, PORT: '0' });
    await other.said(/Subgraphs/);
    other.child.kill('SIGTERM');
    const mongod = mongodOf(own);
    const children = childrenOf(other.child.pid!);
    await other.ended;
    await Promise.all([...children, mongod.pid].map(gone));
    await rm(own, { recursive: true });
  });
});

/** Takes a port, if it is not taken already. */
function listenOn(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: '127.0.0.1' }, () => resolve(server));
  });
}
