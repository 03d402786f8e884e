import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ApolloClient, gql, InMemoryCache } from '@apollo/client';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { Client as UrqlClient, subscriptionExchange } from '@urql/core';
import { createClient as createSseClient } from 'graphql-sse';
import { createClient as createWsClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { RAISED, raised, startAlarmGraph, type AlarmGraph } from './alarm-graph.js';
import { closeAfterTest } from './close-after-test.js';
import { readEvents } from './event-reader.js';
import { AUDIENCE, bearer, inSeconds, ISSUER, keyFile, newKeys, tokenOf } from '../auth/tokens.js';
import { startGateway, type RunningGateway } from '../gateway/start-gateway.js';
import { until } from '../gateway/until.js';

let graph: AlarmGraph;
let gateway: RunningGateway;

beforeAll(async () => {
  graph = await startAlarmGraph();
});
afterAll(() => graph?.close());

const start = async (env: Record<string, string> = {}) =>
  (gateway = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile, ...env }, { live: { spreadMs: 100 } }));

afterEach(() => gateway?.close());

const open = (query = RAISED, headers: Record<string, string> = {}, variables = {}) =>
  readEvents(gateway.url, { body: { query, variables }, headers });

const opened = (count: number) =>
  until(
    () => graph.open,
    (size) => size === count,
    10_000,
  );

function webSocketClient(connectionParams = {}) {
  const url = `${gateway.url.replace('http', 'ws')}/graphql`;
  const client = createWsClient({ url, webSocketImpl: WebSocket, connectionParams, retryAttempts: 0 });
  closeAfterTest(() => client.dispose());
  return client;
}

/** Subscribes over a WebSocket. */
function listen(query = RAISED, client = webSocketClient()) {
  const results: unknown[] = [];
  const told = { results, error: undefined as unknown, isComplete: false };
  const close = client.subscribe(
    { query },
    {
      next: (result) => void results.push(result),
      error: (error) => void (told.error = error),
      complete: () => void (told.isComplete = true),
    },
  );
  closeAfterTest(close);
  return told;
}

const resultsOf = (results: unknown[], count: number) =>
  until(
    () => results,
    ({ length }) => length >= count,
    10_000,
  );

describe.each(['SSE', 'WebSocket'])('of a subgraph over %s', (kind) => {
  beforeEach(() => start(kind === 'SSE' ? {} : { ALARMS_SUBSCRIPTION_URL: graph.url.replace('http', 'ws') }));

  test('each event is a result, with the fields of another subgraph, in their order and over both protocols', async () => {
    const reader = await open();
    await opened(1);
    const told = listen();
    await until(
      () => gateway.counters()['streamsOfCallers'],
      (count) => count === 3,
    );
    const levels = Array.from({ length: 20 }, (_, index) => index);
    for (const level of levels) graph.raise(level, level % 2 === 0 ? 'north' : 'south');
    const expected = levels.map((level) => raised(level, level % 2 === 0 ? 'North' : 'ใต้'));
    expect(await reader.results(20)).toEqual(expected);
    expect(await resultsOf(told.results, 20)).toEqual(expected);
    // They are one subscription.
    expect(graph.open).toBe(1);
  });

  test('clients with other arguments have events of their own', async () => {
    const query = 'subscription ($station: ID) { raised(station: $station) { level } }';
    const [north, south] = [await open(query, {}, { station: 'north' }), await open(query, {}, { station: 'south' })];
    await opened(2);
    graph.raise(1, 'north');
    graph.raise(2, 'south');
    graph.raise(3, 'north');
    expect(await north.results(2)).toEqual([1, 3].map((level) => ({ data: { raised: { level } } })));
    expect(await south.results(1)).toEqual([{ data: { raised: { level: 2 } } }]);
  });

  test('errors of fields arrive, without what they say of the subgraph', async () => {
    const reader = await open();
    await opened(1);
    graph.raise(new Error('The siren is broken at 10.1.2.3'));
    const [result] = await reader.results(1);
    expect(result).toMatchObject({
      data: { raised: { level: null, station: { name: 'North' } } },
      errors: [{ path: ['raised', 'level'] }],
    });
    expect(JSON.stringify(result)).not.toContain('10.1.2.3');
  });

  test('the end at the subgraph completes it', async () => {
    const reader = await open();
    await opened(1);
    const told = listen();
    await until(
      () => gateway.counters()['streamsOfCallers'],
      (count) => count === 3,
    );
    graph.raise(1);
    graph.complete();
    await reader.end();
    expect(reader.events).toEqual([
      { event: 'next', data: raised(1) },
      { event: 'complete', data: '' },
    ]);
    await until(() => told.isComplete, Boolean);
    expect(told.results).toEqual([raised(1)]);
  });

  test('a subgraph that is killed ends it with an error that names the subgraph, and a new one works when it is back', async () => {
    const reader = await open();
    await opened(1);
    const told = listen();
    await until(
      () => gateway.counters()['streamsOfCallers'],
      (count) => count === 3,
    );
    await graph.kill();
    try {
      await reader.end();
      expect(reader.events).toMatchObject([
        {
          event: 'next',
          data: {
            data: { raised: null },
            errors: [{ path: ['raised'], extensions: { code: 'SUBGRAPH_UNREACHABLE', service: 'alarms' } }],
          },
        },
        { event: 'complete' },
      ]);
      await until(
        () => told.error,
        (error) => error !== undefined,
      );
      expect(told.error).toMatchObject([{ extensions: { code: 'SUBGRAPH_UNREACHABLE', service: 'alarms' } }]);
      const refused = await open(RAISED, { 'accept-language': 'th' });
      await refused.end();
      expect(await refused.results(1)).toMatchObject([
        { errors: [{ message: 'ติดต่อระบบข้อมูลส่วน "alarms"ไม่ได้', extensions: { code: 'SUBGRAPH_UNREACHABLE' } }] },
      ]);
    } finally {
      graph.complete();
      await graph.revive();
    }
    const again = await open();
    await opened(1);
    graph.raise(2);
    expect(await again.results(1)).toEqual([raised(2)]);
  });

  test('the subgraph is told when the last client has gone', async () => {
    const [one, other] = [await open(), await open()];
    await opened(1);
    one.close();
    graph.raise(1);
    expect(await other.results(1)).toEqual([raised(1)]);
    expect(graph.open).toBe(1);
    other.close();
    await opened(0);
  });
});

