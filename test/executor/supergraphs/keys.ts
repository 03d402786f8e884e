import type { Row, SmallSupergraph } from './small-supergraph.js';

interface Item extends Row {
  id: string;
  upc: string;
  sku: string | null;
  org: { region: { code: string }; number: number } | null;
}

const ITEMS: Item[] = Array.from({ length: 6 }, (_, index) => ({
  id: `i${index}`,
  upc: `u${index}`,
  sku: index === 3 ? null : `s${index % 2}`,
  org: index === 2 ? null : { region: { code: `r${index % 3}` }, number: index },
  title: `Title ${index}`,
  weight: index === 4 ? null : index * 1.5,
  stock: index * 10,
  price: index === 5 ? null : index + 0.25,
  badge: { colour: ['red', 'blue'][index % 2], rank: index },
}));

const isSameOrg = (one: Item['org'], other: Item['org']) =>
  one?.number === other?.number && one?.region.code === other?.region.code;
const shelf = (code: string) => ({
  code,
  items: ITEMS.filter(({ org }) => org?.region.code === code),
  first: ITEMS.find(({ org }) => org?.region.code === code),
  floor: code.length + 1,
});

/** Several keys, composite and nested: to reach `price` from `catalogue` takes three subgraphs. */
export const keys: SmallSupergraph = {
  name: 'composite, nested and several keys',
  subgraphs: {
    catalogue: `
      type Query { items(first: Int = 3): [Item!]! item(id: ID!): Item shelf(code: String!): Shelf }
      type Item @key(fields: "id") { id: ID! title: String! badge: Badge! @shareable }
      type Badge @shareable { colour: String! }
      type Shelf @key(fields: "code") { code: String! items: [Item!]! first: Item }
    `,
    bridge: `
      type Item @key(fields: "id") @key(fields: "upc") { id: ID! upc: ID! weight: Float }
    `,
    stores: `
      type Item @key(fields: "upc") @key(fields: "sku org { region { code } number }") { upc: ID! sku: String org: Org stock: Int! badge: Badge! @shareable }
      type Badge { rank: Int! }
      type Org @shareable { number: Int! region: Region! }
      type Region @shareable { code: String! }
    `,
    prices: `
      type Query { dearest: Item }
      type Item @key(fields: "sku org { region { code } number }") { sku: String org: Org price: Float shelf: Shelf }
      type Org @shareable { number: Int! region: Region! }
      type Region @shareable { code: String! }
      type Shelf @key(fields: "code") { code: String! floor: Int! }
    `,
  },
  resolvers: {
    Query: {
      items: (_: unknown, { first }: { first: number }) => ITEMS.slice(0, first),
      item: (_: unknown, { id }: { id: string }) => ITEMS.find((item) => item.id === id) ?? null,
      shelf: (_: unknown, { code }: { code: string }) => shelf(code),
      dearest: () => ITEMS[4],
    },
    Item: { shelf: ({ org }: Item) => org && shelf(org.region.code) },
  },
  entities: {
    Item: ({ id, upc, sku, org }) =>
      ITEMS.find((item) =>
        id !== undefined
          ? item.id === id
          : upc !== undefined
            ? item.upc === upc
            : item.sku === sku && isSameOrg(item.org, org as Item['org']),
      ) ?? null,
    Shelf: ({ code }) => shelf(String(code)),
  },
  samples: { first: [0, 1, 3, 6], 'Query.item.id': ['i0', 'i4', 'i5', 'nowhere'], code: ['r0', 'r1', 'r2'] },
  operations: [
    {
      name: 'through three subgraphs, where some values are null',
      query: '{ items(first: 6) { price weight stock } }',
      data: { items: ITEMS.map(({ price, weight, stock }) => ({ price, weight, stock })) },
    },
    {
      name: 'the other way round, from an entity that is known by its longest key',
      query: '{ dearest { title weight shelf { floor items { upc } first { id } } } }',
      data: {
        dearest: {
          title: 'Title 4',
          weight: null,
          shelf: { floor: 3, items: [{ upc: 'u1' }, { upc: 'u4' }], first: { id: 'i1' } },
        },
      },
    },
    {
      name: 'by a key whose parts are null, in whole or within',
      query: '{ items(first: 4) { id shelf { code } price sku org { number } } }',
      data: {
        items: ITEMS.slice(0, 4).map(({ id, price, sku, org }) => ({
          id,
          shelf: org && { code: org.region.code },
          price,
          sku,
          org: org && { number: org.number },
        })),
      },
    },
    {
      name: 'a value object whose fields come from two subgraphs',
      query: '{ items(first: 2) { badge { colour rank } } }',
      data: { items: [{ badge: { colour: 'red', rank: 0 } }, { badge: { colour: 'blue', rank: 1 } }] },
    },
  ],
};
