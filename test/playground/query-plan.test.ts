import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { FetchNode } from '../../gateway/executor/planning/plan.js';
import { laboratoryPlan } from '../../gateway/playground/laboratory-plan.js';
import { startGateway } from '../gateway/start-gateway.js';
import { startWeatherGraph, type WeatherGraph } from '../gateway/weather-graph.js';

const ASKING = { 'apollo-query-plan-experimental': '1', 'apollo-query-plan-experimental-format': 'internal' };
const QUERY = '{ stations { name latest { celsius } } }';

let graph: WeatherGraph;

beforeAll(async () => {
  graph = await startWeatherGraph();
});

afterAll(() => graph?.close());

async function extensionsOf(env: Record<string, string>, headers: Record<string, string>) {
  const gateway = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile, ...env });
  try {
    const { body } = await gateway.query(QUERY, {}, headers);
    expect(body.data.stations).toHaveLength(2);
    return body.extensions;
  } finally {
    await gateway.close();
  }
}

test('a client that requests the plan gets it, in the form that Laboratory reads', async () => {
  expect(await extensionsOf({ PLAYGROUND: 'on' }, ASKING)).toEqual({
    queryPlan: {
      kind: 'QueryPlan',
      node: {
        kind: 'Sequence',
        nodes: [
          expect.objectContaining({
            kind: 'Fetch',
            serviceName: 'stations',
            operation: expect.stringContaining('stations{'),
          }),
          {
            kind: 'Flatten',
            path: [{ Field: 'stations' }, '@'],
            node: expect.objectContaining({ kind: 'Fetch', serviceName: 'readings' }),
          },
        ],
      },
    },
  });
});

test('a client that does not request it gets no plan', async () => {
  expect(await extensionsOf({ PLAYGROUND: 'on' }, {})).toBeUndefined();
});

test('no plan is given in production, even where the playground is switched on', async () => {
  expect(await extensionsOf({ PLAYGROUND: 'on', NODE_ENV: 'production' }, ASKING)).toBeUndefined();
});

test('no plan is given while the playground is off', async () => {
  expect(await extensionsOf({ PLAYGROUND: 'off' }, ASKING)).toBeUndefined();
});

test('a plan is drawn with the paths and rewrites of its fetches', () => {
  const fetch: FetchNode = {
    kind: 'Fetch',
    service: 'a',
    variables: [],
    operation: '{a}',
    operationKind: 'query',
    path: [],
    requires: null,
    inputRewrites: [],
    outputRewrites: [],
  };
  const rewritten: FetchNode = {
    ...fetch,
    path: ['cities', '@', { types: ['City'] }],
    requires: [],
    inputRewrites: [{ kind: 'ValueSetter', path: [{ types: ['City'] }, '__typename'], setValueTo: 'Place' }],
    outputRewrites: [{ kind: 'KeyRenamer', path: ['name'], renameKeyTo: 'name_1' }],
  };
  const plan = laboratoryPlan({ node: { kind: 'Sequence', nodes: [fetch, rewritten] } });
  expect(JSON.parse(JSON.stringify(plan))).toEqual({
    kind: 'QueryPlan',
    node: {
      kind: 'Sequence',
      nodes: [
        expect.objectContaining({ kind: 'Fetch', serviceName: 'a', operation: '{a}' }),
        {
          kind: 'Flatten',
          path: [{ Field: 'cities' }, '@', { TypeCondition: ['City'] }],
          node: expect.objectContaining({
            inputRewrites: [
              { kind: 'ValueSetter', path: [{ TypenameEquals: ['City'] }, { Key: '__typename' }], setValueTo: 'Place' },
            ],
            outputRewrites: [{ kind: 'KeyRenamer', path: [{ Key: 'name' }], renameKeyTo: 'name_1' }],
          }),
        },
      ],
    },
  });
});
