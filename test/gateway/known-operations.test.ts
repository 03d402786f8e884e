import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
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

afterEach(() => graph.readings.behave());

/** The response without the request id and the date, which differ each time. */
async function shown(query: string, variables?: Record<string, unknown>, headers: Record<string, string> = {}) {
  const response = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query, variables }),
  });
  const told = Object.fromEntries(response.headers);
  for (const own of ['date', 'x-request-id']) delete told[own];
  return { status: response.status, headers: told, text: await response.text() };
}

test.each([
  ['no preference', {}],
  ['anything', { accept: '*/*' }],
  ['JSON', { accept: 'application/json' }],
  ['GraphQL responses', { accept: 'application/graphql-response+json' }],
  ['GraphQL responses before JSON', { accept: 'application/graphql-response+json,application/json;q=0.9' }],
  ['JSON before GraphQL responses', { accept: 'application/json, application/graphql-response+json;q=0.5' }],
])('a known operation has the same response as the first time, for a client with %s', async (name, headers) => {
  const query = `query Q${name.length} { stations { name latest { celsius } } }`;
  const first = await shown(query, undefined, headers);
  expect(first.status).toBe(200);
  for (let time = 0; time < 2; time += 1) expect(await shown(query, undefined, headers)).toEqual(first);
});

test('a known operation with variables of the wrong type is refused like an unknown one', async () => {
  const query = 'query ($ids: [ID!]!) { tour(ids: $ids) { name } }';
  expect((await shown(query, { ids: ['south'] })).status).toBe(200);
  for (const variables of [{}, { ids: null }, { ids: [null] }, { ids: [{}] }]) {
    const { status, text } = await shown(query, variables);
    expect([status, JSON.parse(text).errors[0].extensions.code]).toEqual([400, 'BAD_USER_INPUT']);
  }
});

test('a known operation sends each subgraph one request, also when one of them fails', async () => {
  const query = '{ stations { name latest { celsius } } }';
  await shown(query);
  graph.readings.behave((_request, response) =>
    response.writeHead(500, { 'content-type': 'application/json' }).end('{"errors":[{"message":"no"}],"data":null}'),
  );
  graph.stations.received.length = 0;
  graph.readings.received.length = 0;
  const { body } = await gateway.query(query);
  expect(body.data).toEqual({
    stations: [
      { name: 'North', latest: null },
      { name: 'ใต้', latest: null },
    ],
  });
  expect(body.errors).toHaveLength(2);
  expect([graph.stations.received.length, graph.readings.received.length]).toEqual([1, 1]);
});

test('equal entities are fetched once, and each response path has the data', async () => {
  const query = 'query ($ids: [ID!]!) { tour(ids: $ids) { id latest { celsius } } }';
  graph.readings.received.length = 0;
  const { body } = await gateway.query(query, { ids: ['south', 'north', 'south', 'south'] });
  expect(
    body.data.tour.map((station: { id: string; latest: { celsius: number } }) => [station.id, station.latest.celsius]),
  ).toEqual([
    ['south', 33],
    ['north', 11.5],
    ['south', 33],
    ['south', 33],
  ]);
  const { variables } = JSON.parse(graph.readings.received[0]!.body) as { variables: { representations: unknown[] } };
  expect(variables.representations).toHaveLength(2);
});

test('operations of one document are distinguished by name, and variables by case', async () => {
  const query =
    'query A { stations { name } } query B($with: Boolean = false) { stations { id name @include(if: $with) } }';
  const send = async (operationName: string, variables?: object) =>
    (
      await gateway.send('/graphql', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ query, operationName, variables }),
      })
    ).body.data.stations[0];
  for (let time = 0; time < 2; time += 1) {
    expect(await send('A')).toEqual({ name: 'North' });
    expect(await send('B')).toEqual({ id: 'north' });
    expect(await send('B', { with: true })).toEqual({ id: 'north', name: 'North' });
  }
});
