import type { Row, SmallSupergraph } from './small-supergraph.js';

const GOODS: Row[] = [
  { id: 'g1', grams: 10, baht: 40, shelf: { baht: 100 } },
  { id: 'g2', grams: 30, baht: null, shelf: null },
];

const priceOf = (baht: unknown, currency: string) =>
  typeof baht !== 'number' ? null : currency === 'EUR' ? baht / 40 : currency === 'USD' ? baht / 32 : baht;

/** What is required, as the representation holds it; a row of the merged schema has none. */
function required(row: Row, currency: string): number | null {
  return row['price'] === undefined ? priceOf(row['baht'], currency) : (row['price'] as number | null);
}

function requiredOfShelf(row: Row, currency: string): number | null {
  const shelf = row['shelf'] as Row | null;
  if (!shelf) return null;
  return shelf['mean'] === undefined ? priceOf(shelf['baht'], currency) : (shelf['mean'] as number | null);
}

/**
 * Fields of one entity that require the same field of another subgraph with different arguments, plain and below an
 * object, and beside a client who asks for it with arguments of its own.
 */
export const requiredArguments: SmallSupergraph = {
  name: '@requires of one field with different arguments',
  subgraphs: {
    shop: `
      type Query { goods: [Goods!]! }
      enum Currency { THB USD EUR }
      type Goods @key(fields: "id") { id: ID! grams: Int price(currency: Currency! = THB): Float shelf: Shelf }
      type Shelf { mean(currency: Currency! = THB): Float }
    `,
    post: `
      enum Currency { THB USD EUR }
      type Goods @key(fields: "id") {
        id: ID!
        grams: Int @external
        price(currency: Currency! = THB): Float @external
        shelf: Shelf @external
        postage: String @requires(fields: "price(currency: USD) grams")
        postageEur: String @requires(fields: "price(currency: EUR) grams")
        duty: String @requires(fields: "price(currency: USD)")
        rank: String @requires(fields: "shelf { mean(currency: USD) }")
        rankEur: String @requires(fields: "shelf { mean(currency: EUR) }")
      }
      type Shelf @external { mean(currency: Currency! = THB): Float }
    `,
  },
  resolvers: {
    Query: { goods: () => GOODS },
    Goods: {
      price: ({ baht }: Row, { currency }: { currency: string }) => priceOf(baht, currency),
      postage: (row: Row) => `${required(row, 'USD')} USD ${String(row['grams'])} g`,
      postageEur: (row: Row) => `${required(row, 'EUR')} EUR ${String(row['grams'])} g`,
      duty: (row: Row) => `${required(row, 'USD')} USD`,
      rank: (row: Row) => `${requiredOfShelf(row, 'USD')} USD`,
      rankEur: (row: Row) => `${requiredOfShelf(row, 'EUR')} EUR`,
    },
    Shelf: { mean: ({ baht }: Row, { currency }: { currency: string }) => priceOf(baht, currency) },
  },
  entities: { Goods: ({ id }) => GOODS.find((row) => row['id'] === id) ?? null },
  stockIsWrong: 'fields that require one field with different arguments get one value of it',
  operations: [
    {
      name: 'two fields that require one field with different arguments, and a third',
      query: '{ goods { id postage postageEur duty } }',
      isBeyondStock: true,
      data: {
        goods: [
          { id: 'g1', postage: '1.25 USD 10 g', postageEur: '1 EUR 10 g', duty: '1.25 USD' },
          { id: 'g2', postage: 'null USD 30 g', postageEur: 'null EUR 30 g', duty: 'null USD' },
        ],
      },
    },
    {
      name: 'also below an object',
      query: '{ goods { rank rankEur } }',
      isBeyondStock: true,
      data: {
        goods: [
          { rank: '3.125 USD', rankEur: '2.5 EUR' },
          { rank: 'null USD', rankEur: 'null EUR' },
        ],
      },
    },
    {
      name: 'beside the field itself with arguments of the client',
      query: '{ goods { price rankEur postage euro: price(currency: EUR) postageEur shelf { mean } } }',
      isBeyondStock: true,
      data: {
        goods: [
          {
            price: 40,
            rankEur: '2.5 EUR',
            postage: '1.25 USD 10 g',
            euro: 1,
            postageEur: '1 EUR 10 g',
            shelf: { mean: 100 },
          },
          {
            price: null,
            rankEur: 'null EUR',
            postage: 'null USD 30 g',
            euro: null,
            postageEur: 'null EUR 30 g',
            shelf: null,
          },
        ],
      },
    },
  ],
};
