import { buildSubgraphSchema } from '@apollo/subgraph';
import { expect, test } from '@jest/globals';
import { graphqlSync, parse } from 'graphql';
import { isSameSdl } from '../../gateway/supergraph/compare-sdl.js';

const SDL = `
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@shareable"])
  """A stop of a bus."""
  type Stop @key(fields: "id") @key(fields: "code") { id: ID! code: String! name(lang: String = "th", short: Boolean): String @shareable }
  enum Kind { BUS TRAM }
  type Query { stops(first: Int): [Stop!] kind: Kind }
`;

test('the SDL that a subgraph library serves is the one that it was given', () => {
  const { data } = graphqlSync({
    schema: buildSubgraphSchema({ typeDefs: parse(SDL) }),
    source: '{ _service { sdl } }',
  }) as unknown as { data: { _service: { sdl: string } } };
  expect(data._service.sdl).not.toBe(SDL);
  expect(isSameSdl(data._service.sdl, SDL)).toBe(true);
});

test.each([
  {
    what: 'another order',
    change: (sdl: string) =>
      sdl.replace('BUS TRAM', 'TRAM BUS').replace('id: ID! code: String!', 'code: String! id: ID!'),
  },
  {
    what: 'arguments in another order',
    change: (sdl: string) => sdl.replace('lang: String = "th", short: Boolean', 'short: Boolean, lang: String = "th"'),
  },
  {
    what: 'a default of federation',
    change: (sdl: string) => sdl.replace('@key(fields: "id")', '@key(fields: "id", resolvable: true)'),
  },
  {
    what: 'a type in two parts',
    change: (sdl: string) => sdl.replace('code: String! name', 'code: String! } extend type Stop { name'),
  },
  { what: 'other descriptions', change: (sdl: string) => sdl.replace('A stop of a bus.', 'A stop.') },
])('an SDL with $what is the same', ({ change }) => {
  expect(change(SDL)).not.toBe(SDL);
  expect(isSameSdl(SDL, change(SDL))).toBe(true);
});

test.each([
  { what: 'a field less', change: (sdl: string) => sdl.replace('kind: Kind', '') },
  { what: 'another type of a field', change: (sdl: string) => sdl.replace('code: String!', 'code: String') },
  { what: 'another argument', change: (sdl: string) => sdl.replace('short:', 'long:') },
  { what: 'another default value', change: (sdl: string) => sdl.replace('"th"', '"en"') },
  { what: 'a key less', change: (sdl: string) => sdl.replace('@key(fields: "code")', '') },
  { what: 'a value of an enum more', change: (sdl: string) => sdl.replace('TRAM', 'TRAM BOAT') },
])('an SDL with $what is another one', ({ change }) => {
  expect(change(SDL)).not.toBe(SDL);
  expect(isSameSdl(SDL, change(SDL))).toBe(false);
});

test('a root of which federation has made all is none', () => {
  const stop = 'type Stop @key(fields: "id") { id: ID! }';
  expect(isSameSdl(stop, `${stop} type Query { _service: _Service! _entities: [_Entity]! }`)).toBe(true);
  expect(isSameSdl(stop, `${stop} type Query { stop: Stop }`)).toBe(false);
});

test('an SDL that is too large is refused, and not compared', () => {
  const large = `type Query { ${'a: Int '.repeat(40_000)}}`;
  expect(() => isSameSdl(SDL, large)).toThrow('more that 100000 tokens');
});