test('a POST or GET of one response refuses it, and says where to send it', async () => {
  await start();
  const { status, body } = await gateway.query(RAISED);
  expect([status, body.errors[0].extensions.code]).toEqual([400, 'SUBSCRIPTION_NEEDS_STREAM']);
  expect(body.errors[0].message).toContain('/graphql/stream');
  const got = await gateway.send(`/graphql?query=${encodeURIComponent(RAISED)}`, {
    headers: { 'apollo-require-preflight': '1' },
  });
  expect(got.body.errors[0].extensions.code).toBe('SUBSCRIPTION_NEEDS_STREAM');
  expect(graph.open).toBe(0);
});

test('a GET of an event stream opens it', async () => {
  await start();
  const reader = await readEvents(gateway.url, {
    method: 'GET',
    path: `/graphql/stream?query=${encodeURIComponent(RAISED)}`,
    headers: { 'apollo-require-preflight': '1' },
  });
  await opened(1);
  graph.raise(1);
  expect(await reader.results(1)).toEqual([raised(1)]);
});

test.each([
  ['two root fields', 'subscription { raised { level } watched { level } }'],
  ['introspection', 'subscription { __typename }'],
  ['@skip', 'subscription ($on: Boolean!) { raised @skip(if: $on) { level } }'],
  [
    '@include in a fragment',
    'subscription ($on: Boolean!) { ...F } fragment F on Subscription { ... @include(if: $on) { raised { level } } }',
  ],
])('a document with %s at the root is not valid', async (_name, query) => {
  await start();
  const reader = await open(query, {}, { on: true });
  await reader.end();
  expect(await reader.results(1)).toMatchObject([{ errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] }]);
});

test('one that is dearer than an operation may be is refused before it is opened', async () => {
  await start({ LIMIT_NODES: '100' });
  const reader = await open('subscription { dear { level } }');
  await reader.end();
  expect(await reader.results(1)).toMatchObject([{ errors: [{ extensions: { code: 'DOCUMENT_TOO_LARGE' } }] }]);
  expect(graph.open).toBe(0);
});

test('a caller has as many as it may have streams, over both protocols', async () => {
  await start({ LIMIT_STREAMS: '3' });
  await open();
  const told = listen();
  await until(
    () => gateway.counters()['streamsOfCallers'],
    (count) => count === 3,
  );
  expect((await open()).status).toBe(429);
  const refused = listen('subscription { raised { level } }', webSocketClient());
  await until(
    () => refused.error,
    (error) => error !== undefined,
  );
  expect(told.error).toBeUndefined();
});

