import type { Row, SmallSupergraph } from './small-supergraph.js';

interface Medium extends Row {
  __typename: 'Book' | 'Film';
  id: string;
}

const MEDIA: Medium[] = [
  { __typename: 'Book', id: 'm0', title: 'Canals', pages: 120, minutes: null, isbn: 'i-0' },
  { __typename: 'Film', id: 'm1', title: 'Trams', pages: null, minutes: 95, studio: { name: 'North' } },
  { __typename: 'Book', id: 'm2', title: 'Lamps', pages: 8, minutes: null, isbn: null },
  { __typename: 'Film', id: 'm3', title: 'Rain', pages: null, minutes: 12, studio: null },
];

const REVIEWS = [
  { id: 'r0', stars: 5, of: 'm1' },
  { id: 'r1', stars: 2, of: 'm0' },
  { id: 'r2', stars: null, of: 'm1' },
];

const mediumOf = (id: unknown) => MEDIA.find((medium) => medium.id === id) ?? null;
const reviewsOf = ({ id }: Medium) => REVIEWS.filter(({ of }) => of === id);

/** An interface with a key, which other subgraphs know as one object type. */
export const interfaces: SmallSupergraph = {
  name: '@interfaceObject and interfaces',
  subgraphs: {
    library: `
      type Query { media(first: Int = 2): [Medium!]! medium(id: ID!): Medium books: [Book!] }
      interface Medium @key(fields: "id") { id: ID! title: String! }
      type Book implements Medium @key(fields: "id") { id: ID! title: String! pages: Int isbn: String }
      type Film implements Medium @key(fields: "id") { id: ID! title: String! minutes: Int studio: Studio }
      type Studio { name: String! }
    `,
    reviews: `
      type Query { reviews: [Review!]! review(id: ID!): Review }
      type Medium @key(fields: "id") @interfaceObject { id: ID! reviews: [Review!]! best: Review average(scale: Int = 1): Float }
      type Review @key(fields: "id") { id: ID! stars: Int medium: Medium! }
    `,
    loans: `
      type Query { lent: [Medium] }
      type Medium @key(fields: "id") @interfaceObject { id: ID! title: String! @external loans: Int! label: String @requires(fields: "title") }
      type Review @key(fields: "id") { id: ID! helpful: Int! }
    `,
  },
  resolvers: {
    Query: {
      media: (_: unknown, { first }: { first: number }) => MEDIA.slice(0, first),
      medium: (_: unknown, { id }: { id: string }) => mediumOf(id),
      books: () => MEDIA.filter(({ __typename }) => __typename === 'Book'),
      reviews: () => REVIEWS,
      review: (_: unknown, { id }: { id: string }) => REVIEWS.find((review) => review.id === id) ?? null,
      lent: () => [MEDIA[3], null, MEDIA[0]],
    },
    ...Object.fromEntries(
      ['Medium', 'Book', 'Film'].map((type) => [
        type,
        {
          reviews: reviewsOf,
          best: (medium: Medium) => reviewsOf(medium)[0] ?? null,
          average: (medium: Medium, { scale }: { scale: number }) =>
            reviewsOf(medium).length === 0
              ? null
              : reviewsOf(medium).reduce((sum, { stars }) => sum + (stars ?? 0), 0) * scale,
          loans: ({ id }: Medium) => Number(id.slice(1)) + 7,
          label: ({ title }: Medium) => `“${String(title)}”`,
        },
      ]),
    ),
    Review: {
      medium: ({ of }: { of: string }) => mediumOf(of),
      helpful: ({ id }: { id: string }) => Number(id.slice(1)) * 2,
    },
  },
  entities: {
    Medium: ({ id }) => mediumOf(id),
    Book: ({ id }) => mediumOf(id),
    Film: ({ id }) => mediumOf(id),
    Review: ({ id }) => REVIEWS.find((review) => review.id === id) ?? null,
  },
  stockIsWrong: 'what two types are asked for under one name is one field of the interface object',
  // `{ reviews { medium { ... on Film { label } } } }` keeps Apollo's planner busy for 15 s, until it is out of memory.
  maxFields: 10,
  leftOut: ['Medium.label', 'Book.label', 'Film.label'],
  samples: {
    first: [0, 1, 4],
    'Query.medium.id': ['m0', 'm1', 'm3', 'nowhere'],
    'Query.review.id': ['r0', 'r1', 'nowhere'],
  },
  operations: [
    {
      name: 'fields of the interface object for every type',
      query:
        '{ media(first: 4) { __typename title average(scale: 2) loans ... on Book { pages } ... on Film { minutes } } }',
      data: {
        media: [
          { __typename: 'Book', title: 'Canals', average: 4, loans: 7, pages: 120 },
          { __typename: 'Film', title: 'Trams', average: 10, loans: 8, minutes: 95 },
          { __typename: 'Book', title: 'Lamps', average: null, loans: 9, pages: 8 },
          { __typename: 'Film', title: 'Rain', average: null, loans: 10, minutes: 12 },
        ],
      },
    },
    {
      name: 'one name for what is asked of two types with other arguments',
      query: '{ media(first: 2) { ... on Book { average } ... on Film { average(scale: 3) } } }',
      data: { media: [{ average: 2 }, { average: 15 }] },
      stockAnswers: { data: { media: [{ average: 2 }, { average: 5 }] } },
    },
    {
      name: 'from the subgraph that does not know the types',
      query:
        '{ lent { __typename label ... on Film { studio { name } } } reviews { medium { id ... on Book { isbn } } helpful } }',
      data: {
        lent: [{ __typename: 'Film', label: '“Rain”', studio: null }, null, { __typename: 'Book', label: '“Canals”' }],
        reviews: [
          { medium: { id: 'm1' }, helpful: 0 },
          { medium: { id: 'm0', isbn: 'i-0' }, helpful: 2 },
          { medium: { id: 'm1' }, helpful: 4 },
        ],
      },
    },
  ],
};
