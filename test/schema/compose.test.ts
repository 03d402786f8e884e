import { describe, expect, test } from '@jest/globals';
import { Kind, parse, type DocumentNode } from 'graphql';
import { composeServices } from '../../scripts/schema/composition/compose-services.js';
import { composeSupergraph } from '../../scripts/schema/composition/compose-supergraph.js';
import { CompositionError } from '../../scripts/schema/composition/composition-error.js';
import { readSubgraphSdl } from '../../scripts/schema/sdl/read-subgraph-sdl.js';

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.7", import: ["@key", "@shareable"])';
const rivers = {
  name: 'rivers',
  url: 'http://127.0.0.1:1/graphql',
  sdl: `${LINK}\ntype Query { river(id: ID!): River }\ntype River @key(fields: "id") { id: ID! length: Int @shareable }`,
};
const boats = {
  name: 'boats',
  url: 'http://127.0.0.1:2/graphql',
  sdl: `${LINK}\ntype River @key(fields: "id") { id: ID! boats: [String!]! }`,
};

describe('composing', () => {
  test('joins the fields that several subgraphs give one entity, with the address of each subgraph', () => {
    const { supergraphSdl, apiSdl } = composeSupergraph([rivers, boats]);
    expect(apiSdl).toMatch(
      /type River \{\n\s+id: ID!\n\s+(boats: \[String!\]!\n\s+length: Int|length: Int\n\s+boats: \[String!\]!)\n\}/,
    );
    expect(supergraphSdl).toContain('@join__graph(name: "boats", url: "http://127.0.0.1:2/graphql")');
  });

  test('gives the same text in whatever order the subgraphs come', () => {
    expect(composeSupergraph([boats, rivers])).toEqual(composeSupergraph([rivers, boats]));
  });

  test('an error names subgraph, coordinate, code and reason', () => {
    const wrong = { ...boats, sdl: `${LINK}\ntype River @key(fields: "id") { id: ID! length: String @shareable }` };
    expect(messageOf(() => composeSupergraph([rivers, wrong]))).toBe(
      [
        'The subgraphs do not compose:',
        '  boats:2 River.length, rivers:3 River.length FIELD_TYPE_MISMATCH: Type of field "River.length" is incompatible across subgraphs: it has type "String" in subgraph "boats" but type "Int" in subgraph "rivers"',
      ].join('\n'),
    );
  });

  test('an error in one subgraph names it', () => {
    const wrong = { ...boats, sdl: `${LINK}\ntype River @key(fields: "id name") { id: ID! boats: [String!]! }` };
    expect(messageOf(() => composeSupergraph([rivers, wrong]))).toMatch(
      /\n {2}boats:2 .*KEY_INVALID_FIELDS: \[boats\] On type "River"/,
    );
  });

  test('a text that is not GraphQL is reported with its location', () => {
    expect(messageOf(() => composeSupergraph([rivers, { ...boats, sdl: 'type {' }]))).toBe(
      'The subgraphs do not compose:\n  boats:1:6 SYNTAX Syntax Error: Expected Name, found "{".',
    );
  });

  test('a selection on a scalar is told where a subgraph is composed, and where it is read alone', () => {
    const wrong = { ...boats, sdl: `${LINK}\ntype River @key(fields: "id { x }") { id: ID! boats: [String!]! }` };
    const reason =
      '[boats] On type "River", for @key(fields: "id { x }"): "River.id" is of the type ID, which has no fields to select';
    expect(messageOf(() => composeSupergraph([rivers, wrong]))).toBe(
      `The subgraphs do not compose:\n  boats:2 River KEY_INVALID_FIELDS: ${reason}`,
    );
    expect(() => readSubgraphSdl('boats', wrong.sdl)).toThrow(reason);
  });

  test('whatever else the library throws is an error with its cause and the subgraph', () => {
    const nameless = { kind: Kind.DOCUMENT, definitions: [{ kind: Kind.DIRECTIVE_DEFINITION }] };
    const { errors } = composeServices([
      { ...rivers, typeDefs: parse(rivers.sdl) },
      { ...boats, typeDefs: nameless as unknown as DocumentNode },
    ]);
    expect(errors).toMatchObject([
      {
        message: expect.stringMatching(/^\[boats\] The composition library cannot read this schema: .+/),
        extensions: { code: 'COMPOSITION_FAILED' },
      },
    ]);
  });
});

function messageOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof CompositionError) return error.message;
    throw error;
  }
  throw new Error('Nothing was thrown');
}