test('access rules hold at the root and below, and the token ends it', async () => {
  const keys = newKeys();
  const key = await keyFile(keys);
  closeAfterTest(key.remove);
  await start({ AUTH_PUBLIC_KEY_FILE: key.file, AUTH_ISSUER: ISSUER, AUTH_AUDIENCE: AUDIENCE });
  const refused = await open('subscription { watched { level } }');
  await refused.end();
  expect(await refused.results(1)).toMatchObject([{ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] }]);

  const below = 'subscription { raised { level station { keeper } } }';
  const anonymous = await open(below);
  const signedIn = bearer(await tokenOf(keys, { exp: inSeconds(3) }));
  const [watching, keeping] = [await open('subscription { watched { level } }', signedIn), await open(below, signedIn)];
  await opened(3);
  graph.raise(1);
  expect(await anonymous.results(1)).toMatchObject([
    {
      data: { raised: { level: 1, station: { keeper: null } } },
      errors: [{ extensions: { code: 'UNAUTHENTICATED' } }],
    },
  ]);
  expect(await keeping.results(1)).toEqual([
    { data: { raised: { level: 1, station: { keeper: 'keeper of north' } } } },
  ]);
  expect(await watching.results(1)).toEqual([{ data: { watched: { level: 1 } } }]);
  await watching.end();
  expect(watching.events.at(-1)).toEqual({ event: 'complete', data: '' });
});

test('it ends with its lease and with the gateway without being complete', async () => {
  await start({ LIVE_LEASE_MS: '1000' });
  const leased = await open();
  await leased.end();
  expect(leased.events).toEqual([]);
  await gateway.close();
  await start();
  const reader = await open();
  await opened(1);
  await gateway.close();
  await reader.end();
  expect(reader.events).toEqual([]);
  await opened(0);
  await start();
});

test('another supergraph takes it over without a frame, and only one that has it no longer ends it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'subscriptions-'));
  closeAfterTest(() => rm(folder, { recursive: true }));
  const file = join(folder, 'supergraph.graphql');
  const sdl = await readFile(graph.supergraphFile, 'utf8');
  const publish = async (text: string) => {
    await writeFile(`${file}.new`, text);
    await rename(`${file}.new`, file);
  };
  await writeFile(file, sdl);
  await start({ SUPERGRAPH_FILE: file });
  const [reader, counted] = [await open(), await open('subscription { raised { level } }')];
  await opened(2);
  const sent = graph.received.length;
  // The same subgraph at the same address: its stream goes on.
  await publish(sdl.replace('type Alarm', '"Of a station." type Alarm'));
  await until(
    async () => (await gateway.query('{ __type(name: "Alarm") { description } }')).body.data.__type.description,
    (description) => description !== null,
  );
  for (const level of [1, 2, 3]) graph.raise(level);
  expect(await reader.results(3)).toEqual([1, 2, 3].map((level) => raised(level)));
  // Another address: a new stream is opened, and then the old one is closed.
  await publish(sdl.replace(graph.url, `${graph.url}?again`));
  await until(
    () => graph.received.slice(sent).filter(({ url }) => url.endsWith('?again')).length,
    (count) => count === 2,
  );
  await opened(2);
  graph.raise(4);
  expect(await reader.results(4)).toEqual([1, 2, 3, 4].map((level) => raised(level)));
  expect(await counted.results(4)).toHaveLength(4);
  await publish(sdl.replaceAll('raised(', 'risen('));
  await reader.end();
  expect(reader.events.at(-2)).toMatchObject({
    data: { errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] },
  });
  await opened(0);
});

test("graphql-sse's own client, Apollo Client and urql subscribe", async () => {
  await start();
  const sse = createSseClient({ url: `${gateway.url}/graphql/stream` });
  closeAfterTest(() => sse.dispose());
  const results: unknown[][] = [[], [], []];
  const iterating = sse.iterate({ query: RAISED });
  closeAfterTest(() => iterating.return!());
  void (async () => {
    for await (const result of iterating) results[0]!.push(result);
  })();
  const sockets = webSocketClient();
  const apollo = new ApolloClient({ link: new GraphQLWsLink(sockets), cache: new InMemoryCache() });
  const observed = apollo
    .subscribe({ query: gql(RAISED) })
    .subscribe({ next: ({ data }) => void results[1]!.push({ data }) });
  closeAfterTest(() => observed.unsubscribe());
  const urql = new UrqlClient({
    url: `${gateway.url}/graphql`,
    preferGetMethod: false,
    exchanges: [
      subscriptionExchange({
        forwardSubscription: ({ query, variables }) => ({
          subscribe: (sink) => ({
            unsubscribe: sockets.subscribe({ query: query!, variables: variables ?? {} }, sink),
          }),
        }),
      }),
    ],
  });
  const { unsubscribe } = urql.subscription(RAISED, {}).subscribe(({ data }) => void results[2]!.push({ data }));
  closeAfterTest(unsubscribe);
  // Both add __typename, each at another place.
  await opened(3);
  for (const level of [1, 2]) graph.raise(level);
  for (const each of results) {
    await resultsOf(each, 2);
    expect(each).toMatchObject([1, 2].map((level) => raised(level)));
  }
});
