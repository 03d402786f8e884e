import type { Row, SmallSupergraph } from './small-supergraph.js';

const AUTHORS: Row[] = [
  { id: 'a0', name: 'Nid', born: 1960 },
  { id: 'a1', name: 'สุนทร', born: null },
];

const MEDIA: Row[] = [
  { __typename: 'Book', id: 'b0', title: 'Canals', pages: 120, author: AUTHORS[0] },
  { __typename: 'Film', id: 'f0', title: 'Rain', minutes: 95, author: AUTHORS[1] },
  { __typename: 'Book', id: 'b1', title: null, pages: null, author: AUTHORS[1] },
  { __typename: 'Book', id: 'b2', title: 'Lamps', pages: 8, author: null },
];

const medium = (id: unknown) => MEDIA.find((row) => row['id'] === id) ?? null;
const author = (id: unknown) => AUTHORS.find((row) => row['id'] === id) ?? null;
const shelf = { code: 'front', lead: MEDIA[0], rest: MEDIA.slice(2) };

/** `@provides` of members of a union, of what lies below an entity, and below a value object; the same types elsewhere, where nothing is provided. */
export const provides: SmallSupergraph = {
  name: '@provides of members and of what lies deeper',
  subgraphs: {
    catalogue: `
      type Query { media(first: Int = 4): [Media!]! @provides(fields: "... on Book { title author { name } }") shelf: Shelf @provides(fields: "lead { title }") plain: [Media!]! premiere: Film @provides(fields: "title") }
      union Media = Book | Film
      type Shelf { code: String! lead: Book rest: [Book!]! }
      type Book @key(fields: "id") { id: ID! title: String @external author: Author @external }
      type Film @key(fields: "id") { id: ID! title: String @external }
      type Author @key(fields: "id") { id: ID! name: String! @external }
    `,
    titles: `
      type Query { authors: [Author!] }
      type Book @key(fields: "id") { id: ID! title: String @shareable author: Author @shareable pages: Int }
      type Film @key(fields: "id") { id: ID! title: String @shareable minutes: Int author: Author }
      type Author @key(fields: "id") { id: ID! name: String! @shareable born: Int books: [Book!]! }
    `,
  },
  resolvers: {
    Query: {
      media: (_: unknown, { first }: { first: number }) => MEDIA.slice(0, first),
      shelf: () => shelf,
      plain: () => MEDIA.map(({ __typename, id }) => ({ __typename, ...medium(id) })),
      premiere: () => MEDIA[1],
      authors: () => AUTHORS,
    },
    Author: {
      books: ({ id }: Row) =>
        MEDIA.filter((row) => row['__typename'] === 'Book' && (row['author'] as Row | null)?.['id'] === id),
    },
  },
  entities: { Book: ({ id }) => medium(id), Film: ({ id }) => medium(id), Author: ({ id }) => author(id) },
  samples: { first: [0, 1, 2, 4] },
  operations: [
    {
      name: 'a member and what lies below it',
      query: '{ media { __typename ... on Book { title author { id name } } } }',
      data: {
        media: [
          { __typename: 'Book', title: 'Canals', author: { id: 'a0', name: 'Nid' } },
          { __typename: 'Film' },
          { __typename: 'Book', title: null, author: { id: 'a1', name: 'สุนทร' } },
          { __typename: 'Book', title: 'Lamps', author: null },
        ],
      },
    },
    {
      name: 'not the other member',
      query: '{ media(first: 2) { ... on Book { title } ... on Film { title author { name } } } }',
      data: { media: [{ title: 'Canals' }, { title: 'Rain', author: { name: 'สุนทร' } }] },
      asked: ['catalogue', 'titles'],
    },
    {
      name: 'below a value object',
      query: '{ shelf { code lead { title } } }',
      data: { shelf: { code: 'front', lead: { title: 'Canals' } } },
      asked: ['catalogue'],
    },
    {
      name: 'not beside it',
      query: '{ shelf { rest { title } } }',
      data: { shelf: { rest: [{ title: null }, { title: 'Lamps' }] } },
      asked: ['catalogue', 'titles'],
    },
    {
      name: 'not the same type elsewhere',
      query: '{ plain { ... on Book { title } } }',
      data: { plain: [{ title: 'Canals' }, {}, { title: null }, { title: 'Lamps' }] },
      asked: ['catalogue', 'titles'],
    },
  ],
};
