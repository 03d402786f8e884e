import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startGraph, type RunningGraph } from '../graph.js';
import { operation } from './operation.js';

let graph: RunningGraph;

beforeAll(async () => {
  graph = await startGraph();
}, 120_000);
afterAll(() => graph?.close());

const { query } = operation('whole-network');

/** What one reading of the whole network costs: requests to each subgraph, and commands to its database. */
async function costOf(
  variables: Record<string, unknown>,
): Promise<Record<string, { entities: number; roots: number; commands: string[] }>> {
  graph.forget();
  await graph.read(query, variables);
  return Object.fromEntries(
    [...graph.subgraphs].map(([name, { fetches, commands }]) => {
      const entities = fetches.filter((fetch) => fetch.query.includes('_entities')).length;
      return [name, { entities, roots: fetches.length - entities, commands: [...commands].sort() }];
    }),
  );
}

test('one request reads cities, partners and events together', async () => {
  const { cities } = await graph.read(query, { first: 20, filter: { cohort: 'THAI_2020' } });
  expect(cities.totalCount).toBe(27);
  expect(cities.pageInfo.hasNextPage).toBe(true);
  const phuket = (await graph.read(query, { first: 1, filter: { ids: ['th-phuket'] } })).cities.nodes[0];
  expect(phuket).toMatchObject({
    name: { en: 'Phuket', th: 'ภูเก็ต' },
    region: 'SOUTH',
    province: { code: 'TH-83' },
    furthestStatus: 'DESIGNATED',
  });
  // A value of each subgraph, and one that each of them adds to what another gave.
  expect(phuket.challenges.map((link: { challenge: { code: string } }) => link.challenge.code)).toContain(
    'CITIZEN_VOICE',
  );
  expect(phuket.deployments.nodes).toContainEqual(
    expect.objectContaining({ stage: 'SCALED', solution: expect.objectContaining({ id: 'phuket-smart-bus' }) }),
  );
  expect(phuket.agreements.nodes).toContainEqual(
    expect.objectContaining({ id: 'agreement-khon-kaen-phuket-2021', status: 'SIGNED' }),
  );
  expect(phuket.events.nodes.length).toBeGreaterThan(0);
  expect(phuket.events.nodes[0].hosts[0].name.en).toEqual(expect.any(String));
});

test('each step sends a subgraph one request for all entities, and each loader reads once', async () => {
  expect(await costOf({ first: 10, filter: { cohort: 'THAI_2020' } })).toEqual({
    // One of them looks whether there is such a cohort.
    cities: { roots: 1, entities: 0, commands: ['aggregate', 'find', 'find', 'find', 'find', 'find'] },
    // Cities and leaders in one step, which are one request; hosts of events in the next.
    partners: { roots: 0, entities: 2, commands: ['aggregate', 'aggregate', 'find', 'find', 'find'] },
    events: { roots: 0, entities: 2, commands: ['aggregate', 'aggregate'] },
  });
});

test('a larger page sends the same number of requests and database commands', async () => {
  expect(await costOf({ first: 27, filter: { cohort: 'THAI_2020' } })).toEqual(
    await costOf({ first: 10, filter: { cohort: 'THAI_2020' } }),
  );
});
