import { readFileSync } from 'node:fs';
import { buildSchema, parse, print, validate } from 'graphql';
import { expect, test } from '@jest/globals';
import { literalsDocument } from '../../scripts/bench/literals.js';
import { MOST, stormDocument } from '../../scripts/bench/plan-storm.js';
import { cityDocument, eventDocument, pageStarts } from '../../scripts/bench/wide-document.js';

const schema = buildSchema(readFileSync('schema/api.graphql', 'utf8'));

test('no two operations of the storm are equal, apart from their names', () => {
  const texts = Array.from({ length: 500 }, (_, index) => print(parse(stormDocument(index))).replace(/Storm\d+/, ''));
  expect(new Set(texts).size).toBe(500);
  expect(MOST).toBeGreaterThanOrEqual(500);
});

test('texts of one operation differ in literals and aliases only, and each has another set of literals', () => {
  const texts = Array.from({ length: 500 }, (_, index) => literalsDocument(index));
  const withoutAliases = texts.map((text) => text.replace(/\w+\d+: /g, ''));
  expect(new Set(withoutAliases).size).toBe(500);
  expect(new Set(withoutAliases.map((text) => text.replace(/\d+/g, '0'))).size).toBe(1);
});

test.each([
  ['the storm’s largest', stormDocument(MOST - 1)],
  ['a text of the operation with other literals', literalsDocument(499)],
  ['2,000 cities', cityDocument(2_000)],
  ['20 cities', cityDocument(20)],
  ['1,000 events', eventDocument(1_000)],
])('%s is valid on the graph', (_name, text) => {
  expect(validate(schema, parse(text))).toEqual([]);
});

test('a document for many rows selects each row once', () => {
  expect(
    [...cityDocument(250).matchAll(/first: (\d+), offset: \$(\w+)/g)].map(([, first, offset]) => [first, offset]),
  ).toEqual([
    ['100', 'o0'],
    ['100', 'o1'],
    ['50', 'o2'],
  ]);
  expect(pageStarts(250, 7)).toEqual({ o0: 7, o1: 107, o2: 207 });
});
