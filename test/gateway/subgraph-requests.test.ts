import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { SIGNATURE_HEADER } from '../../subgraphs/protocol/signature.js';
import { spawnGateway } from './gateway-process.js';
import { startGateway, type RunningGateway } from './start-gateway.js';
import { startWeatherGraph, type WeatherGraph } from './weather-graph.js';

const SUBGRAPH_SECRET = 'known to both, and to nobody else';

let graph: WeatherGraph;
let gateway: RunningGateway;

beforeAll(async () => {
  graph = await startWeatherGraph();
  gateway = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile });
});

afterAll(async () => {
  await gateway?.close();
  await graph?.close();
});

afterEach(() => {
  graph.stations.received.length = 0;
  graph.readings.received.length = 0;
});

test('each subgraph gets one request for each step of the plan, for any number of entities', async () => {
  await gateway.query(
    '{ tour(ids: ["north", "south", "west", "north"]) { name comfort latest { celsius station { height } } } }',
  );
  expect(graph.readings.received).toHaveLength(1);
  expect(graph.stations.received).toHaveLength(2); // The tour; then the stations of the readings, in one request.
  expect(graph.stations.received[1]!.query).toContain('_entities');
});

test('a subgraph request has the client’s Accept-Language and accepts uncompressed responses only', async () => {
  await gateway.query('{ hottest { celsius } }', undefined, {
    'accept-language': 'th, en;q=0.5',
    'accept-encoding': 'gzip',
  });
  expect(graph.readings.received[0]!.headers).toMatchObject({
    'accept-language': 'th, en;q=0.5',
    'accept-encoding': 'identity',
    'content-type': 'application/json',
  });
});

test('a long Accept-Language is cut to its first ranges for subgraphs, and the client gets its result', async () => {
  const long = `th, ${Array.from({ length: 2_000 }, () => 'en;q=0.5').join(', ')}`.slice(0, 15_000);
  for (const [header, sent] of [
    [long, expect.stringMatching(/^th, en;q=0\.5(, en;q=0\.5){5,30}$/)],
    ['x'.repeat(15_000), '*'],
  ] as const) {
    graph.readings.received.length = 0;
    const { status, body } = await gateway.query('{ hottest { celsius } }', undefined, { 'accept-language': header });
    expect([status, body]).toEqual([200, { data: { hottest: { celsius: 33 } } }]);
    expect(graph.readings.received[0]!.headers['accept-language']).toEqual(sent);
  }
});

test('a subgraph request has only the language and the request id of the client’s headers, and how long the gateway waits', async () => {
  await gateway.query('{ hottest { celsius } }', undefined, {
    'x-forwarded-for': '10.0.0.1',
    'x-mine': 'a',
    [SIGNATURE_HEADER]: 'forged',
    'citylink-database': 'down',
    cookie: 'a=b',
  });
  expect(Object.keys(graph.readings.received[0]!.headers).sort()).toEqual([
    'accept',
    'accept-encoding',
    'accept-language',
    'citylink-timeout',
    'connection',
    'content-length',
    'content-type',
    'host',
    'x-request-id',
  ]);
});

test('with a secret each subgraph request has a new signature and does not contain the secret', async () => {
  const signing = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile, SUBGRAPH_SECRET });
  try {
    await signing.query('{ hottest { celsius } }');
    await signing.query('{ hottest { celsius } }');
    const signatures = graph.readings.received.map(({ headers }) => headers[SIGNATURE_HEADER]);
    expect(signatures).toEqual([expect.any(String), expect.any(String)]);
    expect(signatures[0]).not.toBe(signatures[1]);
    expect(JSON.stringify(graph.readings.received)).not.toContain(SUBGRAPH_SECRET);
  } finally {
    await signing.close();
  }
});

test.each([
  ['production', {}, ['SUBGRAPH_SECRET', 'AUTH_JWKS_URL']],
  [
    'production',
    { SUBGRAPH_SECRET, AUTH_JWKS_URL: 'https://login.example/jwks', AUTH_ISSUER: 'x', AUTH_AUDIENCE: 'x' },
    [],
  ],
  ['development', {}, []],
])('a gateway in %s with %j warns of what is not set: %j', async (NODE_ENV, env, missing) => {
  const started = spawnGateway({ NODE_ENV, SUPERGRAPH_FILE: graph.supergraphFile, LOG_LEVEL: 'warn', ...env });
  await started.url;
  started.child.kill('SIGINT');
  const { stdout } = await started.ended;
  expect([...stdout.matchAll(/"(\w+) is not set: /g)].map(([, name]) => name)).toEqual(missing);
});
