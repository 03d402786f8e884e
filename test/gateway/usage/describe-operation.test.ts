import { describe, expect, test } from '@jest/globals';
import { buildSchema, getOperationAST, parse } from 'graphql';
import { describeOperation } from '../../../gateway/usage/describe-operation.js';

const schema = buildSchema(`
  directive @trace(level: Level) on FIELD
  type Query { city(id: ID!): City cities(first: Int, filter: CityFilter, order: [Order!]): [City!]! node(id: ID!): Node }
  type Mutation { rename(id: ID!, name: String!): City }
  interface Node { id: ID! }
  type City implements Node { id: ID! name: String! population(year: Int): Int twin: City }
  input CityFilter { name: String size: Size and: [CityFilter!] }
  input Size { min: Int max: Int unit: Unit }
  enum Unit { PEOPLE HOUSEHOLDS }
  enum Order { NAME SIZE }
  enum Level { LOW HIGH }
`);

function describeText(text: string, name?: string) {
  const document = parse(text);
  return describeOperation(schema, document, getOperationAST(document, name)!);
}

describe('the description of an operation', () => {
  test('has the coordinates of its fields, arguments, input fields and enum values', () => {
    const text = `query Big {
      cities(filter: { size: { min: 5, unit: PEOPLE } }, order: [NAME]) { ...Parts }
      node(id: "x") { ... on City { twin { population(year: 2020) @trace(level: LOW) } } }
    }
    fragment Parts on City { id }`;
    expect(describeText(text)).toMatchObject({
      name: 'Big',
      type: 'query',
      fields: ['City.id', 'City.population', 'City.twin', 'Query.cities', 'Query.node'],
      arguments: [
        '@trace(level:)',
        'City.population(year:)',
        'Query.cities(filter:)',
        'Query.cities(order:)',
        'Query.node(id:)',
      ],
      inputs: ['CityFilter.size', 'Level.LOW', 'Order.NAME', 'Size.min', 'Size.unit', 'Unit.PEOPLE'],
      conditions: ['City'],
    });
  });

  test('counts a variable as everything that its type may hold, also where the type is recursive', () => {
    const { inputs } = describeText('query ($filter: CityFilter) { cities(filter: $filter) { id } }');
    expect(inputs).toEqual([
      'CityFilter.and',
      'CityFilter.name',
      'CityFilter.size',
      'Size.max',
      'Size.min',
      'Size.unit',
      'Unit.HOUSEHOLDS',
      'Unit.PEOPLE',
    ]);
  });

  test('holds no literal and no alias', () => {
    const { document } = describeText(
      `mutation Rename($secret: String = "hidden1") {
        hidden2: rename(id: "hidden3", name: $secret) { id }
      }`,
    );
    expect(document).toBe('mutation Rename($secret: String = "") { rename(id: "", name: $secret) { id } }');
  });

  test.each([
    {
      difference: 'literals',
      one: '{ city(id: "a") { population(year: 1) } }',
      other: '{ city(id: "b") { population(year: 2) } }',
    },
    {
      difference: 'lists and objects of literals',
      one: '{ cities(filter: { name: "a" }, order: [NAME]) { id } }',
      other: '{ cities(filter: { size: { min: 1 } }, order: [NAME, SIZE]) { id } }',
    },
    {
      difference: 'aliases and their number',
      one: '{ city(id: "a") { id } }',
      other: '{ a: city(id: "a") { id } b: city(id: "b") { id } }',
    },
    {
      difference: 'order, spacing and unused operations',
      one: 'query A { city(id: "a") { id name } }',
      other: '# A city.\nquery B { __typename }\nquery A {\n city(id: "a") { name, id }\n}',
    },
  ])('has the same hash for operations that differ in $difference', ({ one, other }) => {
    const name = one.startsWith('query A') ? 'A' : undefined;
    expect(describeText(other, name).hash).toBe(describeText(one, name).hash);
  });

  test.each([
    { difference: 'fields', one: '{ city(id: "a") { id } }', other: '{ city(id: "a") { name } }' },
    { difference: 'names', one: 'query A { city(id: "a") { id } }', other: 'query B { city(id: "a") { id } }' },
    { difference: 'enum values', one: '{ cities(order: NAME) { id } }', other: '{ cities(order: SIZE) { id } }' },
  ])('has different hashes for operations that differ in $difference', ({ one, other }) => {
    expect(describeText(other).hash).not.toBe(describeText(one).hash);
  });

  test.each([{ text: '{ __schema { types { name } } }' }, { text: '{ __type(name: "City") { name } __typename }' }])(
    'has no fields for introspection: $text',
    ({ text }) => {
      expect(describeText(text).fields).toEqual([]);
    },
  );
});
