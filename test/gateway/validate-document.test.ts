import { describe, expect, test } from '@jest/globals';
import { buildSchema, parse, specifiedRules, validate, type GraphQLError, type ValidationRule } from 'graphql';
import { noIntrospectionRule } from '../../gateway/pipeline/no-introspection-rule.js';
import { createValidateDocument } from '../../gateway/pipeline/validate-document.js';

const schema = buildSchema(`
  enum Order { NAME AGE }
  input Filter { ids: [ID!] size: Int name: String order: Order }
  interface Node { id: ID! }
  type City implements Node { id: ID! name(lang: String, length: Int): String text(lang: String): String peers(first: Int, filter: Filter): [City!] }
  type Query { city(id: ID!): City node(id: ID!): Node list(filter: Filter, first: Int = 10, share: Float): [City!] }
`);

/** What graphql-js says of a document by itself. */
function judge(text: string, others: readonly ValidationRule[] = []): string[] {
  return validate(schema, parse(text), [...specifiedRules, ...others]).map(described);
}

function described({ message, locations }: GraphQLError): string {
  return `${JSON.stringify(locations)} ${message}`;
}

describe('a document is validated as graphql-js does it, after another that differs', () => {
  test.each<[string, { first: string; second: string; isValid: boolean }]>([
    ['in a number', { first: '{ list(first: 1) { id } }', second: '{ list(first: 2) { id } }', isValid: true }],
    [
      'in a number that is too large',
      { first: '{ list(first: 1) { id } }', second: '{ list(first: 3000000000) { id } }', isValid: false },
    ],
    [
      'in the kind of a number',
      { first: '{ list(first: 1) { id } }', second: '{ list(first: 1.5) { id } }', isValid: false },
    ],
    [
      'in a number that is a string',
      { first: '{ list(first: 1) { id } }', second: '{ list(first: "1") { id } }', isValid: false },
    ],
    [
      'in a literal within an input object',
      {
        first: '{ list(filter: { ids: ["a", "b"], size: 1 }) { id } }',
        second: '{ list(filter: { ids: ["a", "b"], size: 9999999999 }) { id } }',
        isValid: false,
      },
    ],
    [
      'in an enum value',
      {
        first: '{ list(filter: { order: NAME }) { id } }',
        second: '{ list(filter: { order: SIZE }) { id } }',
        isValid: false,
      },
    ],
    [
      'in the default of a variable',
      {
        first: 'query ($n: Int = 1) { list(first: $n) { id } }',
        second: 'query ($n: Int = 9999999999) { list(first: $n) { id } }',
        isValid: false,
      },
    ],
    [
      'in a default that may be null',
      {
        first: 'query ($id: ID = "a") { city(id: $id) { id } }',
        second: 'query ($id: ID = null) { city(id: $id) { id } }',
        isValid: false,
      },
    ],
    ['in an alias', { first: '{ a: list { id } }', second: '{ b: list { id } }', isValid: true }],
    [
      'in an alias that equals another alias',
      {
        first: '{ a: list { id } b: city(id: "x") { id } }',
        second: '{ a: list { id } a: city(id: "x") { id } }',
        isValid: false,
      },
    ],
    [
      'in an alias that equals a field after it',
      {
        first: '{ city(id: "x") { a: id b: text name } }',
        second: '{ city(id: "x") { a: id name: text name } }',
        isValid: false,
      },
    ],
    [
      'in an alias that equals a field before it',
      {
        first: '{ city(id: "x") { name b: text } }',
        second: '{ city(id: "x") { name name: text } }',
        isValid: false,
      },
    ],
    [
      'in an alias that equals a field within a fragment',
      {
        first: '{ city(id: "x") { b: text ...F } } fragment F on City { name }',
        second: '{ city(id: "x") { name: text ...F } } fragment F on City { name }',
        isValid: false,
      },
    ],
    [
      'in one of two equal arguments of one response name',
      {
        first: '{ city(id: "x") { name(length: 1) name(length: 1) } }',
        second: '{ city(id: "x") { name(length: 1) name(length: 2) } }',
        isValid: false,
      },
    ],
    [
      'in the quotes of one of two equal strings',
      {
        first: '{ city(id: "x") { name(lang: "th") name(lang: "th") } }',
        second: '{ city(id: "x") { name(lang: "th") name(lang: """th""") } }',
        isValid: false,
      },
    ],
    ['in a field', { first: '{ city(id: "x") { id } }', second: '{ city(id: "x") { idea } }', isValid: false }],
    [
      'in a directive',
      { first: '{ list @skip(if: true) { id } }', second: '{ list @jump(if: true) { id } }', isValid: false },
    ],
    [
      'in an argument that has the name of an alias',
      { first: '{ first: list(first: 1) { id } }', second: '{ second: list(second: 1) { id } }', isValid: false },
    ],
    [
      'in a comment and in spacing',
      { first: '{ list(first: 1) { id } }', second: '{\n # one\n  list(first: 2)\n { id } }', isValid: true },
    ],
    [
      'in introspection',
      { first: '{ list { id } }', second: '{ list { id } __schema { queryType { name } } }', isValid: false },
    ],
  ])('%s', (_, { first, second, isValid }) => {
    const others = [noIntrospectionRule];
    const validateDocument = createValidateDocument(schema, others);
    expect(validateDocument(parse(first))).toEqual([]);
    const expected = judge(second, others);
    expect(expected.length === 0).toBe(isValid);
    expect(validateDocument(parse(second)).map(described)).toEqual(expected);
  });
});

test.each([
  [
    'of several rules',
    '{ city { name(length: "long", length: 2) nothing } ...Nowhere unused: node(id: 1.5) { id { x } } }',
  ],
  ['of variables', 'query ($a: Int, $a: City, $b: Float!) { list(first: $b, share: $c) { id } } query { list { id } }'],
  [
    'of fragments',
    '{ ...F ...G @skip } fragment F on Query { ...G } fragment G on Query { ...F node(id: "1") { ... on Query { list } } } fragment H on Filter { id } fragment H on City { id }',
  ],
  [
    'of wrong literals',
    '{ list(filter: { ids: [1, true, [null]], size: {}, nobody: 1, size: 2 }, share: NAME) { peers { id } } }',
  ],
  ['of more than a hundred places', `{ ${Array.from({ length: 120 }, (_, index) => `f${index}`).join(' ')} }`],
])('a wrong document has the errors of graphql-js: %s', (_, text) => {
  const validateDocument = createValidateDocument(schema, []);
  const expected = judge(text);
  expect(expected.length).toBeGreaterThan(2);
  for (let time = 0; time < 2; time += 1) expect(validateDocument(parse(text)).map(described)).toEqual(expected);
});
