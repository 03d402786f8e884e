import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parseBytes } from '../../gateway/upstream/byte-text.js';
import type { SubgraphClient, SubgraphClientOptions } from '../../gateway/upstream/subgraph-client.js';
import { createRetryBudget } from '../../gateway/upstream/retry-budget.js';
import { SIGNATURE_HEADER } from '../../subgraphs/protocol/signature.js';
import type { Behaviour, HostedSubgraph } from '../gateway/hosted-subgraph.js';
import { respondWith, dropConnection, hostStubSubgraph, respondInSequence } from './stub-subgraph.js';
import { createTestClient } from './create-test-client.js';

let subgraph: HostedSubgraph;
let client: SubgraphClient | undefined;

beforeEach(async () => void (subgraph = await hostStubSubgraph()));

afterEach(async () => {
  await client?.close();
  client = undefined;
  await subgraph.kill();
});

const start = (options: Partial<SubgraphClientOptions> = {}) => (client = createTestClient(subgraph.url, options));
const GOOD = respondWith('{"data":{"a":"x"}}');
const breaksWithin: Behaviour = (request, response) =>
  response
    .writeHead(200, { 'content-type': 'application/json', 'content-length': '100' })
    .write('{"data":{', () => request.socket.destroy());

describe('a query is retried', () => {
  test.each<[string, Behaviour]>([
    ['the connection breaks', dropConnection],
    ['the connection breaks within the response', breaksWithin],
    ['a proxy responds 502', respondWith('<h1>Bad gateway</h1>', 502)],
    ['a proxy responds 503', respondWith('', 503)],
    ['a proxy responds 504', respondWith('', 504)],
  ])('when %s, and the client gets the second response', async (_name, behaviour) => {
    subgraph.behave(respondInSequence(behaviour, GOOD));
    expect(await start().request({ query: '{ a }' })).toMatchObject({ data: { a: 'x' }, errors: [] });
    expect(subgraph.received.map(({ query }) => query)).toEqual(['{ a }', '{ a }']);
  });

  test('only once', async () => {
    subgraph.behave(dropConnection);
    await expect(start().request({ query: '{ a }' })).rejects.toMatchObject({
      code: 'SUBGRAPH_UNREACHABLE',
      service: 'letters',
    });
    expect(subgraph.received).toHaveLength(2);
  });

  test('with a new signature, because a signature is valid for one request', async () => {
    subgraph.behave(respondInSequence(dropConnection, GOOD));
    await start({ secret: 'known to both, and to nobody else' }).request({ query: '{ a }' });
    const [first, second] = subgraph.received.map(({ headers }) => headers[SIGNATURE_HEADER]);
    expect(first).toEqual(expect.any(String));
    expect(second).toEqual(expect.any(String));
    expect(first).not.toBe(second);
  });
});

describe('a query is not retried', () => {
  test.each<[string, string, Behaviour]>([
    ['500', 'SUBGRAPH_BAD_ANSWER', respondWith('<h1>No</h1>', 500)],
    ['401', 'SUBGRAPH_REFUSED', respondWith('{}', 401)],
    ['garbage', 'SUBGRAPH_BAD_ANSWER', respondWith('garbage')],
    ['a redirect', 'SUBGRAPH_BAD_ANSWER', (_request, response) => response.writeHead(307, { location: '/' }).end()],
  ])('when the response is %s: %s', async (_name, code, behaviour) => {
    subgraph.behave(behaviour);
    await expect(start().request({ query: '{ a }' })).rejects.toMatchObject({ code });
    expect(subgraph.received).toHaveLength(1);
  });

  test('when the subgraph times out', async () => {
    subgraph.behave(() => undefined);
    await expect(start({ timeoutMs: 500 }).request({ query: '{ a }' })).rejects.toMatchObject({
      code: 'SUBGRAPH_TIMEOUT',
      hints: { afterMs: 500 },
    });
    expect(subgraph.received).toHaveLength(1);
  });

  test('when SUBGRAPH_RETRY_PERCENT is 0', async () => {
    subgraph.behave(dropConnection);
    await expect(start({ retryPercent: 0 }).request({ query: '{ a }' })).rejects.toMatchObject({
      code: 'SUBGRAPH_UNREACHABLE',
    });
    expect(subgraph.received).toHaveLength(1);
  });
});

test.each([
  'mutation { set }',
  'mutation Set { set }',
  '# query\nmutation { set }',
  ' mutation { set }',
  'fragment F on Mutation { set } mutation { ...F }',
])('the mutation %j is never retried', async (query) => {
  subgraph.behave(dropConnection);
  await expect(start().request({ query })).rejects.toMatchObject({ code: 'SUBGRAPH_UNREACHABLE' });
  await expect(client!.post(Buffer.from(JSON.stringify({ query })), parseBytes)).rejects.toMatchObject({
    code: 'SUBGRAPH_UNREACHABLE',
  });
  await expect(
    client!.post(Buffer.from(JSON.stringify({ operationName: 'query', query })), parseBytes),
  ).rejects.toMatchObject({ code: 'SUBGRAPH_UNREACHABLE' });
  expect(subgraph.received).toHaveLength(3);
});

test('a mutation with an unknown outcome has extensions.mayBeDone; other mutations and queries have not', async () => {
  const send = (query: string) =>
    start()
      .request({ query })
      .then(
        () => undefined,
        ({ hints }: { hints: object }) => hints,
      );
  const redirect: Behaviour = (_request, response) => response.writeHead(307, { location: '/' }).end();
  for (const behaviour of [
    dropConnection,
    breaksWithin,
    redirect,
    respondWith('garbage'),
    respondWith('{}'),
    respondWith('<h1>No</h1>', 500),
    respondWith('', 502),
    respondWith('"\xff"', 500),
  ]) {
    subgraph.behave(behaviour);
    expect(await send('mutation { set }')).toEqual({ mayBeDone: true });
    expect(await send('{ a }')).toEqual({});
  }
  subgraph.behave(respondWith('{}', 401));
  expect(await send('mutation { set }')).toEqual({});
  await subgraph.kill();
  expect(await send('mutation { set }')).toEqual({});
  await subgraph.revive();
});

test('a fifth of many failing queries is retried', async () => {
  subgraph.behave(dropConnection);
  const { request } = start({ now: () => 0, breaker: { calls: 0, percent: 50, openMs: 1 } });
  for (let index = 0; index < 100; index += 1) await request({ query: '{ a }' }).catch(() => undefined);
  // One is free: the clock stands still.
  expect(subgraph.received).toHaveLength(100 + 20 + 1);
});

test('earlier successful queries allow ten retries at most, and one retry a second is always allowed', () => {
  let time = 0;
  const budget = createRetryBudget(20, () => time);
  const spendAll = () => Array.from({ length: 100 }, () => budget.spend()).filter(Boolean).length;
  for (let index = 0; index < 10_000; index += 1) budget.earn();
  expect(spendAll()).toBe(10 + 1);
  time += 999;
  expect(spendAll()).toBe(0);
  time += 1;
  expect(spendAll()).toBe(1);
});
