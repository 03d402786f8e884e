import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { CombinedGraphQLErrors, gql } from '@apollo/client';
import { startGateway, type RunningGateway } from '../gateway/start-gateway.js';
import { startWeatherGraph, type WeatherGraph } from '../gateway/weather-graph.js';
import { apolloClientOf } from './apollo-client-of.js';
import { recordedFetch } from './recorded-fetch.js';

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
const SOUTH = { __typename: 'Station', name: 'ใต้', latest: { __typename: 'Reading', celsius: 33 } };

test('reads with variables', async () => {
  const { data, error } = await apolloClientOf(gateway.url).query({
    errorPolicy: 'all',
    query: TOUR,
    variables: { ids: ['south', 'nowhere'] },
  });
  expect({ data, error }).toEqual({ data: { tour: [SOUTH, null] }, error: undefined });
});

test('writes', async () => {
  const { data } = await apolloClientOf(gateway.url).mutate({
    mutation: gql`
      mutation ($name: String!) {
        rename(id: "north", name: $name) {
          id
          name
        }
      }
    `,
    variables: { name: 'เหนือ' },
  });
  expect(data).toEqual({ rename: { __typename: 'Station', id: 'north', name: 'เหนือ' } });
});

test('keeps the data that it got when a subgraph fails, and reads the reasons for the missing part', async () => {
  graph.readings.behave((request) => request.socket.destroy());
  const { data, error } = await apolloClientOf(gateway.url).query({
    errorPolicy: 'all',
    query: TOUR,
    variables: { ids: ['south'] },
  });
  expect(data).toEqual({ tour: [{ ...SOUTH, latest: null }] });
  expect(CombinedGraphQLErrors.is(error) && error.errors.map(({ path, extensions }) => ({ path, extensions }))).toEqual(
    [{ path: ['tour', 0, 'latest'], extensions: { code: 'SUBGRAPH_UNREACHABLE', service: 'readings' } }],
  );
});

test('reads a mistake of its own as GraphQL errors, not as a failure of the network', async () => {
  const { data, error } = await apolloClientOf(gateway.url).query({
    errorPolicy: 'all',
    query: gql`
      {
        nowhere
      }
    `,
  });
  expect(data).toBeUndefined();
  expect(CombinedGraphQLErrors.is(error) && error.errors[0]!.extensions).toEqual({ code: 'GRAPHQL_VALIDATION_FAILED' });
});

test('persists a query: the hash, then the text once, then only the hash', async () => {
  const { sent, send } = recordedFetch();
  const ask = () =>
    apolloClientOf(gateway.url, { persisted: true, send }).query({
      errorPolicy: 'all',
      query: TOUR,
      variables: { ids: ['south'] },
    });
  for (let time = 0; time < 3; time += 1) expect(await ask()).toMatchObject({ data: { tour: [SOUTH] } });
  expect(
    sent.map(({ method, url, body }) => [
      method,
      url.searchParams.has('extensions'),
      body?.includes('query Tour') ?? url.searchParams.has('query'),
    ]),
  ).toEqual([
    ['GET', true, false],
    ['POST', false, true],
    ['GET', true, false],
    ['GET', true, false],
  ]);
});
