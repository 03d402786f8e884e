import type { Row, SmallSupergraph } from './small-supergraph.js';

const C1: Row = { __typename: 'City', id: 'c1', size: 9, kind: 'SMALL', mood: null, secret: 'y', code: 'C-1' };

const HITS: Row[] = [
  { __typename: 'City', id: 'c0', size: 3, kind: 'BIG', mood: 'LOUD', secret: 'x', code: 'C-0' },
  { __typename: 'Event', id: 'e0', size: 'large', place: C1, mood: 'CALM' },
  { __typename: 'Course', id: 'k0', size: 1.5, hours: 3 },
  C1,
];

const find = (id: unknown) => HITS.find((hit) => hit['id'] === id) ?? null;
const ofType = (...types: string[]) => HITS.filter(({ __typename }) => types.includes(String(__typename)));

/** By what cities and courses are put in order: every subgraph knows ways of its own, but clients only those that all know. */
const inOrder = (hits: Row[], order: string) =>
  hits.toSorted((a, b) =>
    order === 'ID' ? String(a['id']).localeCompare(String(b['id'])) : Number(a['size']) - Number(b['size']),
  );

/**
 * Unions of which each subgraph knows some members, fields of one name and several types, and parts that clients do not
 * see. Of enums each subgraph knows some values: those that are only answered have all of them, those that are only
 * given have what all know.
 */
