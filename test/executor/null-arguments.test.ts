import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startJudgedSupergraph, type JudgedSupergraph } from './judged-supergraph.js';

const CITIES = [
  { id: 'c0', name: 'Yala' },
  { id: 'c1', name: 'Trang' },
];
const events = (_: unknown, args: Record<string, unknown>) => JSON.stringify(args);

let graph: JudgedSupergraph;

beforeAll(async () => {
  graph = await startJudgedSupergraph({
    subgraphs: {
      cities: `
        enum Kind { BIG SMALL }
        type Query { cities(first: Int! = 2, kinds: [Kind!]): [City!] city(id: ID! = "c0"): City strict(first: Int! = 1): City! }
        type City @key(fields: "id") { id: ID! name: String }
      `,
      events: `
        enum Kind { BIG SMALL }
        input Filter { first: Int! = 1 kinds: [Kind!]! = [BIG] inner: Filter }
        type Query { other: String }
        type City @key(fields: "id") { id: ID! events(first: Int! = 3, kinds: [Kind!], filter: Filter): String held(first: Int! = 3): String! }
      `,
    },
    resolvers: {
      Query: {
        cities: (_: unknown, { first }: { first: number }) => CITIES.slice(0, first),
        city: (_: unknown, { id }: { id: string }) => CITIES.find((city) => city.id === id) ?? null,
        strict: () => CITIES[0],
        other: () => 'other',
      },
      City: { events, held: events },
    },
    entities: { City: ({ id }) => CITIES.find((city) => city.id === id) ?? null },
  });
}, 60_000);

afterAll(() => graph?.close());

describe('a variable that is left out takes the default of its argument', () => {
  test.each([
    ['of a root field', 'query ($n: Int) { cities(first: $n) { id } }'],
    ['of a field of another subgraph', 'query ($n: Int) { cities { events(first: $n) } }'],
    ['of an input field', 'query ($n: Int) { city { events(filter: { first: $n }) } }'],
    ['of its own', 'query ($n: Int = 1, $k: Kind = SMALL) { cities(first: $n, kinds: [$k]) { events(first: $n) } }'],
  ])('%s', async (_name, query) => {
    expect((await graph.expectMergedResult(query)).errors).toBeUndefined();
  });
});

describe('null in a variable, for an argument that may not be null, is an error of its field (6.4.1)', () => {
  test.each([
    ['a root field', 'query ($n: Int) { cities(first: $n) { id } other }', 'n'],
    ['a root field that is not nullable', 'query ($n: Int) { strict(first: $n) { id } other }', 'n'],
    ['a root field, in a list', 'query ($n: Kind = BIG) { cities(kinds: [SMALL, $n]) { id } other }', 'n'],
    ['a field of another subgraph', 'query ($n: Int) { city { id events(first: $n) } }', 'n'],
    [
      'a field of another subgraph, in each element of a list',
      'query ($n: Int) { cities { name events(first: $n) } }',
      'n',
    ],
    ['a field that is not nullable', 'query ($n: Int) { city { id held(first: $n) } other }', 'n'],
    ['an input field', 'query ($n: Int = 4) { city { id events(filter: { first: $n }) } }', 'n'],
    [
      'a list in an input field of an input field',
      'query ($n: Kind = BIG) { city { id events(filter: { inner: { kinds: [$n] } }) } }',
      'n',
    ],
    [
      'one of two response names of a field',
      'query ($n: Int) { city { a: events(first: $n) b: events(first: 2) } }',
      'n',
    ],
    ['one of two variables', 'query ($m: Int, $n: Int) { cities(first: $m) { a: events(first: $n) } }', 'n'],
  ])('%s', async (_name, query, variable) => {
    const { errors } = await graph.expectMergedResult(query, { [variable]: null });
    for (const { message } of errors) expect(message).toContain(`$${variable}`);
  });

  test('a field with such an error causes no subgraph request', async () => {
    graph.forget();
    await graph.expectMergedResult('query ($n: Int) { city { id events(first: $n) } }', { n: null });
    expect(graph.subgraph('events').received).toEqual([]);
  });
});
