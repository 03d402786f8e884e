import { describe, expect, test } from '@jest/globals';
import { startJudgedSupergraph, type JudgedSupergraph } from './judged-supergraph.js';

/** A graph in which the subgraph "new" takes a field over from "old", as a label says. */
async function startOverridden(label: string): Promise<JudgedSupergraph | Error> {
  return startJudgedSupergraph({
    subgraphs: {
      old: 'type Query { item: Item } type Item @key(fields: "id") { id: ID! price: Int }',
      new: `type Item @key(fields: "id") { id: ID! price: Int @override(from: "old", label: "${label}") }`,
    },
    resolvers: { Query: { item: () => ({ id: 'i0', price: 1 }) }, Item: { price: () => 1 } },
    entities: { Item: ({ id }) => ({ id }) },
  }).catch((error: Error) => error);
}

/** The names of the subgraphs that were asked for the price, of several requests; or why the gateway did not start. */
async function askedFor(label: string, requests: number): Promise<string[] | Error> {
  const graph = await startOverridden(label);
  if (graph instanceof Error) return graph;
  try {
    const asked: string[] = [];
    for (let request = 0; request < requests; request += 1) {
      graph.forget();
      expect((await graph.gateway.query('{ item { price } }')).body).toEqual({ data: { item: { price: 1 } } });
      asked.push(graph.subgraph('new').received.length > 0 ? 'new' : 'old');
    }
    return asked;
  } finally {
    await graph.close();
  }
}

describe('a progressive @override is honoured, or the gateway does not start and names its label', () => {
  async function expectSubgraph(label: string, expected: string): Promise<void> {
    const asked = await askedFor(label, 6);
    if (asked instanceof Error) expect(asked.message).toContain(label);
    else expect(new Set(asked)).toEqual(new Set([expected]));
  }

  test('percent(0): the subgraph that has the field', () => expectSubgraph('percent(0)', 'old'));

  test('percent(100): the subgraph that takes it over', () => expectSubgraph('percent(100)', 'new'));

  test('percent(50): drawn for each request', async () => {
    const asked = await askedFor('percent(50)', 60);
    if (asked instanceof Error) expect(asked.message).toContain('percent(50)');
    else expect(new Set(asked)).toEqual(new Set(['new', 'old'])); // By chance it fails once in 2 ** 59 runs.
  });
});
