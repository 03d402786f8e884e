import { GraphQLError } from 'graphql';
import type { Row, SmallSupergraph } from './small-supergraph.js';

const SHEETS: Row[] = [
  {
    id: 's0',
    cells: [[{ text: 'a', n: 1 }, null], [], [{ text: 'b', n: 2 }]],
    strict: [[{ text: 'x', n: 0 }]],
    numbers: [[[1, 2], null], [[3]]],
    json: { deep: [1, { two: null }], text: 'é\u2028' },
    length: 4,
  },
  {
    id: 's1',
    cells: null,
    strict: [[{ text: 'y', n: null }], [{ text: 'z', n: 5 }]],
    numbers: [],
    json: [1, 'two', false],
    length: 0,
  },
  { id: 's2', cells: [null], strict: [], numbers: null, json: 'plain "text"', length: null },
];

const sheet = (id: unknown) => SHEETS.find((row) => row['id'] === id) ?? null;

function refuse(id: unknown): never {
  throw new GraphQLError('Not for you.', { extensions: { code: 'FORBIDDEN', id } });
}

/** Lists of lists, scalars of the subgraphs' own, and nulls where there may be none. */
export const values: SmallSupergraph = {
  name: 'lists of lists, custom scalars, null for what may not be null',
  stockIsWrong:
    'the objects of lists of lists that come from two subgraphs are not merged: the later ones replace them',
  subgraphs: {
    sheets: `
      scalar JSON
      type Query { sheets(ids: [ID!] = ["s0", "s1"]): [Sheet!] sheet(id: ID!): Sheet matrix(of: [[Int!]!]!): [[Int!]!]! echo(value: JSON): JSON must: Sheet! }
      type Sheet @key(fields: "id") { id: ID! cells: [[Cell]!] @shareable strict: [[Cell!]!] @shareable numbers: [[[Int!]]!] json: JSON length: Int }
      type Cell @shareable { text: String! }
    `,
    counts: `
      scalar JSON
      type Sheet @key(fields: "id") {
        id: ID!
        cells: [[Cell]!] @shareable
        strict: [[Cell!]!] @shareable
        count: Int!
        sometimes: Int
        never: String!
        maybe: [String!]
        owner: Owner
        json: JSON @external
        kind: String @requires(fields: "json")
      }
      type Cell { n: Int! }
      type Owner { id: ID! name: String! sheet: Sheet! }
    `,
  },
  resolvers: {
    Query: {
      sheets: (_: unknown, { ids }: { ids: string[] }) => ids.map((id) => sheet(id)).filter((row) => row !== null),
      sheet: (_: unknown, { id }: { id: string }) => sheet(id),
      matrix: (_: unknown, { of }: { of: number[][] }) => of,
      echo: (_: unknown, { value }: { value: unknown }) => value,
      must: () => SHEETS[1],
    },
    Sheet: {
      count: ({ id }: Row) => (id === 's1' ? refuse(id) : 3),
      sometimes: ({ id }: Row) => (id === 's0' ? refuse(id) : 1),
      never: ({ id }: Row) => (id === 's2' ? 'at last' : refuse(id)),
      maybe: ({ id }: Row) => (id === 's0' ? ['a', refuse(id)] : ['b']),
      owner: ({ id }: Row) => ({ id: `o-${String(id)}`, name: 'Owner', sheet: sheet(id) }),
      kind: ({ json }: Row) => typeof json,
    },
  },
  entities: { Sheet: ({ id }) => sheet(id) },
  samples: {
    id: ['s0', 's1', 's2', 'nowhere'],
    ids: ['s0', 's1', 's2', 'nowhere'],
    JSON: ['text', 7, true],
  },
  operations: [
    {
      name: 'lists of lists of one subgraph',
      query: '{ sheet(id: "s0") { cells { text } numbers } matrix(of: [[1], [], [2, 3]]) }',
      data: {
        sheet: { cells: [[{ text: 'a' }, null], [], [{ text: 'b' }]], numbers: [[[1, 2], null], [[3]]] },
        matrix: [[1], [], [2, 3]],
      },
    },
    {
      name: 'lists of lists of objects whose fields come from two subgraphs',
      query: '{ sheet(id: "s0") { cells { text n } } }',
      data: { sheet: { cells: [[{ text: 'a', n: 1 }, null], [], [{ text: 'b', n: 2 }]] } },
      stockAnswers: {
        data: { sheet: { cells: [[null, null], [], [null]] } },
        errors: [0, 2].map((row) => ({ path: ['sheet', 'cells', row, 0, 'text'], code: 'SUBGRAPH_BAD_ANSWER' })),
      },
    },
    {
      name: 'an object of which every field is left out',
      query: 'query ($no: Boolean!, $yes: Boolean!) { sheets { owner @include(if: $yes) { name @include(if: $no) } } }',
      variables: { no: false, yes: true },
      data: { sheets: [{ owner: {} }, { owner: {} }] },
      stockAnswers: { data: { sheets: [{ owner: null }, { owner: null }] } },
    },
    {
      name: 'any JSON',
      query: 'query ($value: JSON) { sheets(ids: ["s0", "s1", "s2"]) { json kind } echo(value: $value) }',
      variables: { value: { a: [null, 1.5] } },
      data: { sheets: SHEETS.map(({ json }) => ({ json, kind: typeof json })), echo: { a: [null, 1.5] } },
    },
    {
      name: 'an error where null may be',
      query: '{ sheets { id sometimes } }',
      data: {
        sheets: [
          { id: 's0', sometimes: null },
          { id: 's1', sometimes: 1 },
        ],
      },
      errors: [{ path: ['sheets', 0, 'sometimes'], code: 'FORBIDDEN' }],
    },
    {
      name: 'an error between fragments of one type, whose fields stand where they are asked for',
      query:
        '{ sheet(id: "s0") { ... on Sheet { id } sometimes owner { ... on Owner { name } id ... on Owner { __typename } } ... on Sheet { length } } }',
      data: {
        sheet: { id: 's0', sometimes: null, owner: { name: 'Owner', id: 'o-s0', __typename: 'Owner' }, length: 4 },
      },
      errors: [{ path: ['sheet', 'sometimes'], code: 'FORBIDDEN' }],
    },
    {
      name: 'an error where it may not, up to the list',
      query: '{ sheets { id count } sheet(id: "s2") { count never } }',
      data: { sheets: null, sheet: { count: 3, never: 'at last' } },
      errors: [{ path: ['sheets', 1, 'count'], code: 'FORBIDDEN' }],
    },
    {
      name: 'and up to the root',
      query: '{ must { never } sheet(id: "s0") { id } }',
      data: null,
      errors: [{ path: ['must', 'never'], code: 'FORBIDDEN' }],
    },
  ],
};
