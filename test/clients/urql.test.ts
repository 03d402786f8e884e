import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { gql } from '@urql/core';
import { persistedExchange } from '@urql/exchange-persisted';
import { startGateway, type RunningGateway } from '../gateway/start-gateway.js';
import { startWeatherGraph, type WeatherGraph } from '../gateway/weather-graph.js';
import { recordedFetch } from './recorded-fetch.js';
import { urqlClientOf } from './urql-client-of.js';

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

const TOUR = gql`
  query Tour($ids: [ID!]!) {
    tour(ids: $ids) {
      name
      latest {
        celsius
      }
    }
  }
`;

test('reads with variables, in an address', async () => {
  const { sent, send } = recordedFetch();
  const { data, error } = await urqlClientOf(gateway.url, { send })
    .query(TOUR, { ids: ['south', 'nowhere'] })
    .toPromise();
  expect({ data, error }).toEqual({
    data: { tour: [{ name: 'ใต้', latest: { celsius: 33 } }, null] },
    error: undefined,
  });
  expect(sent.map(({ method }) => method)).toEqual(['GET']);
});

test('writes, in a body', async () => {
  const { sent, send } = recordedFetch();
  const { data } = await urqlClientOf(gateway.url, { send })
    .mutation(
      gql`
        mutation ($name: String!) {
          rename(id: "north", name: $name) {
            id
            name
          }
        }
      `,
      { name: 'เหนือ' },
    )
    .toPromise();
  expect(data).toEqual({ rename: { id: 'north', name: 'เหนือ' } });
  expect(sent.map(({ method }) => method)).toEqual(['POST']);
});

test('keeps the data that it got when a subgraph fails, and reads the reasons for the missing part', async () => {
  graph.readings.behave((request) => request.socket.destroy());
  const { data, error } = await urqlClientOf(gateway.url)
    .query(TOUR, { ids: ['south'] })
    .toPromise();
  expect(data).toEqual({ tour: [{ name: 'ใต้', latest: null }] });
  expect(error?.networkError).toBeUndefined();
  expect(error?.graphQLErrors.map(({ path, extensions }) => ({ path, extensions }))).toEqual([
    { path: ['tour', 0, 'latest'], extensions: { code: 'SUBGRAPH_UNREACHABLE', service: 'readings' } },
  ]);
});

test('reads a mistake of its own as GraphQL errors, not as a failure of the network', async () => {
  const { data, error } = await urqlClientOf(gateway.url)
    .query(
      gql`
        {
          nowhere
        }
      `,
      {},
    )
    .toPromise();
  expect(data).toBeUndefined();
  expect(error?.networkError).toBeUndefined();
  expect(error?.graphQLErrors[0]!.extensions).toEqual({ code: 'GRAPHQL_VALIDATION_FAILED' });
});

test('persists a query: the hash, then the text once, then only the hash', async () => {
  const { sent, send } = recordedFetch();
  const ask = () =>
    urqlClientOf(gateway.url, { send, exchanges: [persistedExchange({ preferGetForPersistedQueries: true })] })
      .query(HEIGHTS, {})
      .toPromise();
  for (let time = 0; time < 2; time += 1)
    expect((await ask()).data).toMatchObject({
      stations: [{ height: expect.anything() }, { height: expect.anything() }],
    });
  const texts = sent.map(
    ({ url, body }) => url.searchParams.has('query') || (body?.includes('query Heights') ?? false),
  );
  expect(texts).toEqual([false, true, false]);
});

const HEIGHTS = gql`
  query Heights {
    stations {
      height
    }
  }
`;
