import type { Row, SmallSupergraph } from './small-supergraph.js';

const USERS: Row[] = [
  {
    id: 'u0',
    name: 'Malee',
    email: 'm@example.org',
    age: 31,
    address: { street: 'Rama I', city: 'Bangkok', zip: '10330' },
  },
  { id: 'u1', name: 'John', email: null, age: 7, address: null },
  { id: 'u2', name: 'ปราณี', email: 'p@example.org', age: 60, address: { street: 'Siroros', city: 'Yala', zip: null } },
];
const POSTS: Row[] = [
  { id: 'p0', text: 'One', by: 'u2', likes: 3 },
  { id: 'p1', text: 'Two "quoted"\n\u2028', by: 'u0', likes: 0 },
  { id: 'p2', text: '', by: 'u1', likes: 12 },
];

const user = (id: unknown) => USERS.find((row) => row['id'] === id) ?? null;
const post = (id: unknown) => POSTS.find((row) => row['id'] === id) ?? null;

/** `@provides`, `@override`, root fields and value objects that several subgraphs share. */
export const shared: SmallSupergraph = {
  name: '@provides, @override, shared root fields and values',
  subgraphs: {
    users: `
      type Query { me: User @shareable users(ids: [ID!]): [User]! @shareable now: Clock! @shareable }
      type User @key(fields: "id") { id: ID! name: String! @shareable email: String age: Int address: Address @shareable }
      type Address @shareable { street: String! city: String! }
      type Clock @shareable { hour: Int! minute: Int! }
    `,
    posts: `
      type Query { posts(first: Int = 2): [Post!]! topPost: Post me: User @shareable now: Clock! @shareable }
      type Post @key(fields: "id") { id: ID! text: String! by: User! @provides(fields: "name") likes: Int! author: User }
      type User @key(fields: "id") { id: ID! name: String! @external posts(first: Int = 1): [Post!] address: Address @shareable }
      type Address @shareable { street: String! zip: String }
      type Clock @shareable { hour: Int! minute: Int! }
    `,
    profiles: `
      type Query { users(ids: [ID!]): [User]! @shareable }
      type User @key(fields: "id") { id: ID! age: Int @override(from: "users") friends: [User!]! nickname: String! }
      type Post @key(fields: "id") { id: ID! likes: Int! @override(from: "posts") }
    `,
  },
  resolvers: {
    Query: {
      me: () => USERS[0],
      users: (_: unknown, { ids }: { ids?: string[] | null }) => (ids ? ids.map(user) : USERS),
      now: () => ({ hour: 9, minute: 41 }),
      posts: (_: unknown, { first }: { first: number }) => POSTS.slice(0, first),
      topPost: () => POSTS[2],
    },
    User: {
      posts: ({ id }: Row, { first }: { first: number }) => POSTS.filter(({ by }) => by === id).slice(0, first),
      friends: ({ id }: Row) => USERS.filter((other) => other['id'] !== id),
      nickname: ({ id }: Row) => `nick-${String(id)}`,
    },
    Post: { by: ({ id }: Row) => user(post(id)?.['by']), author: ({ id }: Row) => user(post(id)?.['by']) },
  },
  entities: { User: ({ id }) => user(id), Post: ({ id }) => post(id) },
  maxFields: 15,
  samples: { first: [0, 1, 2, 3], ids: ['u0', 'u1', 'u2', 'nowhere'] },
  operations: [
    {
      name: 'provided here, fetched there',
      query: '{ posts { by { name } author { name age } likes } }',
      data: {
        posts: [
          { by: { name: 'ปราณี' }, author: { name: 'ปราณี', age: 60 }, likes: 3 },
          { by: { name: 'Malee' }, author: { name: 'Malee', age: 31 }, likes: 0 },
        ],
      },
      asked: ['posts', 'profiles', 'users'],
    },
    {
      name: 'what is provided is not fetched',
      query: '{ posts { text by { id name } } }',
      data: {
        posts: [
          { text: 'One', by: { id: 'u2', name: 'ปราณี' } },
          { text: 'Two "quoted"\n\u2028', by: { id: 'u0', name: 'Malee' } },
        ],
      },
      asked: ['posts'],
    },
    {
      name: 'what is provided elsewhere is',
      query: '{ topPost { author { name } } }',
      data: { topPost: { author: { name: 'John' } } },
      asked: ['posts', 'users'],
    },
    {
      name: 'a field that was taken over is asked of the one that took it',
      query: '{ users(ids: ["u1", "u0"]) { age } }',
      data: { users: [{ age: 7 }, { age: 31 }] },
      asked: ['profiles'],
    },
    {
      name: 'also beside those that were not',
      query: '{ topPost { text likes } }',
      data: { topPost: { text: '', likes: 12 } },
      asked: ['posts', 'profiles'],
    },
    {
      name: 'a root field is asked of one of those that share it',
      query: '{ now { hour minute } }',
      data: { now: { hour: 9, minute: 41 } },
    },
    {
      name: 'root fields and value objects of several subgraphs, the same entity in several places',
      query:
        '{ me { address { street city zip } friends { friends { nickname address { zip city } } } } now { minute } users(ids: ["u1", "nowhere", "u1"]) { id email } }',
      data: {
        me: {
          address: { street: 'Rama I', city: 'Bangkok', zip: '10330' },
          friends: [
            {
              friends: [
                { nickname: 'nick-u0', address: { zip: '10330', city: 'Bangkok' } },
                { nickname: 'nick-u2', address: { zip: null, city: 'Yala' } },
              ],
            },
            {
              friends: [
                { nickname: 'nick-u0', address: { zip: '10330', city: 'Bangkok' } },
                { nickname: 'nick-u1', address: null },
              ],
            },
          ],
        },
        now: { minute: 41 },
        users: [{ id: 'u1', email: null }, null, { id: 'u1', email: null }],
      },
    },
  ],
};
