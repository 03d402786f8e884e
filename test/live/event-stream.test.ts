import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { NAME, named, startChangingGraph, type ChangingGraph } from './changing-graph.js';
import { readEvents } from './event-reader.js';
import { until } from '../gateway/until.js';
import { startLiveGateway, type LiveGateway } from './live-gateway.js';

let graph: ChangingGraph;
let gateway: LiveGateway;

beforeAll(async () => {
  graph = await startChangingGraph();
});

beforeEach(async () => {
  graph.rename('one');
  gateway = await startLiveGateway({ SUPERGRAPH_FILE: graph.supergraphFile });
});

afterEach(() => gateway.close());

afterAll(() => graph?.close());

const open = (options: Parameters<typeof readEvents>[1]) => readEvents(gateway.url, options);

test('a live query gives its result, and each other result when it has changed, with headers that keep proxies from buffering', async () => {
  const reader = await open({ body: { query: NAME } });
  expect(reader.status).toBe(200);
  expect(reader.headers).toMatchObject({
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
    'x-request-id': expect.any(String),
  });
  expect(await reader.results(1)).toEqual([named('one')]);
  graph.rename('two');
  gateway.change();
  expect(await reader.results(2)).toEqual([named('one'), named('two')]);
  expect(reader.events.every(({ id }) => id !== undefined)).toBe(true);
});

test('a change that leaves the result as it was sends nothing', async () => {
  const reader = await open({ body: { query: NAME } });
  await reader.results(1);
  const before = graph.fetches;
  gateway.change();
  await until(
    () => graph.fetches,
    (count) => count > before,
  );
  graph.rename('two');
  await until(
    () => (gateway.change(), reader.events.length),
    (count) => count > 1,
  );
  expect(await reader.results(2)).toEqual([named('one'), named('two')]);
});

test('changes that follow one another at once are one run, 100 ms after the result before', async () => {
  const reader = await open({ body: { query: NAME } });
  await reader.results(1);
  graph.rename('two');
  gateway.change();
  await reader.results(2);
  const before = graph.fetches;
  const begin = performance.now();
  graph.rename('three');
  for (let index = 0; index < 20; index += 1) gateway.change();
  await reader.results(3);
  // A timer may be a millisecond early; the result was sent some time before it was read.
  expect(performance.now() - begin).toBeGreaterThan(50);
  expect(graph.fetches - before).toBe(1);
});

test('a hundred clients of one live query cost one execution, at the beginning and at each change', async () => {
  const release = graph.hold();
  const before = graph.fetches;
  const opening = Array.from({ length: 100 }, () => open({ body: { query: NAME } }));
  await until(
    () => graph.fetches - before,
    (count) => count > 0,
  );
  await until(
    () => gateway.counters()['streams'],
    (count) => count === 100,
  );
  release();
  const all = await Promise.all(opening);
  for (const reader of all) expect(await reader.results(1)).toEqual([named('one')]);
  expect(graph.fetches - before).toBe(1);
  graph.rename('two');
  gateway.change();
  for (const reader of all) expect(await reader.results(2)).toEqual([named('one'), named('two')]);
  expect(graph.fetches - before).toBe(2);
  expect(gateway.counters()).toMatchObject({ streams: 100, liveQueries: 1, requestsInFlight: 0 });
}, 90_000);

test('another language, other variables and another client of a known result are runs of their own, or none', async () => {
  const query = 'query Named($id: ID!) @live { stations { name } station(id: $id) { id } }';
  const one = await open({ body: { query, variables: { id: 'north' } } });
  await one.results(1);
  const before = graph.fetches;
  const same = await open({ body: { query, variables: { id: 'north' } } });
  await same.results(1);
  expect(graph.fetches).toBe(before);
  const other = await open({ body: { query, variables: { id: 'south' } } });
  const thai = await open({ body: { query, variables: { id: 'north' } }, headers: { 'accept-language': 'th' } });
  await Promise.all([other.results(1), thai.results(1)]);
  expect(gateway.counters()['liveQueries']).toBe(3);
});

test.each(['POST', 'GET'])('a query without @live has one result by %s, and completes', async (method) => {
  const query = '{ stations { name } }';
  const reader = await open(
    method === 'POST' ? { body: { query } } : { method, path: `/graphql/stream?query=${encodeURIComponent(query)}` },
  );
  await reader.end();
  expect(reader.events).toEqual([
    { event: 'next', data: named('one') },
    { event: 'complete', data: '' },
  ]);
});

test('a mutation has one result, and is not run by GET', async () => {
  const query = 'mutation { rename(id: "north", name: "N") { name } }';
  const reader = await open({ body: { query } });
  await reader.end();
  expect(reader.events[0]!.data).toEqual({ data: { rename: { name: 'N' } } });
  const byGet = await open({ method: 'GET', path: `/graphql/stream?query=${encodeURIComponent(query)}` });
  await byGet.end();
  expect(byGet.events).toMatchObject([
    { event: 'next', data: { errors: [{ extensions: { code: 'METHOD_NOT_ALLOWED' } }] } },
    { event: 'complete' },
  ]);
});

test.each([
  { what: 'that cannot be parsed', query: 'query @live {', code: 'GRAPHQL_PARSE_FAILED' },
  { what: 'that is not valid', query: 'query @live { nothing }', code: 'GRAPHQL_VALIDATION_FAILED' },
  {
    what: 'whose variables are wrong',
    query: 'query ($id: ID!) @live { station(id: $id) { id } }',
    code: 'BAD_USER_INPUT',
  },
])('a document $what is an event, as the protocol wants it', async ({ query, code }) => {
  const reader = await open({ body: { query } });
  await reader.end();
  expect(reader.status).toBe(200);
  expect(reader.events).toMatchObject([
    { event: 'next', data: { errors: [{ extensions: { code } }] } },
    { event: 'complete' },
  ]);
  expect(gateway.counters()['liveQueries']).toBe(0);
});

