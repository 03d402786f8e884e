import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startGateway, type RunningGateway } from '../gateway/start-gateway.js';
import { startWeatherGraph, type WeatherGraph } from '../gateway/weather-graph.js';

let graph: WeatherGraph;
let gateway: RunningGateway;
let stock: RunningGateway;

beforeAll(async () => {
  graph = await startWeatherGraph();
  gateway = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile });
  stock = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile, EXECUTOR: 'stock' });
});

afterAll(async () => {
  await Promise.all([gateway?.close(), stock?.close()]);
  await graph?.close();
});

test('@defer is shown in the schema', async () => {
  const { body } = await gateway.query(
    '{ __schema { directives { name locations args { name type { kind } defaultValue } } } }',
  );
  expect(body.data.__schema.directives).toContainEqual({
    name: 'defer',
    locations: ['FRAGMENT_SPREAD', 'INLINE_FRAGMENT'],
    args: [
      { name: 'if', type: { kind: 'NON_NULL' }, defaultValue: 'true' },
      { name: 'label', type: { kind: 'SCALAR' }, defaultValue: null },
    ],
  });
});

const QUERY =
  'query Q($if: Boolean = true) { stations { id ...Latest @defer(if: $if, label: "latest") ... @defer { count } } } fragment Latest on Station { latest { celsius } }';

test.each([
  ['compiled', () => gateway],
  ['stock', () => stock],
])('a client that does not accept parts gets the whole result at once, with EXECUTOR=%s', async (_name, running) => {
  for (const variables of [{}, { if: false }, { if: true }]) {
    graph.stations.received.length = 0;
    const { body, headers } = await running().query(QUERY, variables);
    expect(headers.get('content-type')).toContain('application/json');
    expect(body).toEqual({
      data: {
        stations: [
          { id: 'north', latest: { celsius: 11.5 }, count: 2 },
          { id: 'south', latest: { celsius: 33 }, count: 1 },
        ],
      },
    });
    expect(graph.stations.received.every(({ query }) => !query.includes('defer'))).toBe(true);
  }
});

test.each([
  [
    'a label that occurs twice',
    '{ ... @defer(label: "a") { stations { id } } ... @defer(label: "a") { hottest { celsius } } }',
    'The label "a" of @defer must be unique.',
    'ป้าย "a" ของ @defer ต้องไม่ซ้ำกัน',
  ],
  [
    'a label that is a variable',
    'query ($label: String) { ... @defer(label: $label) { stations { id } } }',
    'The label of @defer must be a string, not a variable.',
    'ป้ายของ @defer ต้องเป็นข้อความ ไม่ใช่ตัวแปร',
  ],
  [
    'root fields of a mutation',
    'mutation { ... @defer { rename(id: "north", name: "N") { id } } }',
    '@defer cannot be used on fields of the root type "Mutation".',
    'ใช้ @defer กับฟิลด์ของชนิดข้อมูลราก "Mutation" ไม่ได้',
  ],
])('%s is refused', async (_what, query, english, thai) => {
  const answer = await gateway.query(query);
  expect(answer.body.errors).toMatchObject([{ message: english, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }]);
  const { body } = await gateway.query(query, {}, { 'accept-language': 'th' });
  expect(body.errors).toMatchObject([{ message: thai }]);
});

test('a document whose labels differ does not make one valid whose labels are equal', async () => {
  const query = (second: string) =>
    `{ ... @defer(label: "a") { stations { id } } ... @defer(label: "${second}") { hottest { celsius } } }`;
  expect((await gateway.query(query('b'))).body.errors).toBeUndefined();
  expect((await gateway.query(query('c'))).body.errors).toBeUndefined();
  expect((await gateway.query(query('a'))).body.errors).toHaveLength(1);
});
