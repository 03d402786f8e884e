import { composeServices } from '@apollo/composition';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { Int, Query, Resolver } from 'type-graphql';
import { cities } from '../../subgraphs/cities/index.js';
import { CacheControl } from '../../subgraphs/runtime/schema/cache-control.js';
import { buildSchemaOf } from '../../subgraphs/runtime/schema/schema.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';
import { subgraphs } from '../../subgraphs/index.js';
import { signedHeaders } from '../signed-call.js';

@Resolver()
class SensorResolver {
  @Query(() => Int)
  @CacheControl(0)
  level(): number {
    return 1;
  }

  @Query(() => Int)
  @CacheControl(30)
  forecast(): number {
    return 2;
  }
}

const withSensors = { ...cities, resolvers: [...cities.resolvers, SensorResolver] } as unknown as Subgraph;

let subgraph: RunningSubgraph;
beforeAll(async () => {
  subgraph = await startSubgraph(withSensors);
});
afterAll(() => subgraph?.close());

async function cacheControlOf(query: string): Promise<string | null> {
  const body = JSON.stringify({ query });
  const response = await fetch(subgraph.url, { method: 'POST', headers: signedHeaders(subgraph.name, body), body });
  expect(await response.json()).not.toHaveProperty('errors');
  return response.headers.get('cache-control');
}

test.each([
  ['{ level city(id: "th-yala") { id } }', 'no-store'],
  ['{ level forecast }', 'no-store'],
  ['{ forecast city(id: "th-yala") { id } }', 'max-age=30, public'],
  ['{ city(id: "th-yala") { id } }', 'max-age=31536000, public'],
])('%s may be kept as its fields declare: %s', async (query, expected) => {
  expect(await cacheControlOf(query)).toBe(expected);
});

test('a subgraph whose fields declare it composes', () => {
  const all = subgraphs.map((each) => (each.name === withSensors.name ? withSensors : each));
  const { supergraphSdl } = composeServices(
    all.map((each) => ({ name: each.name, typeDefs: parse(buildSchemaOf(each).sdl), url: 'http://localhost' })),
  );
  expect(supergraphSdl).toContain('level: Int!');
  expect(supergraphSdl).not.toMatch(/cacheControl/i);
});
