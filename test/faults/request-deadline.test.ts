import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import type { Behaviour } from '../gateway/hosted-subgraph.js';
import { startGateway, type RunningGateway } from '../gateway/start-gateway.js';
import { startWeatherGraph, type WeatherGraph } from '../gateway/weather-graph.js';
import { hostStubSubgraph } from './stub-subgraph.js';
import { createTestClient } from './create-test-client.js';
import '../setup/repeat-once.js';

const REQUEST_TIMEOUT_MS = 2_000;
const FIRST_STEP_MS = 800;

let graph: WeatherGraph;
const gateways = new Map<string, RunningGateway>();

beforeAll(async () => {
  graph = await startWeatherGraph();
  for (const executor of ['compiled', 'stock']) {
    gateways.set(
      executor,
      await startGateway({
        SUPERGRAPH_FILE: graph.supergraphFile,
        EXECUTOR: executor,
        SUBGRAPH_TIMEOUT_MS: '60000',
        REQUEST_TIMEOUT_MS: String(REQUEST_TIMEOUT_MS),
      }),
    );
  }
});

afterAll(async () => {
  for (const gateway of gateways.values()) await gateway.close();
  await graph?.close();
});

afterEach(() => {
  graph.stations.behave();
  graph.readings.behave();
});

const drips: Behaviour = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' }).write('{"data":');
  const drip = setInterval(() => response.write(' '), 20);
  response.on('close', () => clearInterval(drip));
};

describe.each(['compiled', 'stock'])('the deadline of a request is that of all its fetches (%s)', (executor) => {
  test.each<[string, Behaviour]>([
    ['hangs', () => undefined],
    ['drips', drips],
  ])('when the second step %s, it has the time that the first has left', async (_name, behaviour) => {
    graph.stations.behave(
      (_request, response, honest) =>
        void setTimeout(
          async () => response.setHeader('content-type', 'application/json').end(JSON.stringify(await honest())),
          FIRST_STEP_MS,
        ),
    );
    graph.readings.behave(behaviour);
    const { body } = await gateways.get(executor)!.query('{ stations { name latest { celsius } } }');
    expect(body.data).toEqual({
      stations: [
        { name: 'North', latest: null },
        { name: 'ใต้', latest: null },
      ],
    });
    for (const { extensions } of body.errors) {
      expect(extensions).toEqual({ code: 'SUBGRAPH_TIMEOUT', service: 'readings', afterMs: expect.any(Number) });
      expect(extensions.afterMs).toBeLessThanOrEqual(REQUEST_TIMEOUT_MS - FIRST_STEP_MS + 1);
    }
  });
});

test('a fetch whose deadline has passed before it is sent has REQUEST_DEADLINE, not a subgraph error', async () => {
  const subgraph = await hostStubSubgraph();
  const client = createTestClient(subgraph.url, { now: () => 5_000 });
  try {
    for (const query of ['{ a }', 'mutation { set }'])
      await expect(client.request({ query }, {}, undefined, 5_000)).rejects.toMatchObject({
        code: 'REQUEST_DEADLINE',
        extensions: { code: 'REQUEST_DEADLINE' },
      });
    expect(subgraph.received).toEqual([]);
  } finally {
    await client.close();
    await subgraph.kill();
  }
});
