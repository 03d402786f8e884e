import { describe, expect, test } from '@jest/globals';
import { buildSchema, parseType, parseValue, typeFromAST, type GraphQLInputType } from 'graphql';
import { argumentOf } from '../../gateway/executor/canonical/argument-values.js';

const SDL = `
  type Query { f(a: A, b: B, c: C): Int }
  input A { b: B c: C id: ID }
  input B { a: A }
  input C { c: C b: [B!] number: Int }
`;

describe('numbers for IDs in a variable are written as texts', () => {
  /** The values of variables, and what is sent for them. */
  const cases = [
    ['A', { id: 12, b: { a: { id: 13 } } }, '{"id":"12","b":{"a":{"id":"13"}}}'],
    ['B', { a: { id: 12 } }, '{"a":{"id":"12"}}'],
    ['C', { number: 1, c: { b: [{ a: { id: 12 } }] } }, '{"number":1,"c":{"b":[{"a":{"id":"12"}}]}}'],
  ] as const;

  test.each(['A B C', 'A C B', 'B A C', 'B C A', 'C A B', 'C B A'])(
    'in input types that hold each other, when they come in the order %s',
    (order) => {
      // What is known of types is kept for each schema.
      const schema = buildSchema(SDL);
      for (const name of order.split(' ')) {
        const [, given, expected] = cases.find(([type]) => type === name)!;
        const type = typeFromAST(schema, parseType(name)) as GraphQLInputType;
        const { value } = argumentOf(parseValue('$v'), type, new Map());
        expect(value({ values: { v: given } })).toBe(expected);
      }
    },
  );
});