export const unions: SmallSupergraph = {
  name: 'unions with partial members, enums, @inaccessible',
  subgraphs: {
    search: `
      type Query { hits(kinds: [Kind!]): [Hit] hit(id: ID!): Hit calm(kind: Kind = BIG): City ordered(by: Ordering!): [City!]! }
      union Hit = City | Event
      enum Kind { BIG SMALL }
      enum Mood { CALM }
      enum Order { SIZE ID NEAREST }
      input Ordering { order: Order = ID first: Int nearTo: ID }
      type City @key(fields: "id") { id: ID! size: Int kind: Kind secret: String @inaccessible }
      type Event @key(fields: "id") { id: ID! size: String place: Place mood: Mood }
      union Place = City
    `,
    courses: `
      type Query { taught: [Hit!]! latest: Hit courses(by: Ordering, orders: [Order!] = [SIZE]): [Course!]! }
      union Hit = Course | City
      enum Mood { CALM LOUD }
      enum Order { LONGEST SIZE ID }
      input Ordering { order: Order = ID first: Int taughtBy: ID }
      type Course @key(fields: "id") { id: ID! size: Float hours: Int! }
      type City @key(fields: "id") { id: ID! secret: String @external mood: Mood hint: String @requires(fields: "secret") code: ID! }
    `,
    extras: `
      type Query { tags(kind: Kind): [Kind!] }
      enum Kind { BIG SMALL }
      type Event @key(fields: "id") { id: ID! host: City guests: [Hit!] }
      type Course @key(fields: "id") { id: ID! audience: Kind }
      union Hit = City | Course | Event
      type City @key(fields: "id") { id: ID! }
    `,
  },
  resolvers: {
    Query: {
      hits: (_: unknown, { kinds }: { kinds?: string[] | null }) =>
        kinds ? ofType('City').filter(({ kind }) => kinds.includes(String(kind))) : [...ofType('City', 'Event'), null],
      hit: (_: unknown, { id }: { id: string }) => ofType('City', 'Event').find((hit) => hit['id'] === id) ?? null,
      calm: (_: unknown, { kind }: { kind: string }) => HITS.find((hit) => hit['kind'] === kind) ?? null,
      taught: () => ofType('Course', 'City'),
      latest: () => find('k0'),
      ordered: (_: unknown, { by: { order, first } }: { by: { order: string; first?: number | null } }) =>
        inOrder(ofType('City'), order).slice(0, first ?? 9),
      courses: (_: unknown, { by, orders }: { by?: { order: string } | null; orders?: string[] | null }) =>
        inOrder(ofType('Course'), by?.order ?? orders?.[0] ?? 'ID'),
      tags: (_: unknown, { kind }: { kind?: string }) => (kind ? [kind] : ['BIG', 'SMALL']),
    },
    City: { hint: ({ secret }: Row) => `${String(secret)}…` },
    Event: { host: () => find('c0'), guests: () => HITS },
    Course: { audience: () => 'SMALL' },
  },
  entities: { City: ({ id }) => find(id), Event: ({ id }) => find(id), Course: ({ id }) => find(id) },
  samples: { id: ['c0', 'e0', 'c1', 'nowhere'] },
  operations: [
    {
      name: 'members that one subgraph does not know, and an alias that every list has',
      query:
        '{ hits { __typename ... on City { size mood hint } ... on Event { length: size guests { ... on Course { breadth: size audience } ... on City { kind } } } } taught { ... on Course { breadth: size hours } ... on City { size code } } }',
      data: {
        hits: [
          { __typename: 'City', size: 3, mood: 'LOUD', hint: 'x…' },
          {
            __typename: 'Event',
            length: 'large',
            guests: [{ kind: 'BIG' }, {}, { breadth: 1.5, audience: 'SMALL' }, { kind: 'SMALL' }],
          },
          { __typename: 'City', size: 9, mood: null, hint: 'y…' },
          null,
        ],
        taught: [
          { size: 3, code: 'C-0' },
          { breadth: 1.5, hours: 3 },
          { size: 9, code: 'C-1' },
        ],
      },
    },
    {
      name: 'enums as arguments',
      query: 'query ($kinds: [Kind!]) { hits(kinds: $kinds) { ... on City { id } } calm { kind } tags(kind: SMALL) }',
      variables: { kinds: ['SMALL'] },
      data: { hits: [{ id: 'c1' }], calm: { kind: 'BIG' }, tags: ['SMALL'] },
    },
    {
      name: 'an enum of which each subgraph answers other values',
      query: '{ hits { ... on City { mood } ... on Event { mood place { ... on City { mood } } } } }',
      data: { hits: [{ mood: 'LOUD' }, { mood: 'CALM', place: { mood: null } }, { mood: null }, null] },
      asked: ['courses', 'search'],
    },
    {
      name: 'an enum, and an input, of which each subgraph takes other values: those that all take',
      query:
        'query ($order: Order, $by: Ordering! = { order: SIZE, first: 1 }) { byId: ordered(by: {}) { id } ordered(by: { order: $order }) { id } first: ordered(by: $by) { size } courses(by: { order: $order }) { id } usual: courses { id } }',
      variables: { order: 'SIZE' },
      data: {
        byId: [{ id: 'c0' }, { id: 'c1' }],
        ordered: [{ id: 'c0' }, { id: 'c1' }],
        first: [{ size: 3 }],
        courses: [{ id: 'k0' }],
        usual: [{ id: 'k0' }],
      },
    },
  ],
  refused: [
    {
      name: 'a value that one subgraph takes and another does not',
      query: '{ ordered(by: { order: NEAREST }) { id } }',
      code: 'GRAPHQL_VALIDATION_FAILED',
    },
    {
      name: 'such a value in a variable',
      query: 'query ($orders: [Order!]) { courses(orders: $orders) { id } }',
      variables: { orders: ['SIZE', 'LONGEST'] },
      code: 'BAD_USER_INPUT',
    },
    {
      name: 'a field of an input that one subgraph takes and another does not',
      query: '{ ordered(by: { nearTo: "c0" }) { id } }',
      code: 'GRAPHQL_VALIDATION_FAILED',
    },
    {
      name: 'such a field in a variable',
      query: 'query ($by: Ordering!) { ordered(by: $by) { id } }',
      variables: { by: { taughtBy: 'p0' } },
      code: 'BAD_USER_INPUT',
    },
  ],
};
