import { GraphQLError } from 'graphql';
import type { Row, SmallSupergraph } from './small-supergraph.js';

interface Account extends Row {
  id: string;
  owner: string;
}

interface Payment extends Row {
  amount: number;
  of: string;
}

/** What the accounts' subgraph changes. */
let accounts: Account[] = [];
/** What the ledger changes. */
let payments: Payment[] = [];
let frozen = new Set<string>();

function reset(): void {
  accounts = [
    { id: 'a0', owner: 'Malee', limit: 100 },
    { id: 'a1', owner: 'John', limit: null },
  ];
  payments = [{ amount: 4, of: 'a1' }];
  frozen = new Set();
}

const account = (id: unknown) => accounts.find((row) => row.id === id) ?? null;
const paidFrom = (id: string) => payments.filter(({ of }) => of === id);
const balanceOf = (id: string) => paidFrom(id).reduce((rest, { amount }) => rest - amount, 12.5);

function open({ owner, limit, tags }: { owner: string; limit: number; tags?: string[] | null }) {
  const opened = { id: `a${accounts.length}`, owner, limit };
  accounts.push(opened);
  return { account: opened, text: JSON.stringify([owner, limit, tags]) };
}

function rename(id: string, owner: string) {
  accounts = accounts.map((row) => (row.id === id ? { ...row, owner } : row));
  return account(id);
}

function pay(from: string, amount: number) {
  if (!account(from)) return null;
  if (frozen.has(from) || amount > balanceOf(from))
    throw new GraphQLError('There is not enough.', { extensions: { code: 'CONFLICT' } });
  payments = [...payments, { amount, of: from }];
  return payments.at(-1);
}

function freeze(id: string) {
  if (account(id)) frozen.add(id);
  return account(id);
}

/**
 * Mutations whose root fields belong to two subgraphs, and change what later ones find: each reads what the ones before
 * it have left, and what its own subgraph says after it is not what others say before the next one.
 */
export const mutations: SmallSupergraph = {
  name: 'mutations across subgraphs',
  reset,
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
      type Account @key(fields: "id") { id: ID! balance: Float! isFrozen: Boolean! payments(first: Int = 1): [Payment!]! }
    `,
  },
  resolvers: {
    Query: { account: (_: unknown, { id }: { id: string }) => account(id), accounts: () => accounts },
    Mutation: {
      rename: (_: unknown, { id, to }: { id: string; to: string }) => rename(id, to),
      open: (_: unknown, { input }: { input: Parameters<typeof open>[0] }) => open(input),
      pay: (_: unknown, { from, amount }: { from: string; amount: number }) => pay(from, amount),
      freeze: (_: unknown, { id }: { id: string }) => freeze(id),
    },
    Account: {
      balance: ({ id }: Account) => balanceOf(id),
      isFrozen: ({ id }: Account) => frozen.has(id),
      payments: ({ id }: Account, { first }: { first: number }) => paidFrom(id).slice(0, first),
    },
    Payment: { from: ({ of }: Payment) => account(of) },
  },
  entities: { Account: ({ id }) => account(id) },
  samples: {
    id: ['a0', 'a1', 'a1', 'a2', 'nowhere'],
    from: ['a0', 'a1', 'a1', 'a2', 'nowhere'],
    first: [0, 1, 2],
    amount: [0.5, 2, 8, 40],
    to: ['Nid', 'ยะลา'],
  },
  operations: [
    {
      name: 'in order, each with what other subgraphs know',
      query: `mutation ($to: String!) {
        one: rename(id: "a0", to: $to) { owner balance }
        pay(from: "a0", amount: 2) { amount from { owner limit balance } }
        two: rename(id: "a0", to: "B") { owner balance payments { amount } }
        again: pay(from: "a0", amount: 0.5) { from { owner balance payments(first: 3) { amount from { owner } } } }
        open(input: { owner: "Nid" }) { text account { id balance } }
        freeze(id: "a2") { owner isFrozen }
      }`,
      variables: { to: 'A' },
      data: {
        one: { owner: 'A', balance: 12.5 },
        pay: { amount: 2, from: { owner: 'A', limit: 100, balance: 10.5 } },
        two: { owner: 'B', balance: 10.5, payments: [{ amount: 2 }] },
        again: {
          from: {
            owner: 'B',
            balance: 10,
            payments: [
              { amount: 2, from: { owner: 'B' } },
              { amount: 0.5, from: { owner: 'B' } },
            ],
          },
        },
        open: { text: '["Nid",5,null]', account: { id: 'a2', balance: 12.5 } },
        freeze: { owner: 'Nid', isFrozen: true },
      },
      asked: ['accounts', 'ledger'],
    },
    {
      name: 'one that is refused leaves those after it as they are',
      query:
        'mutation { big: pay(from: "a1", amount: 9) { amount } rename(id: "a1", to: "C") { owner balance } pay(from: "a1", amount: 8.5) { from { owner balance } } freeze(id: "a1") { id } late: pay(from: "a1", amount: 0) { amount } }',
      data: {
        big: null,
        rename: { owner: 'C', balance: 8.5 },
        pay: { from: { owner: 'C', balance: 0 } },
        freeze: { id: 'a1' },
        late: null,
      },
      errors: [
        { path: ['big'], code: 'CONFLICT' },
        { path: ['late'], code: 'CONFLICT' },
      ],
    },
    {
      name: 'null where it may not be empties the answer',
      query: 'mutation { rename(id: "nowhere", to: "x") { id } freeze(id: "nowhere") { id } }',
      data: null,
      errors: [{ path: ['freeze'], code: 'INTERNAL_SERVER_ERROR' }],
    },
  ],
};
