import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { startJudgedSupergraph, type JudgedSupergraph } from './judged-supergraph.js';

const MEDIA = [
  { __typename: 'Book', id: 'm0', title: 'Canals' },
  { __typename: 'Film', id: 'm1', title: 'Trams' },
];

function refuse(): never {
  throw new GraphQLError('Not for you.', { extensions: { code: 'FORBIDDEN' } });
}

let graph: JudgedSupergraph;

beforeAll(async () => {
  graph = await startJudgedSupergraph({
    subgraphs: {
      library: `
        type Query { media: [Medium!]! medium: Medium refusedHere: Int }
        type Mutation { save: Saved }
        type Saved { id: ID! query: Query }
        interface Medium @key(fields: "id") { id: ID! title: String! }
        type Book implements Medium @key(fields: "id") { id: ID! title: String! }
        type Film implements Medium @key(fields: "id") { id: ID! title: String! }
      `,
      reviews: `
        type Query { refusedThere: Int strict: Strict newest: Medium }
        type Strict { refused: Int! }
        type Medium @key(fields: "id") @interfaceObject { id: ID! stars: Int refused: Int never: Int! reviews: [Review!] }
        type Review { text: String refused: String }
      `,
    },
    resolvers: {
      Query: {
        media: () => MEDIA,
        medium: () => MEDIA[0],
        newest: () => MEDIA[1],
        refusedHere: refuse,
        refusedThere: refuse,
        strict: () => ({}),
      },
      Mutation: { save: () => ({ id: 's0', query: {} }) },
      Strict: { refused: refuse },
      ...Object.fromEntries(
        ['Medium', 'Book', 'Film'].map((type) => [
          type,
          { stars: () => 5, refused: refuse, never: refuse, reviews: () => [{ text: 'a' }, { text: 'b' }] },
        ]),
      ),
      Review: { refused: refuse },
    },
    entities: Object.fromEntries(
      ['Medium', 'Book', 'Film'].map((type) => [type, ({ id }) => MEDIA.find((row) => row.id === id) ?? null]),
    ),
  });
}, 60_000);

afterAll(() => graph?.close());

describe('an error has the path of its field in the response', () => {
  test.each([
    ['a field of an interface object, from its own subgraph', '{ newest { title refused } }'],
    ['root fields of two subgraphs', '{ refusedHere refusedThere strict { refused } }'],
    [
      'a Query in the payload of a mutation, of one subgraph',
      'mutation { save { id query { refusedHere media { title } } } }',
    ],
  ])('%s', async (_name, query) => {
    await graph.expectMergedResult(query);
  });

  test('an entity that its subgraph does not know, below a Query in the payload of a mutation, is missing', async () => {
    graph.subgraph('reviews').behave(async (_request, response, honest) => {
      const { data } = (await honest()) as { data: { _entities?: unknown[] } | null };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ data: data?._entities ? { _entities: data._entities.map(() => null) } : data }));
    });
    const { body } = await graph.gateway.query('mutation { save { query { media { title stars } } } }');
    graph.subgraph('reviews').behave();
    expect(body.data).toEqual({ save: { query: { media: MEDIA.map(({ title }) => ({ title, stars: null })) } } });
    expect(body.extensions.missing).toEqual(
      [0, 1].map((index) =>
        expect.objectContaining({ path: ['save', 'query', 'media', index, 'stars'], subgraph: 'reviews' }),
      ),
    );
  });
});

describe('an error has the path of its field in the response', () => {
  test.each([
    ['a Query in the payload of a mutation', 'mutation { save { id query { refusedThere } } }'],
    [
      'a Query in the payload of a mutation, two errors',
      'mutation { save { query { refusedThere again: refusedThere refusedHere } } }',
    ],
    [
      'a Query in the payload of a mutation, below a non-null field',
      'mutation { save { query { strict { refused } medium { title } } } }',
    ],
    [
      'a Query in the payloads of two mutations',
      'mutation { a: save { query { refusedThere } } b: save { q: query { r: refusedThere } } }',
    ],
    ['entities below a Query in the payload of a mutation', 'mutation { save { query { media { title refused } } } }'],
    ['a field of an interface object', '{ media { title refused } }'],
    ['a field of an interface object, below a list', '{ media { reviews { text refused } } }'],
    ['a non-null field of an interface object', '{ media { never } medium { id } }'],
    ['a field of an interface object, of one type', '{ media { ... on Film { refused } } }'],
  ])('%s', async (_name, query) => {
    await graph.expectMergedResult(query);
  });
});
