import type { Row, SmallSupergraph } from './small-supergraph.js';

const ACCOUNTS: Row[] = [
  { id: 'a0', owner: 'Malee', limit: 100 },
  { id: 'a1', owner: 'John', limit: null },
];

const account = (id: unknown) => ACCOUNTS.find((row) => row['id'] === id) ?? null;

/** Mutations whose root fields belong to two subgraphs; each tells what it was given, so that order shows. */
export const mutations: SmallSupergraph = {
  name: 'mutations across subgraphs',
  subgraphs: {
    accounts: `
      type Query { account(id: ID!): Account }
      type Mutation { rename(id: ID!, to: String!): Account open(input: Opening!): Receipt! }
      input Opening { owner: String! limit: Int = 5 tags: [String!] }
      type Receipt { account: Account text: String! }
      type Account @key(fields: "id") { id: ID! owner: String! limit: Int }
    `,
    ledger: `
      type Query { accounts: [Account!]! }
      type Mutation { pay(from: ID!, amount: Float!): Payment freeze(id: ID!): Account! }
      type Payment { amount: Float! from: Account! }
      type Account @key(fields: "id") { id: ID! balance: Float! payments(first: Int = 1): [Payment!]! }
    `,
  },
  resolvers: {
    Query: { account: (_: unknown, { id }: { id: string }) => account(id), accounts: () => ACCOUNTS },
    Mutation: {
      rename: (_: unknown, { id, to }: { id: string; to: string }) => account(id) && { ...account(id), owner: to },
      open: (_: unknown, { input }: { input: { owner: string; limit: number } }) => ({ account: account('a1'), text: JSON.stringify([input.owner, input.limit]) }),
      pay: (_: unknown, { from, amount }: { from: string; amount: number }) => account(from) && { amount, from: account(from) },
      freeze: (_: unknown, { id }: { id: string }) => account(id),
    },
    Account: { balance: ({ id }: Row) => (id === 'a0' ? 12.5 : -3), payments: ({ id }: Row, { first }: { first: number }) => Array.from({ length: first }, (_, index) => ({ amount: index, from: account(id) })) },
  },
  entities: { Account: ({ id }) => account(id) },
  samples: { id: ['a0', 'a1', 'nowhere'], from: ['a0', 'a1', 'nowhere'], first: [0, 1, 2] },
  operations: [
    {
      name: 'in order, each with what other subgraphs know',
      query: 'mutation ($to: String!) { one: rename(id: "a0", to: $to) { owner balance } pay(from: "a0", amount: 2) { amount from { owner limit } } open(input: { owner: "Nid" }) { text account { balance } } two: rename(id: "a1", to: "B") { owner payments { amount } } }',
      variables: { to: 'A' },
      data: {
        one: { owner: 'A', balance: 12.5 },
        pay: { amount: 2, from: { owner: 'Malee', limit: 100 } },
        open: { text: '["Nid",5]', account: { balance: -3 } },
        two: { owner: 'B', payments: [{ amount: 0 }] },
      },
    },
    { name: 'null where it may not be empties the answer', query: 'mutation { rename(id: "nowhere", to: "x") { id } freeze(id: "nowhere") { id } }', data: null, errors: [{ path: ['freeze'], code: 'INTERNAL_SERVER_ERROR' }] },
  ],
};
