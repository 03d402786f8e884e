import { afterAll, describe, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { createPlanner } from '../../gateway/executor/planning/create-planner.js';
import { buildSchema } from '../../gateway/graphql-document/build-schema.js';
import { createOverrideDraw } from '../../gateway/executor/planning/overrides.js';
import { fetchesOf } from '../../gateway/executor/planning/plan-fields.js';
import type { Overrides } from '../../gateway/executor/planning/planner.js';
import { composeSupergraph } from './host-supergraph.js';

const { supergraphSdl } = composeSupergraph({
  name: 'progressive @override',
  subgraphs: {
    old: `
      type Query { thing: Thing }
      type Thing @key(fields: "id") { id: ID! some: Int most: Int all: Int beta: Int }
    `,
    new: `
      type Thing @key(fields: "id") {
        id: ID!
        some: Int @override(from: "old", label: "percent(30)")
        most: Int @override(from: "old", label: "percent(70.5)")
        all: Int @override(from: "old", label: "percent(100)")
        beta: Int @override(from: "old", label: "beta")
      }
    `,
  },
  resolvers: {},
  entities: {},
  operations: [],
});
const document = parse(supergraphSdl);
const schema = buildSchema(document);

test('percent(p) is active in p of a hundred draws, and another label when it is configured', () => {
  const draw = (value: number, active: readonly string[] = []) =>
    createOverrideDraw(schema, active, () => value / 100)().labels;
  expect(draw(0)).toEqual(['percent(100)', 'percent(30)', 'percent(70.5)']);
  expect(draw(29.9)).toEqual(['percent(100)', 'percent(30)', 'percent(70.5)']);
  expect(draw(30)).toEqual(['percent(100)', 'percent(70.5)']);
  expect(draw(70.6)).toEqual(['percent(100)']);
  expect(draw(99.99, ['beta', 'unknown'])).toEqual(['beta', 'percent(100)']);
});

test('equal draws are one object', () => {
  const draw = createOverrideDraw(schema, []);
  expect(new Set(Array.from({ length: 1_000 }, draw)).size).toBe(3);
});

describe.each(['hive', 'apollo'] as const)('the planner %s', (kind) => {
  const planner = createPlanner({ sdl: supergraphSdl, document, schema, kind, log: { warn: () => undefined } });
  afterAll(() => planner.close());

  test.each<[string, Overrides, readonly string[]]>([
    ['none', { labels: [], percentage: 100 }, []],
    ['those of a high draw', { labels: ['percent(100)'], percentage: 80 }, ['all']],
    ['those of a middle draw', { labels: ['percent(100)', 'percent(70.5)'], percentage: 50 }, ['all', 'most']],
    [
      'all',
      { labels: ['beta', 'percent(100)', 'percent(30)', 'percent(70.5)'], percentage: 1 },
      ['all', 'beta', 'most', 'some'],
    ],
  ])('takes the fields of active labels from the subgraph that overrides them: %s', async (_, overrides, expected) => {
    const { node } = await planner.plan('{ thing { some most all beta } }', overrides);
    const text = [...fetchesOf(node)].find(({ service }) => service === 'new')?.operation ?? '';
    expect(['all', 'beta', 'most', 'some'].filter((field) => text.includes(field))).toEqual(expected);
  });
});
