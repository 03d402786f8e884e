import type { GraphQLResolveInfo } from 'graphql';
import type { Row, SmallSupergraph } from './small-supergraph.js';

interface Crate extends Row {
  id: string;
  grams: number | null;
  size: { width: number; depth: number } | null;
}

const CRATES: Crate[] = [
  { id: 'c0', grams: 1500, size: { width: 2, depth: 3 } },
  { id: 'c1', grams: null, size: null },
  { id: 'c2', grams: 20, size: { width: 5, depth: 1 } },
];

const crate = (id: unknown) => CRATES.find((row) => row.id === id) ?? null;
/** Where a crate comes from the senders, they know its identifier alone. */
const [C0, C1, C2] = CRATES.map(({ id }): Row => ({ __typename: 'Crate', id }));

/** What a resolver may know of a crate: in a subgraph what it was told, in the merged schema all. */
function known(row: Row, { schema }: GraphQLResolveInfo): Row {
  return schema.getQueryType()!.getFields()['_service'] ? row : { ...crate(row['id']), ...row };
}

function areaOf(row: Row): number | null {
  if (row['area'] !== undefined) return row['area'] as number | null;
  const { width, depth } = (row['size'] ?? {}) as { width?: number; depth?: number };
  return width === undefined || depth === undefined ? null : width * depth;
}

function loadOf(row: Row, factor: number): number | null {
  if (row['load'] !== undefined) return row['load'] as number | null;
  return typeof row['grams'] === 'number' ? row['grams'] * factor : null;
}

/**
 * A field requires a field that requires others, and the entity comes from the subgraph of the one in the middle, at
 * several places, in lists, below an interface and a union: what is in the middle can be told only when the owner has
 * been asked.
 */
export const chainedRequires: SmallSupergraph = {
  name: '@requires of what requires something itself',
  subgraphs: {
    owners: `
      type Query { crates: [Crate!]! }
      type Crate @key(fields: "id") { id: ID! grams: Int size: Size }
      type Size { width: Int! depth: Int! }
    `,
    senders: `
      type Query { sender(name: String! = "S"): Sender! cargo: [Cargo!]! }
      type Sender { name: String! crates: [Crate!]! first: Crate rows: [[Crate!]!]! }
      union Cargo = Crate | Letter
      type Letter { text: String! area: Int }
      type Crate @key(fields: "id") {
        id: ID!
        size: Size @external
        grams: Int @external
        area: Int @requires(fields: "size { width depth }")
        load(factor: Int! = 1): Int @requires(fields: "grams")
      }
      type Size @external { width: Int! depth: Int! }
    `,
    insurers: `
      type Crate @key(fields: "id") {
        id: ID!
        area: Int @external
        load(factor: Int! = 1): Int @external
        premium(times: Int! = 1): Int @requires(fields: "area")
        risk: Int @requires(fields: "load(factor: 3) area")
      }
    `,
  },
  resolvers: {
    Query: {
      crates: () => CRATES,
      sender: (_: unknown, { name }: { name: string }) => ({
        name,
        crates: [C0, C1, C2],
        first: C0,
        rows: [[C0, C1], [], [C2]],
      }),
      cargo: () => [C0, { __typename: 'Letter', text: 'Hi', area: 4 }],
    },
    Crate: {
      grams: (row: Row) => crate(row['id'])?.grams,
      size: (row: Row) => crate(row['id'])?.size,
      area: (row: Row, _args: unknown, _context: unknown, info: GraphQLResolveInfo) => areaOf(known(row, info)),
      load: (row: Row, { factor }: { factor: number }, _context: unknown, info: GraphQLResolveInfo) =>
        loadOf(known(row, info), factor),
      premium: (row: Row, { times }: { times: number }, _context: unknown, info: GraphQLResolveInfo) => {
        const area = areaOf(known(row, info));
        return area === null ? null : area * 100 * times;
      },
      risk: (row: Row, _args: unknown, _context: unknown, info: GraphQLResolveInfo) => {
        const [area, load] = [areaOf(known(row, info)), loadOf(known(row, info), 3)];
        return area === null || load === null ? null : area + load;
      },
    },
  },
  entities: { Crate: ({ id }) => crate(id) },
  samples: { factor: [1, 2, 3], times: [1, 2] },
  stockIsWrong: 'what requires something itself is asked for at once, without being told it',
  operations: [
    {
      name: 'of an entity of the subgraph in the middle',
      query: '{ sender { first { premium } } }',
      isBeyondStock: true,
      data: { sender: { first: { premium: 600 } } },
    },
    {
      name: 'at two places with equal selections',
      query: '{ a: sender { crates { premium } } b: sender(name: "B") { crates { premium } } }',
      isBeyondStock: true,
      data: {
        a: { crates: [{ premium: 600 }, { premium: null }, { premium: 500 }] },
        b: { crates: [{ premium: 600 }, { premium: null }, { premium: 500 }] },
      },
    },
    {
      name: 'at a place beside one at which it is asked for itself',
      query: '{ sender { crates { area premium(times: 2) } first { area } } }',
      isBeyondStock: true,
      data: {
        sender: {
          crates: [
            { area: 6, premium: 1200 },
            { area: null, premium: null },
            { area: 5, premium: 1000 },
          ],
          first: { area: 6 },
        },
      },
    },
    {
      name: 'with arguments, beside the client’s',
      query: '{ sender { crates { risk load } } }',
      isBeyondStock: true,
      data: {
        sender: {
          crates: [
            { risk: 4506, load: 1500 },
            { risk: null, load: null },
            { risk: 65, load: 20 },
          ],
        },
      },
    },
    {
      name: 'in lists of lists, and of a member of a union whose other member has a field of the same name',
      query: '{ sender { rows { premium } } cargo { ... on Crate { premium } ... on Letter { text area } } }',
      isBeyondStock: true,
      data: {
        sender: { rows: [[{ premium: 600 }, { premium: null }], [], [{ premium: 500 }]] },
        cargo: [{ premium: 600 }, { text: 'Hi', area: 4 }],
      },
    },
  ],
};
