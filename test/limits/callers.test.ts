import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { IncomingMessage } from 'node:http';
import { getOperationAST, parse } from 'graphql';
import { addressKey } from '../../gateway/limits/rate-limit-key.js';
import { createCallerAccounts } from '../../gateway/limits/caller-budget.js';
import { clientAddress } from '../../gateway/limits/rate-limit-key.js';
import { countMutationFields } from '../../gateway/graphql-document/mutations.js';
import { AUDIENCE, bearer, ISSUER, keyFile, newKeys, tokenOf } from '../auth/tokens.js';
import { startGateway, type Answer, type RunningGateway } from '../gateway/start-gateway.js';
import { startWeatherGraph, type WeatherGraph } from '../gateway/weather-graph.js';

const keys = newKeys();
let key: Awaited<ReturnType<typeof keyFile>>;
let graph: WeatherGraph;

beforeAll(async () => {
  key = await keyFile(keys);
  graph = await startWeatherGraph();
});

afterAll(async () => {
  await graph?.close();
  await key?.remove();
});

/** Runs a gateway that is new, and so has counted nothing yet, for as long as a test takes. */
async function withGateway(
  env: Record<string, string>,
  act: (gateway: RunningGateway) => Promise<void>,
): Promise<void> {
  const gateway = await startGateway({
    SUPERGRAPH_FILE: graph.supergraphFile,
    AUTH_PUBLIC_KEY_FILE: key.file,
    AUTH_ISSUER: ISSUER,
    AUTH_AUDIENCE: AUDIENCE,
    ...env,
  });
  try {
    await act(gateway);
  } finally {
    await gateway.close();
  }
}

const from = (address: string) => ({ 'x-forwarded-for': address });
const leftOf = ({ headers }: Answer) =>
  Object.fromEntries(
    [...(headers.get('ratelimit') ?? '').matchAll(/"(\w+)";r=(\d+);t=\d+/g)].map(([, name, left]) => [
      name,
      Number(left),
    ]),
  );

