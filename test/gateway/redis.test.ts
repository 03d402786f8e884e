import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { connect, createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { pino } from 'pino';
import { parse } from 'yaml';
import { hasRedis, startRedis, type RedisServer } from '../setup/redis-server.js';
import { signedHeaders } from '../signed-call.js';
import { spawnSubgraph, type SubgraphProcess } from '../subgraphs/subgraph-process.js';
import { startGateway, type Answer, type RunningGateway } from './start-gateway.js';
import { until } from './until.js';
import { startWeatherGraph, type WeatherGraph } from './weather-graph.js';

if (!hasRedis) console.warn('The tests of Redis are skipped: this machine has no redis-server.');

const QUERY = '{ stations { name } }';

/** The files that a program loads when it starts: what it imports later is not among them. */
async function loadedAtStart(file: string, files = new Set<string>()): Promise<Set<string>> {
  if (files.has(file)) return files;
  files.add(file);
  const text = await readFile(join('dist/bundles', file), 'utf8');
  for (const [, imported] of text.matchAll(/^import\b[^;(]*"\.\/([^"]+\.js)";$/gm))
    await loadedAtStart(imported!, files);
  return files;
}

test.each(['gateway.js', 'subgraph.js'])('%s loads the client of Redis only when it is needed', async (program) => {
  const isClient = async (file: string) =>
    (await readFile(join('dist/bundles', file), 'utf8')).includes('MaxRetriesPerRequestError');
  const all = (await readdir('dist/bundles')).filter((file) => file.endsWith('.js'));
  const clients = (await Promise.all(all.map(isClient))).filter(Boolean);
  expect(clients.length).toBeGreaterThan(0);
  const loaded = await loadedAtStart(program);
  expect(loaded.size).toBeGreaterThan(1);
  for (const file of loaded) expect([file, await isClient(file)]).toEqual([file, false]);
});

(hasRedis ? describe : describe.skip)('processes that share a Redis', () => {
  let redis: RedisServer;
  let client: Redis;
  let graph: WeatherGraph;
  let gateways: RunningGateway[] = [];
  let lines: string[];

  beforeAll(async () => {
    redis = await startRedis();
    graph = await startWeatherGraph();
    client = new Redis(redis.url);
    client.on('error', () => undefined);
  });
  beforeEach(async () => {
    lines = [];
    await client.flushall();
    await client.config('RESETSTAT');
  });
  afterEach(async () => {
    await Promise.all(gateways.map((gateway) => gateway.close()));
    gateways = [];
  });
  afterAll(async () => {
    client?.disconnect();
    await graph?.close();
    await redis?.crash();
  });

  async function start(env: Record<string, string> = {}): Promise<RunningGateway> {
    const gateway = await startGateway(
      { SUPERGRAPH_FILE: graph.supergraphFile, REDIS_URL: redis.url, ...env },
      { log: pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line).msg) }) },
    );
    gateways.push(gateway);
    // It has checked its connection, by a write.
    const checks = async () => Number(/cmdstat_set:calls=(\d+)/.exec(await client.info('commandstats'))?.[1] ?? 0);
    await until(checks, (count) => count >= gateways.length);
    return gateway;
  }

  const left = ({ headers }: Answer, name = 'requests') =>
    Number(new RegExp(`"${name}";r=(\\d+)`).exec(headers.get('ratelimit') ?? '')?.[1]);
  /** All that gateways have told. */
  const counted = async (quantity: string) => {
    const keys = await client.keys(`citylink:${quantity}:*`);
    return keys.length === 0 ? 0 : Number(await client.get(keys[0]!));
  };

  test('count the requests and the cost of a caller together', async () => {
    const [one, other] = [
      await start({ LIMIT_REQUESTS: '6', LIMIT_COST: '1000' }),
      await start({ LIMIT_REQUESTS: '6', LIMIT_COST: '1000' }),
    ];
    for (let index = 0; index < 4; index += 1) expect((await one.query(QUERY)).status).toBe(200);
    await until(
      () => counted('requests'),
      (count) => count === 4,
    );
    const answer = await other.query(QUERY);
    expect([answer.status, left(answer)]).toEqual([200, 1]);
    const spent = 1_000 - left(answer, 'cost');
    await until(
      () => counted('cost'),
      (count) => count === spent,
    );
    expect(spent).toBeGreaterThan(4);
    // The other's request is learnt with the response to what this one tells.
    expect((await one.query(QUERY)).status).toBe(200);
    await until(
      () => one.query(QUERY),
      ({ status }) => status === 429,
    );
    // Each may let one pass that it has not yet heard of.
    await until(
      () => other.query(QUERY),
      ({ status }) => status === 429,
    );
    expect(await counted('requests')).toBeLessThanOrEqual(7);
  });

  test('give no new limit to a caller whose counts Redis has lost, and tell them again', async () => {
    const gateway = await start({ LIMIT_REQUESTS: '6' });
    for (let index = 0; index < 4; index += 1) await gateway.query(QUERY);
    await until(
      () => counted('requests'),
      (count) => count === 4,
    );
    await client.flushall();
    expect((await gateway.query(QUERY)).status).toBe(200);
    await until(
      () => counted('requests'),
      (count) => count === 5,
    );
    expect(left(await gateway.query(QUERY))).toBe(0);
    expect((await gateway.query(QUERY)).status).toBe(429);
  });

  test('name a caller in Redis by what nobody without their secret can find by trying', async () => {
    const env = { LIMIT_REQUESTS: '6', SUBGRAPH_SECRET: 'sixteen letters.' };
    const [one, other] = [await start(env), await start(env)];
    await one.query(QUERY);
    await other.query(QUERY);
    await until(
      () => counted('requests'),
      (count) => count === 2,
    );
    const [key, ...more] = await client.keys('citylink:requests:*');
    const tried = createHash('sha256').update('address 127.0.0.1').digest('base64url');
    expect([key!.includes('127.0.0.1'), key!.includes(tried), more]).toEqual([false, false, []]);
  });

  test('know a text by its hash that a client has sent to another one, and no other text under that hash', async () => {
    const [one, other] = [await start(), await start()];
    const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
    const placeOf = (hash: string) => `citylink:document:${hash.slice(0, 3)}`;
    const ask = (gateway: RunningGateway, sha256Hash: string, query?: string) =>
      gateway.send('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, extensions: { persistedQuery: { version: 1, sha256Hash } } }),
      });
    const hash = hashOf(QUERY);
    expect((await ask(other, hash)).body.errors[0].extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
    const { body } = await ask(one, hash, QUERY);
    await until(
      () => client.get(placeOf(hash)),
      (text) => text === QUERY,
    );
    expect((await ask(other, hash)).body).toEqual(body);
    const wrong = hashOf('{ tour }');
    await client.set(placeOf(wrong), QUERY);
    expect((await ask(other, wrong)).body.errors[0].extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
    // What clients send takes a bounded part of Redis: a later text takes the place of another one.
    let later = `${QUERY} #`;
    for (let number = 0; placeOf(hashOf(later)) !== placeOf(hash); number += 1) later = `${QUERY} # ${number}`;
    await ask(one, hashOf(later), later);
    await until(
      () => client.get(placeOf(hash)),
      (text) => text === later,
    );
    const long = QUERY.padEnd(10_000);
    await ask(one, hashOf(long), long);
    expect((await ask(other, hashOf(long))).body.errors[0].extensions.code).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  describe('of a subgraph', () => {
    let processes: SubgraphProcess[] = [];
    afterAll(() => Promise.all(processes.map((each) => each.crash())));

    test('accept a signed call once', async () => {
      const spawn = () => spawnSubgraph('cities', process.env['TEST_MONGODB_URI']!, { env: { REDIS_URL: redis.url } });
      processes = await Promise.all([spawn(), spawn()]);
      const send = async ({ url }: SubgraphProcess, headers: Record<string, string>) =>
        (await fetch(url, { method: 'POST', headers, body: BODY })).headers.get('www-authenticate');
      const BODY = JSON.stringify({ query: '{ __typename }' });
      const [one, other] = processes as [SubgraphProcess, SubgraphProcess];
      await until(
        async () => {
          const headers = signedHeaders('cities', BODY);
          return [await send(one, headers), await send(other, headers)];
        },
        ([first, second]) => first === null && second === 'CitylinkSignature reason="replay"',
      );
    });
  });

  test('find the primary behind its address after a failover, though the connection to the one before stays open', async () => {
    const other = await startRedis();
    const clientOfOther = new Redis(other.url);
    let primary = redis.url;
    const address = createServer((socket) => {
      const { port } = new URL(primary);
      const server = connect(Number(port), '127.0.0.1');
      for (const each of [socket, server]) each.on('error', () => undefined);
      socket.pipe(server).pipe(socket);
    });
    await new Promise<void>((resolve) => address.listen(0, '127.0.0.1', resolve));
    const { port } = address.address() as AddressInfo;
    try {
      const gateway = await start({ REDIS_URL: `redis://127.0.0.1:${port}`, LIMIT_REQUESTS: '1000' });
      primary = other.url;
      await client.replicaof('127.0.0.1', '9');
      await until(
        async () => {
          await gateway.query(QUERY);
          return (await clientOfOther.keys('citylink:requests:*')).length;
        },
        (count) => count === 1,
        10_000,
      );
      expect(lines.filter((line) => line.startsWith('Redis does not respond'))).toHaveLength(1);
    } finally {
      await client.replicaof('NO', 'ONE');
      clientOfOther.disconnect();
      await other.crash();
      address.close();
    }
  });

  test('lose no count to texts that fill its memory, with the settings of compose.yaml', async () => {
    const { services } = parse(await readFile('scripts/deploy/compose.yaml', 'utf8')) as {
      services: { valkey: { command: string[] } };
    };
    const small = await startRedis([...services.valkey.command.slice(1), '--maxmemory', '3mb']);
    const clientOfSmall = new Redis(small.url);
    try {
      await clientOfSmall.set('citylink:requests:somebody', '0', 'EX', 60);
      for (let index = 0; index < 200; index += 1) {
        await clientOfSmall.incr('citylink:requests:somebody');
        await clientOfSmall.set(`citylink:document:${index}`, 'x'.repeat(32 * 1024), 'EX', 86_400);
      }
      expect(await clientOfSmall.get('citylink:requests:somebody')).toBe('200');
    } finally {
      clientOfSmall.disconnect();
      await small.crash();
    }
  });

  test.each([
    ['ends', () => redis.crash(), () => redis.revive()],
    ['does not respond', async () => redis.signal('SIGSTOP'), async () => redis.signal('SIGCONT')],
  ])('go on by themselves when it %s, say so once, and share again when it is back', async (_how, stop, goOn) => {
    const limits = { LIMIT_REQUESTS: '1000' };
    const [one, other] = [await start(limits), await start(limits)];
    await one.query(QUERY);
    await until(
      () => counted('requests'),
      (count) => count === 1,
    );
    await stop();
    const said = (text: string) => lines.filter((line) => line.startsWith(text)).length;
    for (let index = 0; index < 10; index += 1)
      expect([(await one.query(QUERY)).status, (await other.query(QUERY)).status]).toEqual([200, 200]);
    await until(
      () => said('Redis does not respond'),
      (count) => count === 2,
    );
    expect(left(await one.query(QUERY))).toBe(1_000 - 12);
    await goOn();
    await until(
      () => said('Redis responds again'),
      (count) => count === 2,
    );
    // What was charged meanwhile is told with the next request; a Redis that was started again has lost the first one.
    await one.query(QUERY);
    await other.query(QUERY);
    await until(
      () => counted('requests'),
      (count) => count >= 12 + 11,
    );
    expect(said('Redis does not respond')).toBe(2);
  });
});
