import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startGateway, type Answer, type RunningGateway } from './start-gateway.js';
import { until } from './until.js';
import { startWeatherGraph, type WeatherGraph } from './weather-graph.js';

let graph: WeatherGraph;
let gateway: RunningGateway;

beforeAll(async () => {
  graph = await startWeatherGraph();
  await graph.readings.kill();
  gateway = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile, SUBGRAPH_TIMEOUT_MS: '300' });
});

afterAll(async () => {
  await gateway?.close();
  await graph?.close();
});

/** Asks until the answer has this status: one answer stands for a second. */
const readiness = (status: number): Promise<Answer> =>
  until(
    () => gateway.send('/health/ready'),
    (answer) => answer.status === status,
  );

test('a gateway is live though a subgraph is down', async () => {
  expect(await gateway.send('/health/live')).toMatchObject({ status: 200, body: { status: 'live' } });
});

test('it is not ready, and says which one is down', async () => {
  const { headers, body } = await readiness(503);
  expect(body).toEqual({
    status: 'not ready',
    subgraphs: { stations: { status: 'up' }, readings: { status: 'down', reason: 'SUBGRAPH_UNREACHABLE' } },
  });
  expect(headers.get('cache-control')).toBe('no-store');
});

test('it becomes ready by itself when the subgraph is there', async () => {
  await graph.readings.revive();
  expect((await readiness(200)).body).toEqual({
    status: 'ready',
    subgraphs: { stations: { status: 'up' }, readings: { status: 'up' } },
  });
});

test('a subgraph that answers anything but GraphQL is down', async () => {
  graph.stations.behave((_request, response) =>
    response.setHeader('content-type', 'text/html').end('<h1>It works</h1>'),
  );
  expect((await readiness(503)).body.subgraphs).toEqual({
    stations: { status: 'down', reason: 'SUBGRAPH_BAD_ANSWER' },
    readings: { status: 'up' },
  });
});

test('so is one that hangs', async () => {
  graph.stations.behave(() => undefined);
  const { body } = await until(
    () => gateway.send('/health/ready'),
    (answer) => answer.body.subgraphs.stations.reason === 'SUBGRAPH_TIMEOUT',
  );
  expect(body.subgraphs.readings).toEqual({ status: 'up' });
  graph.stations.behave();
  await readiness(200);
});

test('many who ask at once cost each subgraph one request', async () => {
  await until(
    async () => {
      graph.stations.received.length = 0;
      return gateway.send('/health/ready');
    },
    () => graph.stations.received.length === 1,
  );
  const answers = await Promise.all(Array.from({ length: 20 }, () => gateway.send('/health/ready')));
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
  expect(graph.stations.received.length).toBeLessThanOrEqual(2);
});

test('a subgraph that tells of its database is believed', async () => {
  const withDatabase = (state: string) =>
    graph.stations.behave((_request, response) =>
      response
        .setHeader('content-type', 'application/json')
        .setHeader('citylink-database', state)
        .end('{"data":{"__typename":"Query"}}'),
    );
  withDatabase('down');
  expect((await readiness(503)).body).toEqual({
    status: 'not ready',
    subgraphs: { stations: { status: 'up' }, readings: { status: 'up' } },
    database: { status: 'down', subgraphs: { stations: 'down' } },
  });
  withDatabase('up');
  expect((await readiness(200)).body.database).toEqual({ status: 'up', subgraphs: { stations: 'up' } });
  graph.stations.behave();
});
