import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { serverAudits } from 'graphql-http';
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

const audits = serverAudits({ url: () => `${gateway.url}/graphql` });

test('graphql-http has the expected number of audits', () => expect(audits).toHaveLength(61));

test.each(audits.map((audit) => [audit.id, audit.name, audit] as const))('%s %s', async (_id, _name, audit) => {
  const result = await audit.fn();
  expect({ status: result.status, reason: 'reason' in result ? result.reason : undefined }).toEqual({
    status: 'ok',
    reason: undefined,
  });
});

test('an Accept header of many kilobytes is not negotiated: the response is application/json', async () => {
  const headers = { 'content-type': 'application/json', accept: 'a/b,'.repeat(3_500) + 'text/html' };
  const body = JSON.stringify({ query: '{ __typename }' });
  const response = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body });
  expect({ status: response.status, type: response.headers.get('content-type') }).toEqual({
    status: 200,
    type: 'application/json; charset=utf-8',
  });
});
