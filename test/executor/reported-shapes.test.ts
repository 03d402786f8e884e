import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { GraphQLResolveInfo } from 'graphql';
import { startJudgedSupergraph, type JudgedSupergraph, type SupergraphParts } from './judged-supergraph.js';

/** A shape of which a gateway's public tracker had a report, with operations on it. */
interface ReportedShape extends SupergraphParts {
  name: string;
  operations: readonly [query: string, variables?: Record<string, unknown>][];
}

const ITEMS = [
  { __typename: 'Paper', id: 'i0', product: { id: 'p1', sku: { code: 'c1' } }, pages: 9 },
  { __typename: 'Digital', id: 'i1', product: { id: 'p2', sku: { code: 'c2' } }, bytes: 7 },
  { __typename: 'Gift', id: 'i2', note: 'Hello' },
  { __typename: 'Paper', id: 'i3', product: { id: 'p2', sku: { code: 'c2' } }, pages: 3 },
];
const itemOf = ({ id }: Readonly<Record<string, unknown>>) => ITEMS.find((item) => item.id === id) ?? null;
const productOf = ({ id }: Readonly<Record<string, unknown>>) => ({ id, name: `Product ${String(id)}` });

const SHAPES: readonly ReportedShape[] = [
  {
    // https://github.com/graphql-hive/router/issues/1310
    name: '@requires within what another @requires gives, which two subgraphs bring',
    subgraphs: {
      clinic: `
        type Query { pet: Pet pets: [Pet!] }
        type Pet @key(fields: "id") { id: ID! weight: Int @external age: Int @external checkup: Checkup @requires(fields: "weight age") }
        type Checkup @key(fields: "id") { id: ID! fee: Int @external grade: Int @requires(fields: "fee") }
      `,
      records: `
        type Pet @key(fields: "id") { id: ID! weight: Int }
        type Checkup @key(fields: "id") { id: ID! fee: Int }
      `,
      births: `type Pet @key(fields: "id") { id: ID! age: Int }`,
    },
    resolvers: {
      Query: { pet: () => ({ id: 'a' }), pets: () => [{ id: 'a' }, { id: 'b' }, { id: 'a' }] },
      Pet: {
        weight: ({ id }: { id: string }) => (id === 'a' ? 12 : null),
        age: () => 3,
        checkup: (pet: Record<string, unknown>) => (pet['id'] === 'b' ? null : { id: `c-${String(pet['id'])}` }),
      },
      Checkup: { fee: () => 40, grade: ({ fee }: { fee?: number }) => (fee === undefined ? 4 : Number(fee) / 10) },
    },
    entities: { Pet: ({ id }) => ({ id, weight: 12, age: 3 }), Checkup: ({ id }) => ({ id, fee: 40 }) },
    operations: [
      ['{ pet { checkup { grade } } }'],
      ['{ pets { id checkup { g: grade fee: id } } }'],
      ['{ pets { weight: id checkup { id fee grade } } }'],
    ],
  },
  {
    // https://github.com/graphql-hive/router/pull/1100 and https://github.com/graphql-hive/router/issues/1098
    name: 'fragments of one form on members of a union in a list, with fields of another subgraph',
    subgraphs: {
      orders: `
        type Query { orders: Orders }
        union Orders = Page | Refusal
        type Refusal { reason: String }
        type Page { items: [Order!]! }
        type Order { id: ID! items: [Item] }
        union Item = Paper | Digital | Gift
        type Paper @key(fields: "id") { id: ID! product: Product pages: Int }
        type Digital @key(fields: "id") { id: ID! product: Product bytes: Int }
        type Gift @key(fields: "id") { id: ID! note: String }
        type Product @key(fields: "id") { id: ID! }
      `,
      products: `type Product @key(fields: "id") { id: ID! name: String }`,
      extras: `
        type Paper @key(fields: "id") { id: ID! extra: String }
        type Gift @key(fields: "id") { id: ID! extra: String }
      `,
    },
    resolvers: {
      Query: {
        orders: () => ({
          __typename: 'Page',
          items: [
            { id: 'o1', items: ITEMS },
            { id: 'o2', items: [null, ITEMS[2], ITEMS[1]] },
          ],
        }),
      },
      Product: { name: ({ id }: { id: string }) => `Product ${id}` },
      Paper: { extra: ({ id }: { id: string }) => `paper ${id}` },
      Gift: { extra: ({ id }: { id: string }) => `gift ${id}` },
    },
    entities: { Product: productOf, Paper: itemOf, Digital: itemOf, Gift: itemOf },
    operations: [
      [
        '{ orders { ... on Page { items { id items { ... on Paper { product { id name } } ... on Digital { product { id name } } } } } } }',
      ],
      [
        '{ orders { ... on Page { items { items { __typename ... on Paper { p: product { name } extra } ... on Gift { note extra } } } } } }',
      ],
      ['{ orders { ... on Page { items { items { ... on Digital { bytes } } } } ... on Refusal { reason } } }'],
      [
        'query ($no: Boolean = false) { orders { ... on Page { items { items { ... on Paper { extra @include(if: $no) pages } ... on Gift @skip(if: $no) { extra } } } } } }',
      ],
    ],
  },
  {
    // https://github.com/graphql-hive/gateway/issues/2463
    name: 'a fragment on a type within a named fragment on its interface',
    subgraphs: {
      tree: `
        type Query { node: Node nodes: [Node] }
        interface Node { id: ID! }
        type Leaf implements Node @key(fields: "id") { id: ID! }
        type Branch implements Node @key(fields: "id") { id: ID! nodes: [Node!] }
      `,
      colors: `type Leaf @key(fields: "id") { id: ID! extra: String }`,
    },
    resolvers: {
      Query: {
        node: () => ({ __typename: 'Leaf', id: 'l1' }),
        nodes: () => [{ __typename: 'Leaf', id: 'l1' }, null, { __typename: 'Branch', id: 'b1' }],
      },
      Branch: { nodes: () => [{ __typename: 'Leaf', id: 'l2' }] },
      Leaf: { extra: ({ id }: { id: string }) => `extra ${id}` },
    },
    entities: { Leaf: ({ id }) => ({ id }), Branch: ({ id }) => ({ id }) },
    operations: [
      ['{ node { ...NodeFields __typename } } fragment NodeFields on Node { ... on Leaf { extra } }'],
      [
        '{ nodes { ...F ... on Branch { nodes { ...F } } } } fragment F on Node { ...G ... on Leaf { id: extra } } fragment G on Node { ... on Leaf { e2: extra } }',
      ],
    ],
  },
  {
    // https://github.com/graphql-hive/router/issues/880
    name: 'a required object that is null, or has an object that is null',
    subgraphs: {
      organizations: `
        type Query { branch(id: ID!): Branch branches: [Branch] }
        type Branch @key(fields: "id") { id: ID! contact: Contact }
        type Contact @shareable { email: String user: User tags: [Tag] }
        type User @shareable { id: ID! name: String }
        type Tag @shareable { text: String }
      `,
      ads: `
        type Branch @key(fields: "id") {
          id: ID! contact: Contact @external
          ad: String @requires(fields: "contact { email user { id name } tags { text } }")
        }
        type Contact @shareable { email: String user: User tags: [Tag] }
        type User @shareable { id: ID! name: String }
        type Tag @shareable { text: String }
      `,
    },
    resolvers: {
      Query: {
        branch: (_: unknown, { id }: { id: string }) => ({ id }),
        branches: () => ['0', '1', '2', '3'].map((id) => ({ id })),
      },
      Branch: {
        contact: ({ id, contact }: { id: string; contact?: unknown }) =>
          contact === undefined ? contactOf(id) : contact,
        ad: ({ id, contact = contactOf(id) }: { id: string; contact?: unknown }) => JSON.stringify(contact),
      },
    },
    entities: { Branch: ({ id }) => ({ id }) },
    operations: [
      ['{ branches { ad } }'],
      ['{ branches { id ad contact { user { name } tags { text } } } }'],
      ['query ($id: ID!) { branch(id: $id) { contact: id ad } }', { id: '0' }],
      ['query ($id: ID!) { branch(id: $id) { ad contact { email: __typename } } }', { id: '2' }],
    ],
  },
  {
    // https://github.com/apollographql/federation/issues/2683 and https://github.com/grafbase/grafbase/issues/2502
    name: 'an alias that is the name of a type, and a variable with a default that the client overrides',
    subgraphs: {
      parents: `
        type Query { parents: [Parent] part(id: Int!): Part }
        type Parent @key(fields: "id") { id: ID! name: String }
        type Part { id: Int! isOpen: Boolean vendor: Vendor }
        type Vendor @key(fields: "id") { id: ID! }
      `,
      children: `
        type Parent @key(fields: "id") { id: ID! name: String @external greeting: String @requires(fields: "name") children: [Child] }
        type Child @key(fields: "id") { id: ID! parent: Parent message: String }
        type Vendor @key(fields: "id") { id: ID! rating: Int }
      `,
    },
    resolvers: {
      Query: {
        parents: () => [{ id: 'a' }, { id: 'b' }],
        part: (_: unknown, { id }: { id: number }) => ({ id, isOpen: false, vendor: { id: 'v' } }),
      },
      Parent: {
        name: ({ id }: { id: string }) => `Name ${id}`,
        greeting: (
          { id, name }: { id: string; name?: string },
          ...[, , { schema }]: [object, unknown, GraphQLResolveInfo]
        ) =>
          // The merged schema has the name; a subgraph must be told.
          `Hello ${name ?? ('_entities' in schema.getQueryType()!.getFields() ? 'nobody' : `Name ${id}`)}`,
        children: ({ id }: { id: string }) => [{ id: `${id}1` }],
      },
      Child: {
        parent: ({ id }: { id: string }) => ({ id: id.slice(0, 1) }),
        message: ({ id }: { id: string }) => `From ${id}`,
      },
      Vendor: { rating: () => 5 },
    },
    entities: { Parent: ({ id }) => ({ id }), Child: ({ id }) => ({ id }), Vendor: ({ id }) => ({ id }) },
    operations: [
      ['{ parents { children { Parent: parent { name id greeting } message } } }'],
      ['{ parents { Child: children { parent { __typename Parent: name children { parent { name } } } } } }'],
      [
        'query ($id: Int!, $shown: Boolean! = true) { part(id: $id) { ...P isOpen vendor @include(if: $shown) { id rating __typename } __typename } } fragment P on Part { id }',
        { id: 28, shown: false },
      ],
      [
        'query ($id: Int!, $shown: Boolean! = true) { part(id: $id) { vendor @include(if: $shown) { rating } } }',
        { id: 28 },
      ],
    ],
  },
];

function contactOf(id: unknown): object | null {
  const email = `${String(id)}@yala`;
  return [
    null,
    { email, user: null, tags: null },
    { email, user: { id: 'u', name: null }, tags: [] },
    { email: null, user: { id: 'u', name: 'U' }, tags: [null, { text: null }, { text: 't' }] },
  ][Number(id)]!;
}

describe.each(SHAPES)('$name', ({ operations, ...parts }) => {
  describe.each(['auto', 'apollo'])('planner %s', (PLANNER) => {
    let graph: JudgedSupergraph;

    beforeAll(async () => {
      graph = await startJudgedSupergraph(parts, { PLANNER });
    }, 60_000);

    afterAll(() => graph?.close());

    test.each(operations.map(([query, variables = {}]) => ({ query, variables })))(
      '$query',
      async ({ query, variables }) => {
        const body = await graph.expectMergedResult(query, variables);
        expect(body.errors).toBeUndefined();
      },
    );
  });
});
