import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { gql as apolloGql, CombinedGraphQLErrors } from '@apollo/client';
import { gql as urqlGql } from '@urql/core';
import { startGraph, type RunningGraph } from '../graph.js';
import { apolloClientOf } from '../clients/apollo-client-of.js';
import { urqlClientOf } from '../clients/urql-client-of.js';
import { operation } from './operation.js';

let graph: RunningGraph;

beforeAll(async () => {
  graph = await startGraph();
}, 120_000);
afterAll(() => graph?.close());

const { query, variables } = operation('welcome');

test('Apollo Client reads the network, also by a persisted query', async () => {
  for (const persisted of [false, true, true]) {
    const { data } = await apolloClientOf(graph.gateway.url, { persisted }).query({
      query: apolloGql(query),
      variables,
    });
    expect(data).toMatchObject({
      city: {
        name: { th: 'ยะลา' },
        partners: {
          nodes: expect.arrayContaining([
            expect.objectContaining({ partner: expect.objectContaining({ name: expect.anything() }) }),
          ]),
        },
      },
    });
  }
});

test('urql reads the network', async () => {
  const { data, error } = await urqlClientOf(graph.gateway.url).query(urqlGql(query), variables).toPromise();
  expect(error).toBeUndefined();
  expect(data).toMatchObject({
    city: {
      name: { th: 'ยะลา' },
      events: { nodes: expect.arrayContaining([expect.objectContaining({ name: expect.anything() })]) },
    },
  });
});

test('a client keeps the data of the other tiles when one fails', async () => {
  const partners = graph.subgraphs.get('partners')!;
  await partners.kill();
  const { data, error } = await apolloClientOf(graph.gateway.url).query({
    query: apolloGql(query),
    variables,
    errorPolicy: 'all',
  });
  expect(data).toMatchObject({
    city: {
      name: { th: 'ยะลา' },
      plan: { title: expect.anything() },
      partners: null,
      events: { nodes: expect.any(Array) },
    },
  });
  expect(
    CombinedGraphQLErrors.is(error) &&
      error.errors.map(({ path, extensions }) => [path, extensions?.['code'], extensions?.['service']]),
  ).toEqual([[['city', 'partners'], 'SUBGRAPH_UNREACHABLE', 'partners']]);

  await partners.revive();
  const healed = await apolloClientOf(graph.gateway.url).query({ query: apolloGql(query), variables });
  expect(healed.data).toMatchObject({ city: { partners: { nodes: expect.any(Array) } } });
});

test('while a subgraph of the network is down the gateway names it and serves the rest, and everything once it is up', async () => {
  for (const [name, subgraph] of graph.subgraphs) {
    await subgraph.kill();
    const { status, body } = await graph.gateway.query(
      '{ cities(first: 1) { nodes { id } } partners(first: 1) { nodes { id } } events(first: 1) { nodes { id } } }',
    );
    expect(status).toBe(200);
    expect(Object.entries(body.data).filter(([, value]) => value === null)).toEqual([[name, null]]);
    expect(body.errors).toEqual([
      {
        message: `The subgraph "${name}" cannot be reached.`,
        path: [name],
        extensions: { code: 'SUBGRAPH_UNREACHABLE', service: name },
      },
    ]);
    await subgraph.revive();
    expect((await graph.gateway.query(`{ ${name}(first: 1) { nodes { id } } }`)).body.errors).toBeUndefined();
  }
});
