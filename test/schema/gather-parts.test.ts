import { expect, test } from '@jest/globals';
import { composeSupergraph } from '../../scripts/schema/composition/compose-supergraph.js';
import { gatherParts } from '../../scripts/schema/composition/gather-parts.js';

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@external", "@requires", "@shareable", "@inaccessible", "@tag"])';
const PART = 'type Part @shareable { id: ID! names: Names! } type Names @shareable { th: String en: String }';
const owner = {
  name: 'owner',
  url: 'http://127.0.0.1:1/graphql',
  sdl: `${LINK}
type Query { board: Board }
type Board @key(fields: "id") {
  id: ID!
  all: [String!] @tag(name: "gathers-Part")
  count: Int @requires(fields: "known { id }") @tag(name: "gathers-Part")
  known: [Part!] @external
}
${PART}`,
};
const known = {
  name: 'known',
  url: 'http://127.0.0.1:2/graphql',
  sdl: `${LINK}\ntype Board @key(fields: "id") { id: ID! known: [Part!] } ${PART}`,
};
const newcomer = {
  name: 'newcomer',
  url: 'http://127.0.0.1:3/graphql',
  sdl: `${LINK}\ntype Board @key(fields: "id") { id: ID! } extend type Board { newcomer: [Part!]! one: Part } ${PART}`,
};

test('without another list of the type, each subgraph stays as it is', () => {
  const subgraphs = [owner, known];
  expect(gatherParts(subgraphs)).toEqual(subgraphs);
  expect(gatherParts(subgraphs)[0]).toBe(owner);
});

test('a list that another subgraph adds is required by every field that gathers its type', () => {
  const [gathering, ...others] = gatherParts([owner, known, newcomer]);
  expect(others).toEqual([known, newcomer]);
  expect(gathering!.sdl).toBe(
    owner.sdl
      .replace(
        'all: [String!] @tag(name: "gathers-Part")',
        'all: [String!] @tag(name: "gathers-Part") @requires(fields: "newcomer { id names { th en } }")',
      )
      .replace('"known { id }"', '"known { id } newcomer { id names { th en } }"')
      .replace('known: [Part!] @external', 'known: [Part!] @external newcomer: [Part!]! @external'),
  );
});

test('every line keeps its number', () => {
  const [gathering] = gatherParts([owner, known, newcomer]);
  expect(gathering!.sdl.split('\n')).toHaveLength(owner.sdl.split('\n').length);
});

test('the result composes, in whatever order the subgraphs come', () => {
  const composed = composeSupergraph([owner, known, newcomer]);
  expect(composed.supergraphSdl).toMatch(/requires: "known \{ id \} newcomer \{ id names \{ th en \} \}"/);
  expect(composeSupergraph([newcomer, known, owner])).toEqual(composed);
});
