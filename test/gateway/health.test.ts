import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startGateway, type Answer, type RunningGateway } from './start-gateway.js';
import { until } from './until.js';
import { startWeatherGraph, type WeatherGraph } from './weather-graph.js';
import '../setup/repeat-once.js';

const SUPERGRAPH = { version: null, hash: expect.stringMatching(/^[0-9a-f]{64}$/), refused: null };

let graph: WeatherGraph;
let gateway: RunningGateway;

beforeAll(async () => {
  graph = await startWeatherGraph();
  await graph.readings.kill();
  gateway = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile, SUBGRAPH_TIMEOUT_MS: '3000' });
});

afterAll(async () => {
  await gateway?.close();
  await graph?.close();
});

/** Sends requests until the response is as expected: the result of a probe is kept for a second. */
const askUntil = (path: string, isWanted: (response: Answer) => boolean): Promise<Answer> =>
  until(() => gateway.send(path), isWanted);
const networkWithStatus = (status: number) => askUntil('/health/network', (response) => response.status === status);
const degradedUntil = async (isWanted: (reasons: string[]) => boolean): Promise<Answer> =>
  askUntil('/health/ready', ({ body }) => isWanted(body.degraded.map(({ reason }: { reason: string }) => reason)));

describe('while a subgraph is down', () => {
  test('/health/live responds 200', async () => {
    expect(await gateway.send('/health/live')).toMatchObject({ status: 200, body: { status: 'live' } });
  });

  test('/health/ready responds 200 and names the subgraph as degraded', async () => {
    const { status, headers, body } = await gateway.send('/health/ready');
    expect({ status, body }).toEqual({
      status: 200,
      body: {
        status: 'ready',
        degraded: [{ subgraph: 'readings', reason: 'SUBGRAPH_UNREACHABLE' }],
        supergraph: SUPERGRAPH,
      },
    });
    expect(headers.get('cache-control')).toBe('no-store');
  });

  test('/health/network responds 503 and names the subgraph', async () => {
    const { status, headers, body } = await gateway.send('/health/network');
    expect({ status, body }).toEqual({
      status: 503,
      body: {
        status: 'not ready',
        subgraphs: { stations: { status: 'up' }, readings: { status: 'down', reason: 'SUBGRAPH_UNREACHABLE' } },
      },
    });
    expect(headers.get('cache-control')).toBe('no-store');
  });

  test('a query has the data of the other subgraphs', async () => {
    expect((await gateway.query('{ stations { name } }')).body.data.stations).toHaveLength(2);
  });
});

test('a subgraph that is up again is named by neither endpoint', async () => {
  await graph.readings.revive();
  expect((await networkWithStatus(200)).body).toEqual({
    status: 'ready',
    subgraphs: { stations: { status: 'up' }, readings: { status: 'up' } },
  });
  expect((await gateway.send('/health/ready')).body).toEqual({ status: 'ready', degraded: [], supergraph: SUPERGRAPH });
});

test('a subgraph whose response is not GraphQL is down with SUBGRAPH_BAD_ANSWER', async () => {
  graph.stations.behave((_request, response) =>
    response.setHeader('content-type', 'text/html').end('<h1>It works</h1>'),
  );
  expect((await networkWithStatus(503)).body.subgraphs).toEqual({
    stations: { status: 'down', reason: 'SUBGRAPH_BAD_ANSWER' },
    readings: { status: 'up' },
  });
  expect(await gateway.send('/health/ready')).toMatchObject({
    status: 200,
    body: { degraded: [{ subgraph: 'stations', reason: 'SUBGRAPH_BAD_ANSWER' }] },
  });
});

describe('while a subgraph hangs', () => {
  beforeAll(() => graph.stations.behave(() => undefined));
  afterAll(async () => {
    graph.stations.behave();
    await networkWithStatus(200);
  });

  test('/health/ready responds 200 before the subgraph timeout and names the subgraph', async () => {
    // A probe that began after the last one's result was forgotten.
    const seen = graph.stations.received.length;
    let isProbeOver = false;
    const network = until(
      () => gateway.send('/health/network'),
      () => graph.stations.received.length > seen,
    ).then(() => (isProbeOver = true));
    const { status, body } = await degradedUntil((reasons) => reasons.includes('SUBGRAPH_TIMEOUT'));
    expect({ status, body, isProbeOver }).toEqual({
      status: 200,
      body: {
        status: 'ready',
        degraded: [{ subgraph: 'stations', reason: 'SUBGRAPH_TIMEOUT' }],
        supergraph: SUPERGRAPH,
      },
      isProbeOver: false,
    });
    await network;
  });

  test('/health/network waits for the subgraph timeout and responds 503', async () => {
    const { body } = await askUntil(
      '/health/network',
      (response) => response.body.subgraphs.stations.reason === 'SUBGRAPH_TIMEOUT',
    );
    expect(body.subgraphs.readings).toEqual({ status: 'up' });
  });
});

test('a subgraph that responded before is not named by /health/ready while a probe of it is late', async () => {
  await networkWithStatus(200);
  let respond = () => undefined as void;
  graph.stations.behave((_request, response) => {
    respond = () => void response.setHeader('content-type', 'application/json').end('{"data":{"__typename":"Query"}}');
  });
  const seen = graph.stations.received.length;
  const { body } = await until(
    () => gateway.send('/health/ready'),
    () => graph.stations.received.length > seen,
  );
  respond();
  graph.stations.behave();
  expect(body).toEqual({ status: 'ready', degraded: [], supergraph: SUPERGRAPH });
});

test.each(['/health/ready', '/health/network'])(
  'twenty requests for %s at once send each subgraph at most two probes',
  async (path) => {
    await until(
      async () => {
        graph.stations.received.length = 0;
        return gateway.send(path);
      },
      () => graph.stations.received.length === 1,
    );
    const responses = await Promise.all(Array.from({ length: 20 }, () => gateway.send(path)));
    expect(responses.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
    expect(graph.stations.received.length).toBeLessThanOrEqual(2);
  },
);

test('a subgraph that reports its database as down is up, and its database is named', async () => {
  const withDatabase = (state: string) =>
    graph.stations.behave((_request, response) =>
      response
        .setHeader('content-type', 'application/json')
        .setHeader('citylink-database', state)
        .end('{"data":{"__typename":"Query"}}'),
    );
  withDatabase('down');
  expect((await networkWithStatus(503)).body).toEqual({
    status: 'not ready',
    subgraphs: { stations: { status: 'up' }, readings: { status: 'up' } },
    database: { status: 'down', subgraphs: { stations: 'down' } },
  });
  expect(await gateway.send('/health/ready')).toMatchObject({
    status: 200,
    body: {
      status: 'ready',
      degraded: [{ subgraph: 'stations', reason: 'DATABASE_UNAVAILABLE' }],
      supergraph: SUPERGRAPH,
    },
  });
  withDatabase('up');
  expect((await networkWithStatus(200)).body.database).toEqual({ status: 'up', subgraphs: { stations: 'up' } });
  graph.stations.behave();
});
