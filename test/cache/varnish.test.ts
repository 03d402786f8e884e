import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { request as send, type IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import mongoose from 'mongoose';
import { benchToken } from '../../scripts/bench/bench-token.js';
import { hasVarnish, startVarnish, type Varnish } from '../../scripts/consistency/start-varnish.js';
import { urlVariable } from '../../subgraphs/process/subgraph-variables.js';
import { startGateway, type RunningGateway } from '../gateway/start-gateway.js';
import { until } from '../gateway/until.js';
import { startSubgraphs, type RunningSubgraph } from '../graph.js';
import { SECRET } from '../signed-call.js';
import { startLedgerGraph, type LedgerGraph } from './ledger-graph.js';
import { startRelay, type Relay } from './relay.js';

if (!hasVarnish) console.warn('The tests of Varnish are skipped: this machine has no varnishd.');
const describeVarnish = hasVarnish ? describe : describe.skip;

interface Response {
  status: number;
  headers: IncomingHttpHeaders;
  // Bodies are what the tests are about.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

/** An address of this machine from which no proxy and no gateway sends. */
const ELSEWHERE = '127.0.0.2';

let varnish: Varnish;

beforeAll(async () => {
  if (hasVarnish) varnish = await startVarnish();
});

afterAll(async () => {
  await varnish?.close();
});

function request(address: string | URL, options: { method: string; headers?: object }, body?: string) {
  return new Promise<Response>((resolve, reject) => {
    send(
      address,
      { ...options, headers: { ...options.headers }, localAddress: ELSEWHERE, agent: false },
      (response) => {
        const chunks: Buffer[] = [];
        response
          .on('data', (chunk: Buffer) => chunks.push(chunk))
          .on('end', () => {
            const text = Buffer.concat(chunks).toString();
            const read = text.startsWith('{') ? (JSON.parse(text) as unknown) : text;
            resolve({ status: response.statusCode!, headers: response.headers, body: read });
          })
          .on('error', reject);
      },
    )
      .on('error', reject)
      .end(body);
  });
}

const addressOf = (base: string, query: string) => new URL(`/graphql?query=${encodeURIComponent(query)}`, base);
const get = (base: string, query: string, headers?: Record<string, string>) =>
  request(addressOf(base, query), { method: 'GET', headers });
const read = (query: string, headers?: Record<string, string>) => get(varnish.url, query, headers);
const post = (query: string, variables = {}, headers: Record<string, string> = {}) =>
  request(
    new URL('/graphql', varnish.url),
    { method: 'POST', headers: { 'content-type': 'application/json', ...headers } },
    JSON.stringify({ query, variables }),
  );

/** Varnish names two requests where the response is one that it had. */
const isHit = ({ headers }: Response) => String(headers['x-varnish']).includes(' ');
/** Sends it until Varnish answers it without a gateway. */
const hit = (query: string, headers?: Record<string, string>) => until(() => read(query, headers), isHit);

describeVarnish('Varnish before two gateways of the network', () => {
  let folder: string;
  let token: string;
  let subgraphs: RunningSubgraph[];
  let gateways: RunningGateway[];
  let database: mongoose.mongo.MongoClient;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'citylink-varnish-test-'));
    const { publicKeyFile, ...made } = await benchToken(folder);
    ({ token } = made);
    subgraphs = await startSubgraphs();
    const env = {
      ...Object.fromEntries(subgraphs.map(({ name, url }) => [urlVariable(name), url])),
      ...{ SUBGRAPH_SECRET: SECRET, SUBGRAPH_TIMEOUT_MS: '20000', AUTH_PUBLIC_KEY_FILE: publicKeyFile },
      ...{ CACHE_MB: '16', CACHE_PROXIES: varnish.url },
    };
    gateways = await Promise.all([startGateway(env), startGateway(env)]);
    await varnish.serve(gateways.map(({ url }) => url));
    database = await new mongoose.mongo.MongoClient(process.env['TEST_MONGODB_URI']!).connect();
  }, 120_000);

  afterAll(async () => {
    await database?.close();
    await Promise.all((gateways ?? []).map((gateway) => gateway.close()));
    await Promise.all((subgraphs ?? []).map((subgraph) => subgraph.close()));
    await rm(folder, { recursive: true, force: true });
  });

  const CITY = '{ city(id: "th-yala") { id name { en } } }';

  test('a query that is sent again is answered by Varnish, as a gateway answers it', async () => {
    const given = await hit(CITY);
    const own = await get(gateways[0]!.url, CITY);
    expect(given.body).toEqual(own.body);
    expect(own.body.data.city.id).toBe('th-yala');
    for (const name of ['etag', 'cache-control', 'content-type', 'vary'])
      expect([name, given.headers[name]]).toEqual([name, own.headers[name]]);
    for (const subgraph of subgraphs) subgraph.forget();
    expect(isHit(await read(CITY))).toBe(true);
    expect(subgraphs.flatMap(({ fetches }) => fetches)).toEqual([]);
    const unchanged = await read(CITY, { 'if-none-match': own.headers['etag']! });
    expect([unchanged.status, unchanged.body, isHit(unchanged)]).toEqual([304, '', true]);
    expect(isHit(await request(addressOf(varnish.url, CITY), { method: 'HEAD' }))).toBe(true);
  });

  test('what was read is named to the proxy alone, and nothing of the request that was first reaches others', async () => {
    const { headers } = await hit(CITY);
    const inner = ['surrogate-key', 'surrogate-control', 'citylink-gateway', 'xkey', 'ratelimit', 'x-request-id'];
    expect(inner.filter((name) => headers[name] !== undefined)).toEqual([]);
    const own = await get(gateways[0]!.url, CITY);
    expect(Object.keys(own.headers).filter((name) => /surrogate|citylink/.test(name))).toEqual([]);
  });

  test('a change past the gateways, in the database, is seen through Varnish, and then kept', async () => {
    await hit(CITY);
    const { databaseName } = subgraphs.find(({ name }) => name === 'cities')!;
    const cities = database.db(databaseName).collection<{ _id: string }>('cities');
    const { modifiedCount } = await cities.updateOne({ _id: 'th-yala' }, { $set: { 'name.en': 'Renamed Yala' } });
    expect(modifiedCount).toBe(1);
    const isRenamed = ({ body }: Response) => body.data.city.name.en === 'Renamed Yala';
    await until(() => read(CITY), isRenamed);
    expect(isRenamed(await hit(CITY))).toBe(true);
  });

  test('a mutation through Varnish is seen through it: at once with the position of its response, and soon without', async () => {
    const authorization = { authorization: `Bearer ${token}` };
    const create = `mutation ($input: CreateEventInput!) { createEvent(input: $input) { id version } }`;
    const input = {
      ...{ idempotencyKey: randomUUID(), name: { en: 'Meeting' }, kind: 'CONFERENCE', hosts: ['depa'] },
      ...{ venueCityId: 'th-yala', startsOn: '2099-01-20' },
    };
    const { body } = await post(create, { input }, authorization);
    const { id } = body.data.createEvent as { id: string };
    const event = `{ event(id: "${id}") { id version } }`;
    expect((await hit(event)).body.data.event.version).toBe(1);
    const change = `mutation ($input: ChangeEventInput!) { changeEvent(input: $input) { id version } }`;
    const changed = await post(
      change,
      { input: { idempotencyKey: randomUUID(), eventId: id, expectedVersion: 1, startsOn: '2099-01-21' } },
      authorization,
    );
    expect(changed.body.data.changeEvent.version).toBe(2);
    const after = await read(event, { 'citylink-at': changed.headers['citylink-at'] as string });
    expect([isHit(after), after.body.data.event.version]).toEqual([false, 2]);
    await until(
      () => read(event),
      (response) => response.body.data.event.version === 2,
    );
    expect((await hit(event)).body.data.event.version).toBe(2);
  });

  test('a caller with a token is answered by a gateway', async () => {
    await hit(CITY);
    expect((await read(CITY, { authorization: 'Bearer none' })).status).toBe(401);
    expect(isHit(await read(CITY, { authorization: `Bearer ${token}` }))).toBe(false);
  });
});