test.each<{ what: string; method?: string; headers?: Record<string, string>; status: number }>([
  { what: 'without a document', status: 400 },
  { what: 'that accepts JSON only', headers: { accept: 'application/json' }, status: 406 },
  { what: 'with a wrong token', headers: { authorization: 'Bearer a.b.c' }, status: 401 },
  { what: 'with another method', method: 'PUT', status: 405 },
])('a request $what has an HTTP status', async ({ method, headers, status }) => {
  expect((await open({ body: {}, ...(method && { method }), ...(headers && { headers }) })).status).toBe(status);
});

test('a page of another origin cannot open a stream by GET', async () => {
  const path = `/graphql/stream?query=${encodeURIComponent(NAME)}`;
  const headers = { origin: 'https://other.example', 'sec-fetch-site': 'cross-site' };
  expect((await open({ method: 'GET', path, headers })).status).toBe(400);
});

test('a client with the id of the current result gets it when it has changed only', async () => {
  const reader = await open({ body: { query: NAME } });
  await reader.results(1);
  const headers = { 'last-event-id': reader.events[0]!.id! };
  const resumed = await open({ body: { query: NAME }, headers });
  expect(resumed.events).toEqual([]);
  graph.rename('two');
  gateway.change();
  expect(await resumed.results(1)).toEqual([named('two')]);
  const late = await open({ body: { query: NAME }, headers });
  expect(await late.results(1)).toEqual([named('two')]);
});

test('a client that disconnects ends its live query, also while it runs', async () => {
  const reader = await open({ body: { query: NAME } });
  await reader.results(1);
  reader.close();
  await until(
    () => gateway.counters()['liveQueries'],
    (count) => count === 0,
  );
  const release = graph.hold();
  const before = graph.fetches;
  const gone = new AbortController();
  const sent = fetch(new URL('/graphql/stream', gateway.url), {
    method: 'POST',
    headers: { accept: 'text/event-stream', 'content-type': 'application/json' },
    body: JSON.stringify({ query: NAME }),
    signal: gone.signal,
  }).catch((error: Error) => error.name);
  await until(
    () => graph.fetches,
    (count) => count > before,
  );
  gone.abort();
  expect(await sent).toBe('AbortError');
  await until(
    () => gateway.counters()['liveQueries'],
    (count) => count === 0,
  );
  release();
});

test('a client that reads nothing gets the latest result, and no others, when it reads again', async () => {
  const reader = await open({ body: { query: NAME } });
  await reader.results(1);
  reader.response.pause();
  const long = (index: number) => `${index} ${'x'.repeat(2_000_000)}`;
  const last = 12;
  for (let index = 0; index <= last; index += 1) {
    graph.rename(long(index));
    const before = graph.fetches;
    await until(
      () => (gateway.change(), graph.fetches),
      (count) => count > before,
    );
  }
  reader.response.resume();
  const results = await until(
    () => reader.events.map(({ data }) => (data as ReturnType<typeof named>).data.stations[0]!.name.split(' ')[0]),
    (names) => names.at(-1) === String(last),
  );
  expect(results.length).toBeLessThan(last);
});

test('errors of fields are a result like any other', async () => {
  const reader = await open({ body: { query: 'query @live { stations { name } trouble(kind: "deliberate") }' } });
  expect(await reader.results(1)).toMatchObject([
    { data: { trouble: null }, errors: [{ path: ['trouble'], extensions: { code: 'NOT_FOUND' } }] },
  ]);
});

test('patches are sent to a client that applies them, and a whole result where they do not help', async () => {
  const query = 'query @live { stations { name } tour(ids: ["north", "south", "west"]) { id name height } }';
  const reader = await open({ body: { query, extensions: { live: { patch: true } } } });
  const [first] = (await reader.results(1)) as [{ data: object; revision: number }];
  expect(first).toMatchObject({ data: named('one').data, revision: 1 });
  graph.rename('two');
  gateway.change();
  expect((await reader.results(2))[1]).toEqual({
    patch: [{ op: 'replace', path: '/stations/0/name', value: 'two' }],
    revision: 2,
  });
  const small = await open({ body: { query: NAME, extensions: { live: { patch: true } } } });
  expect(await small.results(1)).toEqual([{ ...named('two'), revision: 1 }]);
  graph.rename('three');
  gateway.change();
  expect((await small.results(2))[1]).toEqual({ ...named('three'), revision: 1 });
});

test('over /graphql, @live is shown in the schema and changes nothing', async () => {
  expect((await gateway.query(NAME)).body).toEqual(named('one'));
  const { body } = await gateway.query('{ __schema { directives { name locations } } }');
  expect(body.data.__schema.directives).toContainEqual({ name: 'live', locations: ['QUERY'] });
  expect(graph.stations.received.every(({ query }) => !query.includes('@live'))).toBe(true);
  const mutation = await gateway.query('mutation @live { rename(id: "north", name: "N") { name } }');
  expect(mutation.body.errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
});

test('a gateway that closes ends its streams without a last event, so that clients connect to another one', async () => {
  const reader = await open({ body: { query: NAME } });
  await reader.results(1);
  await gateway.close();
  await reader.end();
  expect(reader.events).toHaveLength(1);
  expect(Object.values(gateway.counters()).every((count) => count === 0)).toBe(true);
  gateway = await startLiveGateway({ SUPERGRAPH_FILE: graph.supergraphFile });
});
