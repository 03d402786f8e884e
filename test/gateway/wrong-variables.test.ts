import { describe, expect, test } from '@jest/globals';
import { buildSchema, getVariableValues, parse, type OperationDefinitionNode } from 'graphql';
import { wrongVariables } from '../../gateway/pipeline/coerce-variables.js';

const schema = buildSchema(`
  type Query { a(id: ID, ids: [ID!], first: Int, many: [[Int!]!], filter: Filter, kind: Kind): Int }
  input Filter { ids: [ID!], reached: Reached, text: String! = "x", on: Day }
  input Reached { status: Kind!, by: Day }
  enum Kind { ONE TWO }
  scalar Day
`);
const QUERY =
  'query ($id: ID!, $ids: [ID!], $first: Int! = 3, $many: [[Int!]!], $filter: Filter, $kind: Kind) { a(id: $id, ids: $ids, first: $first, many: $many, filter: $filter, kind: $kind) }';
const operation = parse(QUERY).definitions[0] as OperationDefinitionNode;

const messagesOf = (variables: Record<string, unknown>) =>
  wrongVariables(schema, operation, variables).map(({ message }) => message);
const stockMessagesOf = (variables: Record<string, unknown>) =>
  (getVariableValues(schema, operation.variableDefinitions!, variables).errors ?? []).map(({ message }) => message);

describe('the errors of wrong variables', () => {
  test.each<[Record<string, unknown>]>([
    [{ id: 'x' }],
    [
      {
        id: 'x',
        ids: ['a', 1],
        first: 2,
        many: [[1], []],
        filter: { ids: 'one', reached: { status: 'ONE', by: 'any' }, text: 'x', on: { any: 1 } },
        kind: 'TWO',
      },
    ],
    [{ id: 'x', ids: null, filter: null, undeclared: 1 }],
    [{}],
    [{ id: null, first: null }],
    [
      {
        id: { $gt: '' },
        ids: ['a', null, true, ['b']],
        first: '1',
        many: [[1.5, null], null, 7],
        filter: { ids: [{}], reached: { by: 1 }, text: null, unknown: 1, txet: 2 },
        kind: 'THREE',
      },
    ],
    [{ id: 'x', filter: [] }],
    [{ id: 'x', filter: { reached: 'x' }, kind: { a: { b: { c: { d: 1 } } }, e: [[[[1]]]], f: [], g: {} } }],
    [{ id: { 'say "no"': 'say "no" \\ \n' }, many: [[{ a: [true, null, 1] }]] }],
    [Object.create({ id: 'inherited' }) as Record<string, unknown>],
  ])('are those of graphql-js: %j', (variables) => {
    expect(messagesOf(variables)).toEqual(stockMessagesOf(variables));
  });

  test('are fifty at most', () => {
    expect(messagesOf({ ids: Array.from({ length: 60_000 }, () => ({})), first: 'x' })).toHaveLength(50);
    expect(
      messagesOf({ id: 'x', filter: Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`name${at}`, at])) }),
    ).toHaveLength(50);
  });

  test('contain only the beginning and the end of a long value', () => {
    const long = 'x'.repeat(100_000);
    const variables = [
      { id: { a: long } },
      { id: [...Array.from({ length: 100 }, () => long), 'y'] },
      { id: 'x', first: long },
      { id: 'x', kind: long },
      { id: { [long]: 1 } },
      {
        id: 'x',
        filter: Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [`${at}${long.slice(0, 1_000)}`, long])),
      },
    ];
    for (const each of variables) {
      const messages = messagesOf(each);
      expect(messages.length).toBeGreaterThan(0);
      for (const message of messages) expect(message.length).toBeLessThan(5_000);
    }
    expect(messagesOf({ id: 'x', first: `a${long}z` })).toEqual([
      expect.stringMatching(
        /^Variable "\$first" got invalid value "ax+…x+z"; Int cannot represent non-integer value: "ax+…x+z"$/,
      ),
    ]);
  });
});
