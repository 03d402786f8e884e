import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startJudgedSupergraph, type JudgedSupergraph } from './judged-supergraph.js';

const ITEMS = [{ id: 'i0' }, { id: 'i1' }];

let graph: JudgedSupergraph;

beforeAll(async () => {
  graph = await startJudgedSupergraph({
    subgraphs: {
      shop: 'type Query { items: [Item!] item: Item } type Item @key(fields: "id") { id: ID! a: Int b: Int inner: Item made__own: Int }',
      stock:
        'type Item @key(fields: "id") { id: ID! c: Int d: Int grams: Int a: Int @external b: Int @external g: Int @requires(fields: "a b") }',
      post: 'type Item @key(fields: "id") { id: ID! grams: Int @external e: Int @requires(fields: "grams") f: Int }',
    },
    resolvers: {
      Query: { items: () => ITEMS, item: () => ITEMS[0] },
      Item: {
        ...Object.fromEntries([...'abcdf'].map((name, index) => [name, () => index])),
        e: ({ grams = 7 }: { grams?: number }) => grams * 2,
        g: ({ a = 0, b = 1 }: { a?: number; b?: number }) => a + b,
        grams: () => 7,
        made__own: () => 5,
        inner: () => ITEMS[1],
      },
    },
    entities: { Item: ({ id }) => ({ id: String(id) }) },
  });
}, 60_000);

afterAll(() => graph?.close());

/** Every choice of that many booleans. */
const choices = (names: readonly string[]) =>
  Array.from({ length: 2 ** names.length }, (_, bits) =>
    Object.fromEntries(names.map((name, index) => [name, (bits & (2 ** index)) > 0])),
  );

describe('@skip and @include', () => {
  test('with four variables, each of the sixteen combinations has its data, also when all ran before', async () => {
    const query = `query ($p: Boolean!, $q: Boolean!, $r: Boolean!, $s: Boolean!) {
      items { a @include(if: $p) c @skip(if: $q) e @include(if: $r) inner @skip(if: $s) { f c @include(if: $p) } }
    }`;
    for (let round = 1; round <= 2; round += 1)
      for (const choice of choices(['p', 'q', 'r', 's'])) await graph.expectMergedResult(query, choice);
  });

  test.each([
    ['constants', '{ items { a @skip(if: true) b @include(if: false) c @skip(if: false) d @include(if: true) } }'],
    ['both on one field', 'query ($p: Boolean!, $q: Boolean!) { items { a c @skip(if: $p) @include(if: $q) } }'],
    [
      'on fragments',
      'query ($p: Boolean!, $q: Boolean!) { items { ...F @include(if: $p) ... @skip(if: $q) { a e } } } fragment F on Item { c e }',
    ],
    [
      'of one field in two fragments',
      'query ($p: Boolean!, $q: Boolean!) { items { ... @include(if: $p) { c a } ... @include(if: $q) { c inner { f } } } }',
    ],
    [
      'of one field, once with and once without',
      'query ($p: Boolean!) { items { c @include(if: $p) c inner @skip(if: $p) { c } inner { f } } }',
    ],
    [
      'of every field of an object',
      'query ($p: Boolean!, $q: Boolean!) { item { inner { c @include(if: $p) f @skip(if: $q) } } }',
    ],
    ['of every root field', 'query ($p: Boolean!) { item @include(if: $p) { c } items @include(if: $p) { e } }'],
    ['with a constant that leaves everything out', '{ item @include(if: false) { c } }'],
    [
      'with defaults',
      'query ($p: Boolean! = true, $q: Boolean = false) { items { c @include(if: $p) e @skip(if: $q) } }',
    ],
    ['a field that another one requires', 'query ($p: Boolean!) { items { grams @include(if: $p) e } }'],
    ['a field that requires another one', 'query ($p: Boolean!) { items { grams f e @include(if: $p) c } }'],
    [
      'a field of an object, beside a name with __own',
      'query ($p: Boolean!) { items { made__own inner { c @skip(if: $p) } } }',
    ],
    ['a field that requires another subgraph', 'query ($p: Boolean!) { items { id c g @skip(if: $p) } }'],
    [
      'a fragment that is spread with and without',
      'query ($p: Boolean!) { items { ...F @skip(if: $p) inner { ...F } } } fragment F on Item { c f }',
    ],
  ])('%s', async (_name, query) => {
    const names = ['p', 'q'].filter((name) => query.includes(`$${name}:`));
    for (const choice of choices(names)) await graph.expectMergedResult(query, choice);
  });
});

describe('@skip beside a field with __own in its name', () => {
  test.each([
    ['of a field that requires another subgraph', 'query ($p: Boolean!) { items { made__own c g @skip(if: $p) } }'],
    ['of such a field, beside an alias', 'query ($p: Boolean!) { items { made__own c: d g @skip(if: $p) } }'],
  ])('%s', async (_name, query) => {
    for (const choice of choices(['p'])) await graph.expectMergedResult(query, choice);
  });
});

test('an operation with all variables and one with its defaults have separate results', async () => {
  const query = 'query ($p: Boolean! = true) { items { c @include(if: $p) } }';
  await graph.expectMergedResult(query);
  await graph.expectMergedResult(query, { p: false });
  const { body } = await graph.gateway.query(query, { p: true });
  expect(body.data.items).toEqual([{ c: 2 }, { c: 2 }]);
});

describe('null in a variable of @skip or @include is an error of each field that has the condition, and the others stay', () => {
  test.each([
    ['a field', 'query ($n: Boolean = true) { items { a c @include(if: $n) } item { b } }'],
    ['a root field', 'query ($n: Boolean = true) { items @skip(if: $n) { a } item { b } }'],
    ['a field that is not nullable', 'query ($n: Boolean = true) { items { id @include(if: $n) a } item { b } }'],
    ['__typename', 'query ($n: Boolean = true) { items { __typename @include(if: $n) a } item { b } }'],
    ['__type', 'query ($n: Boolean = true) { item { a } __type(name: "Item") @include(if: $n) { name } }'],
    ['__schema', 'query ($n: Boolean = true) { item { a } __schema @include(if: $n) { queryType { name } } }'],
    [
      'a fragment',
      'query ($n: Boolean = true) { items { a ...F @skip(if: $n) } item { ...F } } fragment F on Item { b c }',
    ],
    [
      'a field that is selected twice',
      'query ($n: Boolean = true) { items { c inner { f } inner @skip(if: $n) { c } } }',
    ],
    [
      'beside a condition that leaves it out',
      'query ($n: Boolean = true) { items { a c @include(if: $n) @skip(if: true) } }',
    ],
  ])('%s', async (_name, query) => {
    const { errors } = await graph.expectMergedResult(query, { n: null });
    for (const { message } of errors ?? []) expect(message).toContain('"$n"');
  });
});
