import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startGateway, type RunningGateway } from './start-gateway.js';
import { startWeatherGraph, type WeatherGraph } from './weather-graph.js';

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

test('a gateway without our subgraphs serves a Federation 2 supergraph', async () => {
  const { status, body } = await gateway.query(
    '{ stations { name latest { celsius } comfort } hottest { station { name } } }',
  );
  expect(body).toEqual({
    data: {
      stations: [
        { name: 'North', latest: { celsius: 11.5 }, comfort: 'cool' },
        { name: 'ใต้', latest: { celsius: 33 }, comfort: 'warm' },
      ],
      hottest: { station: { name: 'ใต้' } },
    },
  });
  expect(status).toBe(200);
});
