import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { untilReady } from '../../scripts/start/until-ready.js';
import { startGateway, type RunningGateway } from '../gateway/start-gateway.js';
import { until } from '../gateway/until.js';
import { startWeatherGraph, type WeatherGraph } from '../gateway/weather-graph.js';

let graph: WeatherGraph;
let gateway: RunningGateway;
const stopping = new AbortController();

beforeAll(async () => {
  graph = await startWeatherGraph();
  gateway = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile });
  await graph.readings.kill();
});
afterEach(() => graph.stations.behave());
afterAll(async () => {
  stopping.abort();
  await gateway?.close();
  await graph?.close();
});

const wait = (...own: string[]) => untilReady(gateway.url, new Set(own), stopping.signal).then(({ down }) => down);

test('a subgraph of another start that does not respond is named and not waited for', async () => {
  expect(await wait('stations')).toEqual([{ subgraph: 'readings', reason: 'SUBGRAPH_UNREACHABLE' }]);
});

test('a database of another start that does not respond is named and not waited for', async () => {
  graph.stations.behave((_request, response) =>
    response
      .setHeader('content-type', 'application/json')
      .setHeader('citylink-database', 'down')
      .end('{"data":{"__typename":"Query"}}'),
  );
  await until(
    () => wait(),
    (down) => down.some(({ subgraph, reason }) => subgraph === 'stations' && reason === 'DATABASE_UNAVAILABLE'),
  );
});

test('a subgraph of this start is waited for', async () => {
  let isOver = false;
  const ready = wait('stations', 'readings').finally(() => (isOver = true));
  const { length } = graph.stations.received;
  // Several probes have found it down.
  await until(
    () => graph.stations.received.length,
    (probes) => probes >= length + 2,
  );
  expect(isOver).toBe(false);
  await graph.readings.revive();
  expect(await ready).toEqual([]);
});
