import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildSchema, getOperationAST, parse } from 'graphql';
import { estimateNodes } from '../../gateway/limits/estimate-nodes.js';
import { startGateway, type RunningGateway } from '../gateway/start-gateway.js';
import { startWeatherGraph, type WeatherGraph } from '../gateway/weather-graph.js';

const schema = buildSchema(`
  type Query { cities(first: Int, after: String): Cities! byId(ids: [ID!]!): [City] events(limit: Int = 3): [Event!]! city: City any: [Any] }
  type Cities { nodes: [City!]! edges: [Edge!]! totalCount: Int! }
  type Edge { node: City! }
  type City { id: ID! events(first: Int): Events! mayor: Person hosts: [Person!]! tags: [String!]! }
  type Events { nodes: [Event!]! }
  type Event { id: ID! }
  type Person { id: ID! city: City }
  union Any = City | Event
`);

function estimate(query: string, variables: Record<string, unknown> = {}): number {
  const document = parse(query);
  return estimateNodes(schema, document, getOperationAST(document)!)(variables);
}

describe('the elements of an answer', () => {
  test.each([
    ['a connection that is told how long', '{ cities(first: 7) { nodes { id } } }', {}, 7],
    ['a connection that is told nothing: a page', '{ cities { nodes { id } } }', {}, 20],
    ['both forms of one connection', '{ cities(first: 7) { nodes { id } edges { node { id } } } }', {}, 14],
    ['a connection of which only the count is asked', '{ cities(first: 7) { totalCount } }', {}, 0],
    ['lists within lists', '{ cities(first: 7) { nodes { events(first: 3) { nodes { id } } } } }', {}, 7 + 7 * 3],
    ['a variable', 'query ($n: Int) { cities(first: $n) { nodes { id } } }', { n: 9 }, 9],
    ['a variable with a default', 'query ($n: Int = 11) { cities(first: $n) { nodes { id } } }', {}, 11],
    ['a variable that is not given', 'query ($n: Int) { cities(first: $n) { nodes { id } } }', {}, 20],
    ['what a variable may not be', 'query ($n: Int) { cities(first: $n) { nodes { id } } }', { n: { $gt: '' } }, 20],
    ['a default of the schema', '{ events { id } }', {}, 3],
    ['keys', '{ byId(ids: ["a", "b"]) { id } }', {}, 2],
    ['keys in a variable', 'query ($ids: [ID!]!) { byId(ids: $ids) { id } }', { ids: ['a', 'b', 'c'] }, 3],
    ['a list that takes no size: once', '{ city { hosts { id } } }', {}, 1],
    ['texts, which are no elements', '{ city { tags } }', {}, 0],
    ['aliases', '{ a: cities(first: 2) { nodes { id } } b: cities(first: 3) { nodes { id } } }', {}, 5],
    [
      'fragments',
      '{ cities(first: 2) { ...Page } } fragment Page on Cities { nodes { ... on City { hosts { id } } } }',
      {},
      2 + 2 * 1,
    ],
    ['unions', '{ any { ... on City { events(first: 2) { nodes { id } } } } }', {}, 1 + 1 * 2],
  ])('are estimated from %s', (_what, query, variables, expected) => {
    expect(estimate(query, variables)).toBe(expected);
  });
});

describe('a query whose lists are too long', () => {
  let graph: WeatherGraph;

  beforeAll(async () => {
    graph = await startWeatherGraph();
  });

  afterAll(() => graph?.close());

  test.each(['compiled', 'stock'])(
    'is refused by its variables, also when it has been answered with others (%s)',
    async (executor) => {
      const gateway: RunningGateway = await startGateway({
        SUPERGRAPH_FILE: graph.supergraphFile,
        EXECUTOR: executor,
        LIMIT_NODES: '10',
      });
      try {
        const query = 'query ($first: Int) { stations { readings(first: $first) { celsius } } }';
        const ask = (first: number, headers?: Record<string, string>) => gateway.query(query, { first }, headers);
        for (const first of [2, 9, 2]) expect((await ask(first)).body.errors).toBeUndefined();
        graph.stations.received.length = 0;
        const { status, body } = await ask(10);
        expect({ status, body }).toMatchObject({
          status: 400,
          body: {
            errors: [
              {
                message:
                  'The query is too large: it may have at most 10 elements in the lists of its answer, as its arguments tell them.',
                extensions: { code: 'DOCUMENT_TOO_LARGE' },
              },
            ],
          },
        });
        expect((await ask(10, { 'accept-language': 'th' })).body.errors[0].message).toContain('ต้องไม่เกิน 10');
        expect(graph.stations.received).toEqual([]);
      } finally {
        await gateway.close();
      }
    },
  );
});
