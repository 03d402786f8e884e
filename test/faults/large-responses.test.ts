import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { hostSupergraph, type HostedSupergraph } from '../executor/host-supergraph.js';
import { spawnGateway, type GatewayProcess } from '../gateway/gateway-process.js';
import '../setup/repeat-once.js';

const QUERY = '{ items { id any note } }';
/** A linear response takes ten times as long for ten times as much, a quadratic one a hundred times. */
const MAX_GROWTH = 40;
const RUNS = 3;

const many = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index)).join();
const items = (any: string) => `{"items":[{"__typename":"Item","id":"i0","any":${any}}]}`;
const error = (path: string, rest = '') =>
  `{"message":"No.","path":[${path}],"extensions":{"code":"FORBIDDEN"${rest}}}`;
const withErrors = (errors: string) => `{"data":${items('1')},"errors":[${errors}]}`;
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;

/** What a subgraph's response can make large: its body for a size. */
const GROWING: Readonly<Record<string, { from: number; body: (size: number) => string }>> = {
  errors: { from: 500, body: (size) => withErrors(many(size, () => error('"items",0,"any"'))) },
  'errors at response paths that there are not': {
    from: 500,
    body: (size) => withErrors(many(size, (index) => error(`"items",${index},"x${index}"`))),
  },
  'a message': {
    from: 20_000,
    body: (size) => withErrors(`{"message":"${'a '.repeat(size)}","extensions":{"code":"FORBIDDEN"}}`),
  },
  'keys of extensions': {
    from: 1_000,
    body: (size) => withErrors(error('"items"', `,"more":{${many(size, (index) => `"k${index}":1`)}}`)),
  },
  'depth of extensions': { from: 500, body: (size) => withErrors(error('"items"', `,"more":${nested(size)}`)) },
  'depth of a custom scalar': { from: 500, body: (size) => `{"data":${items(nested(size))}}` },
  'keys of a custom scalar': {
    from: 1_000,
    body: (size) => `{"data":${items(`{${many(size, (index) => `"k${index}":1`)}}`)}}`,
  },
  'fields that were not asked for': {
    from: 1_000,
    body: (size) =>
      `{"data":{"items":[{"__typename":"Item","id":"i0","any":1,${many(size, (index) => `"k${index}":1`)}}]}}`,
  },
  'elements of a list, each an entity of another subgraph': {
    from: 200,
    body: (size) => `{"data":{"items":[${many(size, (index) => `{"__typename":"Item","id":"i${index}","any":1}`)}]}}`,
  },
};

let graph: HostedSupergraph;
let gateway: GatewayProcess | undefined;

beforeAll(async () => {
  graph = await hostSupergraph({
    name: 'large responses',
    subgraphs: {
      shop: 'scalar Any type Query { items: [Item!] } type Item @key(fields: "id") { id: ID! any: Any }',
      notes: 'type Item @key(fields: "id") { id: ID! note: String }',
    },
    resolvers: { Item: { note: () => 'n' } },
    entities: { Item: ({ id }) => ({ id }) },
    operations: [],
  });
});

/** One process for all tests, as long as it lives: it may run out of memory over a response. */
beforeEach(async () => {
  if (gateway && gateway.child.exitCode === null && gateway.child.signalCode === null) return;
  gateway = spawnGateway(
    {
      SUPERGRAPH_FILE: graph.supergraphFile,
      LOG_LEVEL: 'silent',
      PLAYGROUND: 'off',
      SUBGRAPH_TIMEOUT_MS: '60000',
      SUBGRAPH_BREAKER_CALLS: '0',
    },
    ['--max-old-space-size=400'],
  );
  await gateway.url;
});

afterAll(async () => {
  gateway?.child.kill();
  await gateway?.ended;
  await graph?.close();
});

/** Milliseconds that a response takes through the gateway, at best of several. */
async function timeOf(body: string): Promise<number> {
  graph.subgraphs.get('shop')!.behave((_request, response) => {
    response.setHeader('content-type', 'application/json').end(body);
  });
  let best = Infinity;
  for (let run = 0; run < RUNS; run += 1) {
    const started = performance.now();
    const response = await send();
    best = Math.min(best, performance.now() - started);
    expect(response.data === undefined && response.errors === undefined).toBe(false);
  }
  return best;
}

async function send(): Promise<{ data?: unknown; errors?: unknown[] }> {
  const response = await fetch(new URL('/graphql', await gateway!.url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: QUERY }),
  });
  return (await response.json()) as { data?: unknown; errors?: unknown[] };
}

/** Expects that ten times as much takes some ten times as long, and that the gateway serves others after it. */
async function expectLinear(from: number, body: (size: number) => string): Promise<void> {
  await timeOf(body(1));
  const [small, large] = [await timeOf(body(from)), await timeOf(body(from * 10))];
  expect(large / small).toBeLessThan(MAX_GROWTH);
  expect(await timeOf(`{"data":${items('1')}}`)).toBeDefined();
  expect(await send()).toMatchObject({ data: { items: [{ id: 'i0', any: 1, note: 'n' }] } });
}

describe('a subgraph response that is ten times as large takes some ten times as long', () => {
  test.each(Object.entries(GROWING))('%s', (_name, { from, body }) => expectLinear(from, body), 120_000);

  test.each([1_000, 10_000])(
    'names of an error path, from %d',
    (from) =>
      expectLinear(from, (size) => withErrors(error(`"items",0,"any",${many(size, (index) => `"n${index}"`)}`))),
    120_000,
  );
});
