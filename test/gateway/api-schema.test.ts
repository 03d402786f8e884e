import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { buildSchema, lexicographicSortSchema, parse, printSchema } from 'graphql';
import { createApiSchema } from '../../gateway/graphql-document/api-schema.js';

test('the schema made of the supergraph for clients is the committed one', () => {
  const read = (name: string) => readFileSync(`schema/${name}.graphql`, 'utf8');
  const print = (schema: Parameters<typeof printSchema>[0]) => printSchema(lexicographicSortSchema(schema));
  expect(print(createApiSchema(parse(read('supergraph'))))).toBe(print(buildSchema(read('api'))));
});

test('a root type that is hidden is no root type for clients', () => {
  const supergraph = `schema { query: Query mutation: Mutation } type Query { a: Int } type Mutation @inaccessible { b: Int }`;
  expect(createApiSchema(parse(supergraph)).getMutationType()).toBeUndefined();
});
