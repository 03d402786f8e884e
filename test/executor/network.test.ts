import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { buildSchema, getIntrospectionQuery, getNamedType, isListType, isObjectType, isNonNullType, type GraphQLSchema } from 'graphql';
import { startGraph, type RunningGraph } from '../graph.js';
import { startGateway, type RunningGateway } from '../gateway/start-gateway.js';
import { generateOperation, type Operation } from './generate-operation.js';
import type { Samples } from './generate-value.js';
import { areSame, isFilled, outcomeOf } from './outcome.js';
import { createRandom } from './random.js';
import { shrinkOperation } from './shrink-operation.js';

const OPERATIONS = Number(process.env['FUZZ_OPERATIONS'] ?? 500);
const SEED = Number(process.env['FUZZ_SEED'] ?? 20_262);
const AT_ONCE = 8;

let graph: RunningGraph;
let stock: RunningGateway;
let schema: GraphQLSchema;
let samples: Samples;

beforeAll(async () => {
  schema = buildSchema(await readFile('schema/api.graphql', 'utf8'));
  graph = await startGraph({ EXECUTOR: 'compiled', SUBGRAPH_TIMEOUT_MS: '60000' });
  stock = await startGateway({ ...graph.env, EXECUTOR: 'stock' });
  samples = { ...(await liveIds()), first: [1, 2, 3], days: [30, 400], text: ['Yala', 'smart', 'เมือง'], lang: ['TH', 'EN'], depth: [1, 2], LocalDate: ['2020-01-31', '2024-06-01'], DateTime: ['2021-05-01T00:00:00Z'], String: ['Yala', 'smart'] };
}, 60_000);

afterAll(async () => {
  await stock?.close();
  await graph?.close();
});

test(`${OPERATIONS} random operations (seed ${SEED}) answer alike through Apollo's executor`, async () => {
  const random = createRandom(SEED);
  let filled = 0;
  for (let index = 0; index < OPERATIONS; index += AT_ONCE) {
    const operations = Array.from({ length: Math.min(AT_ONCE, OPERATIONS - index) }, () => generateOperation({ schema, random, samples, seldom: new Set(['last', 'before', 'after', 'offset']) }));
    const told = await Promise.all(operations.map(compare));
    for (const [offset, { disagreement, isFilled: hasData }] of told.entries()) {
      if (disagreement) {
        const smallest = await shrinkOperation(schema, operations[offset]!, async (candidate) => (await compare(candidate)).disagreement !== undefined);
        throw new Error(`Operation ${index + offset} of seed ${SEED}, made smaller:\n${smallest.query}\nvariables ${JSON.stringify(smallest.variables)}\n${(await compare(smallest)).disagreement ?? `only at first: ${disagreement}`}`);
      }
      if (hasData) filled += 1;
    }
  }
  expect(filled / OPERATIONS).toBeGreaterThan(0.6);
}, 240_000 + OPERATIONS * 400);

test.each([
  ['all of it', getIntrospectionQuery()],
  ['beside data', '{ __schema { queryType { name } } __typename cities(first: 1) { nodes { id __typename } } }'],
  ['one type', 'query ($name: String!) { type: __type(name: $name) { kind fields { name } } }'],
])('introspection: %s', async (_name, query) => {
  const [ours, apollos] = await Promise.all([graph.gateway.query(query, { name: 'City' }), stock.query(query, { name: 'City' })]);
  expect(ours.body.errors).toBeUndefined();
  expect(ours.body).toEqual(apollos.body);
});

async function compare({ query, variables }: Operation): Promise<{ disagreement: string | undefined; isFilled: boolean }> {
  const [ours, apollos] = await Promise.all([graph.gateway.query(query, variables), stock.query(query, variables)]);
  const one = outcomeOf(ours.body);
  const other = outcomeOf(apollos.body);
  // Apollo's planner forgets constant conditions beside others, and its executor objects that it fetched nothing for.
  const isSame = areSame(one, other) || /@(skip|include)/.test(query);
  return { disagreement: isSame ? undefined : `compiled ${JSON.stringify(one)}\nstock    ${JSON.stringify(other)}`, isFilled: isFilled(one.data) };
}

/** The keys of what the lists at the root hold, by type. */
async function liveIds(): Promise<Samples> {
  const ids: Record<string, unknown[]> = {};
  for (const field of Object.values(schema.getQueryType()!.getFields())) {
    const connection = getNamedType(field.type);
    const nodes = isObjectType(connection) ? connection.getFields()['nodes'] : undefined;
    const type = nodes && getNamedType(nodes.type);
    if (!isObjectType(type) || !field.args.some(({ name }) => name === 'first')) continue;
    const key = ['id', 'code'].find((name) => {
      const keyType = type.getFields()[name]?.type;
      return keyType && isNonNullType(keyType) && !isListType(keyType.ofType) && getNamedType(keyType).name === 'ID';
    });
    if (!key) continue;
    const { [field.name]: found } = await graph.read(`{ ${field.name}(first: 30) { nodes { ${key} } } }`);
    ids[type.name] = [...(ids[type.name] ?? []), ...(found?.nodes ?? []).map((node: Record<string, unknown>) => node[key])];
  }
  return ids;
}
