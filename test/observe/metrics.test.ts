import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startNamedWeather } from '../exports/weather-operations.js';
import { startGateway, type RunningGateway } from '../gateway/start-gateway.js';
import { until } from '../gateway/until.js';
import type { WeatherGraph } from '../gateway/weather-graph.js';
import { abandonRequest } from './abandon-request.js';
import { readMetrics } from './read-metrics.js';

const TOUR = 'query Tour($ids: [ID!]!) { tour(ids: $ids) { name readings { celsius } } }';
const HALF = 'query Half { stations { name } trouble(kind: "deliberate") }';

let graph: WeatherGraph;
let gateway: RunningGateway;
let url: string;

beforeAll(async () => {
  graph = await startNamedWeather({ 'tour.graphql': TOUR, 'half.graphql': HALF });
  gateway = await startGateway({
    SUPERGRAPH_FILE: graph.supergraphFile,
    METRICS_PORT: '0',
    CACHE_MB: '8',
    LIMIT_DEPTH: '4',
    SUBGRAPH_BREAKER_CALLS: '2',
  });
  url = gateway.metricsUrl!;
});

afterAll(async () => {
  await gateway.close();
  await graph.close();
});

/** What has become more since then, or less. */
async function changesOf(work: () => Promise<unknown>): Promise<Record<string, number>> {
  const before = await readMetrics(url);
  await work();
  const after = await readMetrics(url);
  const changed = [...after].map(([name, value]) => [name, value - (before.get(name) ?? 0)] as const);
  return Object.fromEntries(changed.filter(([name, change]) => change !== 0 && name.startsWith('citylink_')));
}

const request = (operation: string, outcome: string) =>
  `citylink_requests_total{operation="${operation}",outcome="${outcome}"}`;

test('a request is counted by its published operation and outcome, with its fetches and its plan', async () => {
  const changes = await changesOf(() => gateway.query(TOUR, { ids: ['north', 'west'] }));
  expect(changes).toMatchObject({
    [request('Tour', 'ok')]: 1,
    'citylink_request_duration_seconds_count{operation="Tour"}': 1,
    'citylink_fetch_duration_seconds_count{subgraph="stations"}': 1,
    'citylink_fetch_duration_seconds_count{subgraph="readings"}': 1,
    'citylink_results_total{source="subgraphs"}': 1,
    'citylink_http_responses_total{status="2xx"}': 1,
  });
});

test('the names of operations that are not published are one label', async () => {
  await gateway.query('query Stranger { stations { id } }');
  const before = await readMetrics(url);
  for (let index = 0; index < 30; index += 1)
    await gateway.query(`query Stranger${index} { stations { id a${index}: name } }`);
  // The name of a published operation on another text.
  await gateway.query('query Half { stations { id } }');
  const after = await readMetrics(url);
  const known = new Set([...before.keys()]);
  const grown = [...after.keys()].filter((name) => !known.has(name) && !name.startsWith('nodejs_'));
  expect(grown).toEqual([]);
  expect(after.get(request('other', 'ok'))! - before.get(request('other', 'ok'))!).toBe(31);
});

test.each<[string, () => Promise<unknown>, Record<string, number>]>([
  [
    'a document that is not valid is refused',
    () => gateway.query('{ nothing }'),
    { [request('other', 'refused')]: 1, 'citylink_errors_total{code="GRAPHQL_VALIDATION_FAILED"}': 1 },
  ],
  [
    'a limit is named',
    () => gateway.query('{ stations { latest { station { latest { station { id } } } } } }'),
    {
      'citylink_limit_hits_total{limit="depth"}': 1,
      'citylink_errors_total{code="DOCUMENT_TOO_LARGE"}': 1,
      [request('other', 'refused')]: 1,
    },
  ],
  [
    'a wrong token is refused before the operation is known',
    () => gateway.query('{ stations { id } }', {}, { authorization: 'Bearer no.such.token' }),
    { 'citylink_errors_total{code="UNAUTHENTICATED"}': 1, [request('other', 'refused')]: 1 },
  ],
  [
    'an error of a field that lies with the client is a refusal',
    () => gateway.query(HALF),
    { [request('Half', 'refused')]: 1, 'citylink_errors_total{code="NOT_FOUND"}': 1 },
  ],
  [
    'an error of the network is a partial result',
    () => gateway.query('{ stations { id } trouble(kind: "other") }'),
    { [request('other', 'partial')]: 1, 'citylink_errors_total{code="INTERNAL_SERVER_ERROR"}': 1 },
  ],
])('%s', async (_, work, expected) => {
  expect(await changesOf(work)).toMatchObject(expected);
});

test('a request that its client abandons is no failure of the network', async () => {
  const changes = await changesOf(async () => {
    await abandonRequest(gateway, graph.stations, 'query Left { stations { id height } }');
    await until(
      async () => (await readMetrics(url)).get(request('other', 'abandoned')),
      (count) => count === 1,
      5_000,
    );
  });
  graph.stations.behave();
  expect(changes).toMatchObject({ [request('other', 'abandoned')]: 1 });
  expect(changes).not.toHaveProperty(request('other', 'partial'));
});

test('a result from memory is told from one that was fetched', async () => {
  graph.stations.behave((_request, response, honest) => {
    void honest().then((result) =>
      response
        .setHeader('content-type', 'application/json')
        .setHeader('cache-control', 'max-age=60')
        .end(JSON.stringify(result)),
    );
  });
  const ask = () => gateway.query('query Kept { stations { height } }');
  await ask();
  await ask();
  const changes = await changesOf(ask);
  graph.stations.behave();
  expect(changes).toMatchObject({ 'citylink_results_total{source="memory"}': 1 });
  expect(changes).not.toHaveProperty('citylink_fetch_duration_seconds_count{subgraph="stations"}');
  expect((await readMetrics(url)).get('citylink_results_kept')).toBe(1);
});

test('failures of a subgraph are counted, and its breaker is seen open', async () => {
  await graph.readings.kill();
  const changes = await changesOf(async () => {
    for (let index = 0; index < 3; index += 1) await gateway.query('{ hottest { celsius } }');
  });
  expect(changes).toMatchObject({
    'citylink_fetch_failures_total{subgraph="readings",reason="unreachable"}': 1,
    'citylink_errors_total{code="SUBGRAPH_UNREACHABLE"}': 3,
    'citylink_breaker_open{subgraph="readings"}': 1,
  });
  await graph.readings.revive();
  await until(
    async () => (await readMetrics(url)).get('citylink_breaker_open{subgraph="readings"}'),
    (isOpen) => isOpen === 0,
  );
});

test('what is open now, and what the process takes, is there too', async () => {
  const names = new Set([...(await readMetrics(url)).keys()].map((name) => name.replace(/\{.*/, '')));
  for (const name of [
    'citylink_requests_in_flight',
    'citylink_streams',
    'citylink_live_queries',
    'citylink_subscriptions',
    'citylink_bulkhead_in_flight',
    'citylink_bulkhead_limit',
    'citylink_plan_duration_seconds_count',
    'citylink_results_dropped_total',
    'citylink_supergraph_refused',
    'nodejs_eventloop_lag_p99_seconds',
    'process_resident_memory_bytes',
    'nodejs_heap_size_used_bytes',
  ])
    expect(names).toContain(name);
});

test('the metrics are at their own port only', async () => {
  const status = async (address: URL | string, init?: RequestInit) => (await fetch(address, init)).status;
  expect(await status(new URL('/metrics', gateway.url))).toBe(404);
  expect(await status(new URL('/graphql', url))).toBe(404);
  expect(await status(url, { method: 'POST' })).toBe(405);
});