function expectLimited({ status, headers, body }: Answer, language = 'en'): void {
  expect({ status, body }).toEqual({
    status: 429,
    body: {
      errors: [
        {
          message:
            language === 'th'
              ? 'ท่านส่งคำขอมากเกินไปในเวลาสั้น โปรดลองใหม่ภายหลัง'
              : 'Too many requests in a short time: try again later.',
          extensions: { code: 'RATE_LIMITED' },
        },
      ],
    },
  });
  expect(Number(headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
  expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(60);
}

const QUERY = '{ stations { name } }';

describe.each(['compiled', 'stock'])('the rate limit of one caller (%s)', (EXECUTOR) => {
  test('is in every response, and a request beyond it is refused without a subgraph request', async () => {
    await withGateway({ EXECUTOR, LIMIT_REQUESTS: '3', LIMIT_COST: '1000' }, async (gateway) => {
      for (const left of [2, 1, 0]) {
        const answer = await gateway.query(QUERY);
        expect(answer.status).toBe(200);
        expect(answer.headers.get('ratelimit-policy')).toBe('"requests";q=3;w=60, "cost";q=1000;w=60');
        // A list that takes no size is estimated at ten elements.
        expect(leftOf(answer)).toEqual({ requests: left, cost: 1000 - 11 * (3 - left) });
      }
      graph.stations.received.length = 0;
      expectLimited(await gateway.query(QUERY));
      expectLimited(await gateway.query(QUERY, {}, { 'accept-language': 'th' }), 'th');
      expect(leftOf(await gateway.query(QUERY))).toEqual({ requests: 0, cost: 967 });
      expect(graph.stations.received).toEqual([]);
    });
  });

  test('counts requests that are refused for another reason', async () => {
    await withGateway({ EXECUTOR, LIMIT_REQUESTS: '4', LIMIT_COST: '0' }, async (gateway) => {
      expect((await gateway.query('{ nowhere }')).status).toBe(400);
      expect(
        (await gateway.send('/graphql', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{' }))
          .status,
      ).toBe(400);
      expect((await gateway.query(QUERY, {}, { authorization: 'Bearer a.b.c' })).status).toBe(401);
      const last = await gateway.send('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'text/plain' },
        body: 'x',
      });
      expect([last.status, leftOf(last)]).toEqual([415, { requests: 0 }]);
      expectLimited(await gateway.query(QUERY));
    });
  });

  test('limits the estimated cost too, and a cheaper query still runs', async () => {
    await withGateway({ EXECUTOR, LIMIT_REQUESTS: '0', LIMIT_COST: '20' }, async (gateway) => {
      const query = 'query ($ids: [ID!]!) { tour(ids: $ids) { name } }';
      const send = (count: number, headers?: Record<string, string>) =>
        gateway.query(query, { ids: Array.from({ length: count }, () => 'north') }, headers);
      expect(leftOf(await send(5))).toEqual({ cost: 14 });
      expect(leftOf(await send(5))).toEqual({ cost: 8 });
      graph.stations.received.length = 0;
      expectLimited(await send(9)); // Costs 1, for itself.
      expectLimited(await send(9, { 'accept-language': 'th' }), 'th');
      expect(graph.stations.received).toEqual([]);
      const small = await send(5);
      expect([small.status, leftOf(small)]).toEqual([200, { cost: 0 }]);
    });
  });

  test('counts each root field of a mutation, aliases and fragments included', async () => {
    await withGateway({ EXECUTOR, LIMIT_REQUESTS: '10', LIMIT_COST: '0' }, async (gateway) => {
      const attempts = (...names: string[]) =>
        `mutation { ${names.map((name) => `${name}: rename(id: "north", name: "${name}") { name }`).join(' ')} ...More } fragment More on Mutation { rename(id: "south", name: "S") { name } }`;
      for (const left of [6, 2]) {
        const answer = await gateway.query(attempts('a', 'b', 'c'));
        expect([answer.status, leftOf(answer)]).toEqual([200, { requests: left }]);
      }
      graph.stations.received.length = 0;
      expectLimited(await gateway.query(attempts('a', 'b', 'c')));
      expect(graph.stations.received).toEqual([]); // Not the first ones either.
    });
  });

  test('counts a request once when its result has errors and is computed again', async () => {
    await withGateway({ EXECUTOR, LIMIT_REQUESTS: '100', LIMIT_COST: '100' }, async (gateway) => {
      const query = '{ stations { name refused } }';
      for (const left of [89, 78, 67]) {
        const answer = await gateway.query(query);
        expect(answer.body.errors).toHaveLength(1);
        expect(leftOf(answer).cost).toBe(left);
      }
    });
  });
});

test('objects of a result beyond the estimate are charged afterwards', async () => {
  for (const EXECUTOR of ['compiled', 'stock'])
    await withGateway({ EXECUTOR, LIMIT_LIST_SIZE: '1', LIMIT_REQUESTS: '0', LIMIT_COST: '100' }, async (gateway) => {
      const query = '{ stations { name } }';
      const { body } = await gateway.query(query);
      const { length } = body.data.stations;
      expect(length).toBeGreaterThan(1);
      for (const times of [2, 3])
        expect(leftOf(await gateway.query(query))).toEqual({ cost: 100 - times * (1 + length) });
    });
});

describe('a caller', () => {
  test('is identified by its token from any address, and without a token by its address', async () => {
    await withGateway({ LIMIT_REQUESTS: '1', LIMIT_COST: '0', TRUSTED_PROXIES: '1' }, async (gateway) => {
      const [one, two] = [bearer(await tokenOf(keys, { sub: 'one' })), bearer(await tokenOf(keys, { sub: 'two' }))];
      expect((await gateway.query(QUERY, {}, { ...one, ...from('192.0.2.1') })).status).toBe(200);
      expectLimited(await gateway.query(QUERY, {}, { ...one, ...from('192.0.2.2') }));
      expect((await gateway.query(QUERY, {}, { ...two, ...from('192.0.2.1') })).status).toBe(200);
      expect((await gateway.query(QUERY, {}, from('192.0.2.1'))).status).toBe(200);
      expectLimited(await gateway.query(QUERY, {}, from('192.0.2.1')));
      expect((await gateway.query(QUERY, {}, from('192.0.2.3'))).status).toBe(200);
    });
  });

  test('cannot change its identity by a header when no proxy is trusted', async () => {
    await withGateway({ LIMIT_REQUESTS: '1', LIMIT_COST: '0' }, async (gateway) => {
      expect((await gateway.query(QUERY, {}, from('192.0.2.1'))).status).toBe(200);
      for (const address of ['192.0.2.2', 'address', '::1'])
        expectLimited(await gateway.query(QUERY, {}, from(address)));
    });
  });

  test('cannot change its identity by a header value before that of a trusted proxy', async () => {
    await withGateway({ LIMIT_REQUESTS: '1', LIMIT_COST: '0', TRUSTED_PROXIES: '2' }, async (gateway) => {
      expect((await gateway.query(QUERY, {}, from('198.51.100.1, 192.0.2.1, 10.0.0.1'))).status).toBe(200);
      expectLimited(await gateway.query(QUERY, {}, from('198.51.100.2, 192.0.2.1, 10.0.0.1')));
    });
  });
});

test('a 304 response costs half of its estimated cost, and one request', async () => {
  await withGateway({ LIMIT_REQUESTS: '100', LIMIT_COST: '1000' }, async (gateway) => {
    const query = '{ stations { readings(first: 10) { celsius } } }';
    const get = (headers: Record<string, string> = {}) =>
      gateway.send(`/graphql?${new URLSearchParams({ query })}`, { headers });
    const first = await get();
    const cost = 1000 - Number(leftOf(first)['cost']);
    const again = await get({ 'if-none-match': first.headers.get('etag')! });
    expect(again.status).toBe(304);
    const left = leftOf(again);
    expect(left['requests']).toBe(98);
    expect(cost).toBeGreaterThan(2);
    expect(1000 - cost - Number(left['cost'])).toBe(1 + Math.ceil((cost - 1) / 2));
    // It is no way to a budget that grows.
    expect(Number(leftOf(await get())['cost'])).toBe(Number(left['cost']) - cost);
  });
});

test('outside production there are no limits and no RateLimit headers', async () => {
  await withGateway({}, async (gateway) => {
    const { headers } = await gateway.query(QUERY);
    expect([headers.get('ratelimit'), headers.get('ratelimit-policy')]).toEqual([null, null]);
  });
});

test('health endpoints are not limited', async () => {
  await withGateway({ LIMIT_REQUESTS: '1' }, async (gateway) => {
    await gateway.query(QUERY);
    expectLimited(await gateway.query(QUERY));
    for (const path of ['/health/live', '/health/ready', '/health/network'])
      expect((await gateway.send(path)).status).toBe(200);
  });
});

test('a page of a configured origin may read the RateLimit headers', async () => {
  await withGateway({ LIMIT_REQUESTS: '5', CORS_ORIGINS: 'https://dashboard.example' }, async (gateway) => {
    const { headers } = await gateway.query(QUERY, {}, { origin: 'https://dashboard.example' });
    expect(headers.get('access-control-expose-headers')).toBe(
      'age, citylink-at, etag, x-request-id, ratelimit, ratelimit-policy, retry-after',
    );
  });
});

describe('the account of a caller', () => {
  test('is reset a minute after its first request, independently of other accounts', () => {
    let now = 0;
    const accountOf = createCallerAccounts(() => now);
    accountOf('a').requests = 3;
    now = 30_000;
    accountOf('b').cost = 4;
    now = 59_999;
    expect(accountOf('a')).toEqual({ requests: 3, cost: 0, endsAt: 60_000, inFlight: 0 });
    now = 60_000;
    expect(accountOf('a')).toEqual({ requests: 0, cost: 0, endsAt: 120_000, inFlight: 0 });
    expect(accountOf('b')).toEqual({ requests: 0, cost: 4, endsAt: 90_000, inFlight: 0 });
  });

  test('is dropped for the callers with the oldest requests when there are too many', () => {
    const accountOf = createCallerAccounts(() => 0, 3);
    for (const caller of ['a', 'b', 'c', 'a', 'd']) accountOf(caller).requests += 1;
    expect(accountOf('a').requests).toBe(2);
    expect(accountOf('b').requests).toBe(0);
  });
});

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['::1', '0:0:0:0::/64'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:0db8:0001:0002:ffff:ffff:ffff:ffff', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ['64:ff9b::192.0.2.1', '64:ff9b:0:0::/64'],
  ['', ''],
])('the address %s has the rate-limit key %s', (address, owner) => expect(addressKey(address)).toBe(owner));

test.each([
  [0, '192.0.2.1', '10.0.0.9'],
  [1, '192.0.2.1', '192.0.2.1'],
  [1, '203.0.113.9, 192.0.2.1', '192.0.2.1'],
  [2, '203.0.113.9, 192.0.2.1, 10.0.0.1', '192.0.2.1'],
  [2, '192.0.2.1', '192.0.2.1'],
  [1, '192.0.2.1:5000', '192.0.2.1'],
  [1, '[2001:db8::1]:5000', '2001:db8::1'],
  [1, '2001:db8::1', '2001:db8::1'],
  [1, 'unknown', '10.0.0.9'],
  [1, '', '10.0.0.9'],
  [1, '192.0.2.1, ', '10.0.0.9'],
  [1, undefined, '10.0.0.9'],
])('behind %s proxies with X-Forwarded-For %j, the client address is %s', (proxies, told, address) => {
  const request = {
    headers: told === undefined ? {} : { 'x-forwarded-for': told },
    socket: { remoteAddress: '10.0.0.9' },
  } as unknown as IncomingMessage;
  expect(clientAddress(request, proxies)).toBe(address);
});

test.each([
  ['query { a b }', 0],
  ['mutation { a }', 1],
  ['mutation { a b: a c: a }', 3],
  ['mutation { a ...F ...F ... { a } } fragment F on Mutation { x: a ...G } fragment G on Mutation { y: a }', 6],
  ['mutation { a @skip(if: true) }', 1],
])('%s has this number of mutation root fields: %s', (text, count) => {
  const document = parse(text);
  expect(countMutationFields(document, getOperationAST(document)!)).toBe(count);
});
