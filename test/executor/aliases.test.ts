import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { GraphQLError } from 'graphql';
import { representationsOf, startJudgedSupergraph, type JudgedSupergraph } from './judged-supergraph.js';

const THINGS = [
  {
    __typename: 'Thing',
    id: 't0',
    code: 'c0',
    extra: 't1',
    cheap: 1,
    grams: 1000,
    secret: 's0',
    org: { code: 'o0', label: 'o1' },
    rival: { code: 'o1', label: 'o0' },
  },
  {
    __typename: 'Thing',
    id: 't1',
    code: 'c1',
    extra: 't0',
    cheap: 2,
    grams: 2000,
    secret: 's1',
    org: { code: 'o1', label: 'o0' },
    rival: { code: 'o0', label: 'o1' },
  },
];
const SHAPES = [
  { __typename: 'Round', id: 'r0', a: 1, size: { v: 10 }, refused: 1 },
  { __typename: 'Square', id: 'q0', b: 2, sides: { v: 20 } },
];

function refuse(): never {
  throw new GraphQLError('Not for you.', { extensions: { code: 'FORBIDDEN' } });
}

let graph: JudgedSupergraph;

beforeAll(async () => {
  graph = await startJudgedSupergraph({
    subgraphs: {
      vault: `
        type Query { object: Thing things: [Thing!]! shapes: [Shape!]! }
        type Thing @key(fields: "id") @key(fields: "org { code }") {
          id: ID! code: String! extra: String cheap: Int grams: Int secret: String @inaccessible org: Org rival: Org unit__own: String
        }
        type Org { code: String! label: String }
        union Shape = Round | Square
        type Round @key(fields: "id") { id: ID! a: Int! @shareable size: Size! @shareable refusal: Int! @shareable }
        type Square { b: Int sides: Size refused: Int }
        type Size @shareable { v: Int refused: Int }
      `,
      desk: `
        type Thing @key(fields: "id") {
          id: ID! grams: Int @external secret: String @external
          deep: String freight: Int @requires(fields: "grams") hint: String @requires(fields: "secret")
        }
        type Round @key(fields: "id") { id: ID! a: Int @shareable size: Size @shareable refusal: Int @shareable }
        type Size @shareable { v: Int refused: Int }
      `,
      prices: `
        type Thing @key(fields: "org { code }") { org: Org price: String }
        type Org @shareable { code: String! }
      `,
    },
    resolvers: {
      Query: { object: () => THINGS[0], things: () => THINGS, shapes: () => SHAPES },
      Thing: {
        deep: ({ id }: { id: string }) => `deep in ${id}`,
        freight: ({ grams }: { grams: number }) => grams * 2,
        hint: ({ secret }: { secret: string }) => `${secret}…`,
        price: ({ org }: { org: { code: string } }) => `of ${org.code}`,
        unit__own: () => 'kg',
      },
      Round: { refusal: refuse },
      Square: { refused: refuse },
      Size: { refused: refuse },
    },
    entities: {
      Thing: ({ id, org }) =>
        THINGS.find((thing) =>
          id === undefined ? thing.org.code === (org as { code: string }).code : thing.id === id,
        ) ?? null,
      Round: ({ id }) => SHAPES.find((shape) => shape.id === id) ?? null,
    },
  });
}, 60_000);

afterAll(() => graph?.close());
afterEach(() => graph.forget());

describe('no alias of a client reaches a representation', () => {
  test.each([
    ['the key', '{ object { id: extra deep } }', 'desk', { __typename: 'Thing', id: 't0' }],
    ['the key, for a number', '{ object { id: grams deep } }', 'desk', { __typename: 'Thing', id: 't0' }],
    ['the key, for an object', '{ object { id: org { label } deep } }', 'desk', { __typename: 'Thing', id: 't0' }],
    [
      'an object of a composite key',
      '{ object { org: rival { code label } price } }',
      'prices',
      { __typename: 'Thing', org: { code: 'o0' } },
    ],
    [
      'a field within a composite key',
      '{ object { org { code: label } price } }',
      'prices',
      { __typename: 'Thing', org: { code: 'o0' } },
    ],
    [
      'an @external field that is required',
      '{ object { grams: cheap freight } }',
      'desk',
      { __typename: 'Thing', id: 't0', grams: 1000 },
    ],
    [
      'an @inaccessible field that is required',
      '{ object { secret: extra hint } }',
      'desk',
      { __typename: 'Thing', id: 't0', secret: 's0' },
    ],
    ['__typename', '{ object { __typename: extra deep } }', 'desk', { __typename: 'Thing', id: 't0' }],
  ])('%s as an alias', async (_name, query, subgraph, representation) => {
    await graph.expectMergedResult(query);
    const sent = representationsOf(graph.subgraph(subgraph));
    expect(sent.length).toBeGreaterThan(0);
    for (const one of sent) expect(one).toEqual(representation);
  });
});

describe('an alias that equals a name of the executor, the planner or the protocol', () => {
  test.each([
    ['x__alias_0', '{ shapes { ... on Round { x: a } ... on Square { x: b x__alias_0: b } } }'],
    ['the key, in every element of a list, each with the key of the other', '{ things { id: extra deep freight } }'],
  ])('%s', async (_name, query) => {
    await graph.expectMergedResult(query);
  });
});

describe('an alias that equals a name of the executor, the planner or the protocol', () => {
  test.each([
    [
      'x__alias_0 and x__alias_1',
      '{ shapes { ... on Round { x: size { v } } ... on Square { x__alias_1: b x: sides { v } x__alias_0: b } } }',
    ],
    ['_entities', '{ _entities: things { id deep } }'],
    ['_service and representations', '{ _service: object { representations: deep } }'],
    ['the response names of joined fetches', '{ e0: object { e1: deep } e1: things { e0: freight } }'],
    ['__own', '{ object { __own: deep id__own: extra } }'],
    [
      'names of Object.prototype',
      '{ object { constructor: deep toString: extra valueOf: freight hasOwnProperty: hint } }',
    ],
    ['__proto__', '{ object { deep __proto__: extra } }'],
  ])('%s', async (_name, query) => {
    await graph.expectMergedResult(query);
  });
});

describe('an error has the path of the response, also where the planner renames fields', () => {
  test.each([
    ['a renamed field', '{ shapes { ... on Round { x: a } ... on Square { x: refused } } }'],
    [
      'a field below a renamed one',
      '{ shapes { ... on Round { x: size { v } } ... on Square { x: sides { v refused } } } }',
    ],
  ])('%s', async (_name, query) => {
    const { errors } = await graph.expectMergedResult(query);
    expect(JSON.stringify(errors)).not.toContain('__alias_');
  });
});
