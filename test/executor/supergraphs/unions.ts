import type { Row, SmallSupergraph } from './small-supergraph.js';

const C1: Row = { __typename: 'City', id: 'c1', size: 9, kind: 'SMALL', mood: null, secret: 'y', code: 'C-1' };

const HITS: Row[] = [
  { __typename: 'City', id: 'c0', size: 3, kind: 'BIG', mood: 'CALM', secret: 'x', code: 'C-0' },
  { __typename: 'Event', id: 'e0', size: 'large', place: C1 },
  { __typename: 'Course', id: 'k0', size: 1.5, hours: 3 },
  C1,
];

const find = (id: unknown) => HITS.find((hit) => hit['id'] === id) ?? null;
const ofType = (...types: string[]) => HITS.filter(({ __typename }) => types.includes(String(__typename)));

/**
 * Unions of which each subgraph knows some members, fields of one name and several types, enums of which each knows
 * some values, and parts that clients do not see.
 */
export const unions: SmallSupergraph = {
  name: 'unions with partial members, enums, @inaccessible',
  subgraphs: {
    search: `
      type Query { hits(kinds: [Kind!]): [Hit] hit(id: ID!): Hit calm(kind: Kind = BIG): City }
      union Hit = City | Event
      enum Kind { BIG SMALL }
      enum Mood { CALM }
      type City @key(fields: "id") { id: ID! size: Int kind: Kind secret: String @inaccessible }
      type Event @key(fields: "id") { id: ID! size: String place: Place }
      union Place = City
    `,
    courses: `
      type Query { taught: [Hit!]! latest: Hit }
      union Hit = Course | City
      enum Mood { CALM LOUD }
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
      hits: (_: unknown, { kinds }: { kinds?: string[] | null }) => (kinds ? ofType('City').filter(({ kind }) => kinds.includes(String(kind))) : [...ofType('City', 'Event'), null]),
      hit: (_: unknown, { id }: { id: string }) => ofType('City', 'Event').find((hit) => hit['id'] === id) ?? null,
      calm: (_: unknown, { kind }: { kind: string }) => HITS.find((hit) => hit['kind'] === kind) ?? null,
      taught: () => ofType('Course', 'City'),
      latest: () => find('k0'),
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
      query: '{ hits { __typename ... on City { size mood hint } ... on Event { length: size guests { ... on Course { breadth: size audience } ... on City { kind } } } } taught { ... on Course { breadth: size hours } ... on City { size code } } }',
      data: {
        hits: [
          { __typename: 'City', size: 3, mood: 'CALM', hint: 'x…' },
          { __typename: 'Event', length: 'large', guests: [{ kind: 'BIG' }, {}, { breadth: 1.5, audience: 'SMALL' }, { kind: 'SMALL' }] },
          { __typename: 'City', size: 9, mood: null, hint: 'y…' },
          null,
        ],
        taught: [{ size: 3, code: 'C-0' }, { breadth: 1.5, hours: 3 }, { size: 9, code: 'C-1' }],
      },
    },
    { name: 'enums as arguments', query: 'query ($kinds: [Kind!]) { hits(kinds: $kinds) { ... on City { id } } calm { kind } tags(kind: SMALL) }', variables: { kinds: ['SMALL'] }, data: { hits: [{ id: 'c1' }], calm: { kind: 'BIG' }, tags: ['SMALL'] } },
  ],
};