describeVarnish('what Varnish gives of a gateway', () => {
  let ledger: LedgerGraph;
  /** Between the gateway and Varnish, for purges; and between Varnish and the gateway, for requests. */
  let [purges, wire]: Relay[] = [];
  let gateway: RunningGateway;

  beforeEach(async () => {
    ledger = await startLedgerGraph();
    purges = await startRelay(varnish.url);
    gateway = await start(purges!.url);
    wire = await startRelay(gateway.url);
    await varnish.serve([wire.url]);
  });

  afterEach(async () => {
    await gateway.close();
    await Promise.all([purges!, wire!, ledger].map((each) => each.close()));
  });

  const start = (purgeUrl: string) =>
    startGateway({ SUPERGRAPH_FILE: ledger.supergraphFile, CACHE_MB: '1', CACHE_PROXIES: purgeUrl });

  const account = (id: string) => `{ account(id: "${id}") { id value } }`;
  const valueOf = ({ body }: Response) => body.data?.account?.value as number;
  const untilValue = (query: string, value: number) =>
    until(
      () => read(query),
      (response) => valueOf(response) === value,
    );

  test('is dropped when one of its keys changes, and not when another one does', async () => {
    await hit(account('a'));
    await hit(account('c'));
    ledger.write('a', 10);
    await untilValue(account('a'), 10);
    expect(isHit(await read(account('c')))).toBe(true);
  });

  test('is dropped before the response to a mutation is sent that has changed it', async () => {
    await hit(account('a'));
    ledger.tell('held back');
    const order: string[] = [];
    const on = purges!.hold();
    const answered = post('mutation { set(id: "a", value: 30) { value } }').then(() => order.push('answered'));
    await until(
      () => on.held,
      (held) => held > 0,
    );
    await sleep(100); // In which a gateway would respond that does not wait.
    order.push('purged');
    on.release();
    await answered;
    expect(order).toEqual(['purged', 'answered']);
    const after = await read(account('a'));
    expect([isHit(after), valueOf(after)]).toEqual([false, 30]);
  });

  test('is not kept when something was purged while it was on its way', async () => {
    await until(
      () => gateway.query(account('a')),
      ({ headers }) => headers.get('age') !== null,
    );
    const on = wire!.hold();
    const late = read(account('a'));
    await until(
      () => on.held,
      (held) => held === 1,
    );
    ledger.write('a', 40);
    await until(
      () => purges!.passed,
      (requests) => requests.some((headers) => headers['xkey-purge'] !== undefined),
    );
    on.release();
    expect(valueOf(await late)).toBe(1);
    expect(valueOf(await read(account('a')))).toBe(40);
  });

  test('is given no more when the changes of a subgraph are not heard, and again when they are', async () => {
    await hit(account('a'));
    ledger.tell('not at all');
    const { length } = ledger.polls;
    await until(
      () => ledger.polls.length,
      (polls) => polls > length,
    );
    ledger.write('a', 50);
    await untilValue(account('a'), 50);
    expect(isHit(await read(account('a')))).toBe(false);
    ledger.tell('at once');
    expect(valueOf(await hit(account('a')))).toBe(50);
  });

  test('is given no more when the gateway cannot reach it, and again when it can', async () => {
    await hit(account('a'));
    purges!.isCut = true;
    ledger.write('a', 60);
    await untilValue(account('a'), 60);
    expect(isHit(await read(account('a')))).toBe(false);
    purges!.isCut = false;
    expect(valueOf(await hit(account('a')))).toBe(60);
  });

  test('is given no more when the gateway has ended', async () => {
    await hit(account('a'));
    const second = await start(purges!.url);
    await gateway.close();
    gateway = second;
    await varnish.serve([second.url]);
    ledger.write('a', 70);
    expect(valueOf(await read(account('a')))).toBe(70);
  });

  test('ends with the time for which it holds', async () => {
    ledger.say({ until: new Date(Date.now() + 4_000).toISOString() });
    await hit(account('a'));
    ledger.say({});
    await until(
      () => read(account('a')),
      (response) => !isHit(response),
    );
  });

  test('is not kept when it was read from more than the header can name', async () => {
    const ids = Array.from({ length: 700 }, (_, index) => `id-${index}`);
    ledger.say({ reads: { ledger: { accounts: ids } } });
    const kept = await until(
      () => read(account('a')),
      ({ headers }) => headers['age'] !== undefined && headers['age'] !== '0',
    );
    expect(isHit(kept)).toBe(false);
    const { headers } = await fetch(addressOf(gateway.url, account('a')));
    expect([headers.get('surrogate-control'), headers.get('surrogate-key')]).toEqual(['no-store', null]);
  });

  test('is one response for each language', async () => {
    await hit(account('a'), { 'accept-language': 'en-GB' });
    expect(isHit(await read(account('a'), { 'accept-language': 'de' }))).toBe(true);
    expect(isHit(await read(account('a'), { 'accept-language': 'th' }))).toBe(false);
  });

  test.each([
    ['cache-control', 'no-cache'],
    ['cache-control', 'no-store'],
    ['pragma', 'no-cache'],
    ['citylink-freshness', '1'],
    ['citylink-cost', '1'],
    ['citylink-at', 'ledger=1.100.1'],
    ['cookie', 'a=b'],
  ])('is not given to a request with %s: %s', async (name, value) => {
    await hit(account('a'));
    expect(isHit(await read(account('a'), { [name]: value }))).toBe(false);
  });

  test('can be purged by gateways only', async () => {
    await hit(account('a'));
    const { headers } = await fetch(addressOf(gateway.url, account('a')));
    const stranger = await request(varnish.url, {
      method: 'PURGE',
      headers: { 'xkey-purge': headers.get('surrogate-key')! },
    });
    expect(stranger.status).toBe(403);
    expect(isHit(await read(account('a')))).toBe(true);
  });

  test('is nothing of a request that has failed, or depends on the caller', async () => {
    const responses: Response[] = [];
    for (let count = 0; count < 4; count += 1) responses.push(await read('{ failing }'));
    ledger.say({ caller: true });
    for (let count = 0; count < 4; count += 1) responses.push(await read('{ mine }'));
    expect(responses.filter(isHit)).toEqual([]);
  });
});
