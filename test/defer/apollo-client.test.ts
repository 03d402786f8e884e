import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CombinedGraphQLErrors } from '@apollo/client';
import { Defer20220824Handler, GraphQL17Alpha9Handler } from '@apollo/client/incremental';
import { parse } from 'graphql';
import { apolloClientOf } from '../clients/apollo-client-of.js';
import { startGraph, type RunningGraph } from '../graph.js';
import { until } from '../gateway/until.js';

let graph: RunningGraph;

beforeAll(async () => {
  graph = await startGraph();
}, 120_000);
afterAll(() => graph?.close());

const pageOf = (city: string, first: number) => `query Page {
  city(id: "${city}") {
    id
    name { en }
    ... @defer(label: "partners") { partners(first: ${first}) { nodes { partner { id name { en } } } } }
    ...Events @defer(label: "events")
  }
}
fragment Events on City { events(first: ${first}) { nodes { id name { en } } } }`;

describe.each([
  ['Defer20220824Handler', 'deferSpec=20220824', () => new Defer20220824Handler()],
  ['GraphQL17Alpha9Handler', 'incrementalSpec=v0.2', () => new GraphQL17Alpha9Handler()],
])('Apollo Client with %s', (_name, parameter, createHandler) => {
  const types: (string | null)[] = [];
  const accepted: (string | null)[] = [];
  const send: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    accepted.push(new Headers(init?.headers).get('accept'));
    types.push(response.headers.get('content-type'));
    return response;
  };
  const createClient = () => apolloClientOf(graph.gateway.url, { send, incrementalHandler: createHandler() });

  /** The results in the order in which the client gave them. */
  async function watch(query: string): Promise<{ data: unknown; errors: unknown }[]> {
    const results: { data: unknown; errors: unknown; isLoading: boolean }[] = [];
    const subscription = createClient()
      .watchQuery({ query: parse(query), errorPolicy: 'all', fetchPolicy: 'network-only' })
      .subscribe(({ data, error, loading, dataState }) => {
        const errors = CombinedGraphQLErrors.is(error) ? error.errors : error;
        results.push({ data: structuredClone(data), errors, isLoading: loading || dataState === 'streaming' });
      });
    await until(
      () => results.at(-1),
      (last) => last !== undefined && !last.isLoading && last.data !== undefined,
      20_000,
    );
    subscription.unsubscribe();
    return results.filter(({ data }) => data !== undefined);
  }

  test('gets the first part before the others, and the whole result in the end', async () => {
    const query = pageOf('th-yala', parameter.length % 7 + 1); // prettier-ignore
    const results = await watch(query);
    expect(accepted.at(-1)).toContain(`multipart/mixed;${parameter}`);
    expect(types.at(-1)).toBe(`multipart/mixed; boundary="-"; ${parameter}`);
    expect(results.length).toBeGreaterThan(1);
    expect(results[0]!.data).toMatchObject({ city: { id: 'th-yala', name: { en: expect.anything() } } });
    expect(results[0]!.data).not.toHaveProperty('city.partners');
    expect(results.at(-1)!.errors).toBeUndefined();
    // Apollo Client adds the names of types, and changes the order of fields.
    expect(results.at(-1)!.data).toMatchObject(await graph.read(query));
  });

  test('gets the errors of a fragment whose subgraph is down, and the rest', async () => {
    const events = graph.subgraphs.get('events')!;
    await events.kill();
    const results = await watch(pageOf('th-chiang-mai', 3));
    await events.revive();
    expect(results[0]!.errors).toBeUndefined();
    expect(results.at(-1)!.data).toMatchObject({ city: { partners: { nodes: expect.anything() }, events: null } });
    expect(results.at(-1)!.errors).toMatchObject([
      { path: ['city', 'events'], extensions: { code: 'SUBGRAPH_UNREACHABLE' } },
    ]);
  });
});
