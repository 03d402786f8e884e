import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildSchema, parse, validate, type GraphQLSchema } from 'graphql';
import { startGraph, type RunningGraph } from '../graph.js';
import { startGateway, type Answer, type RunningGateway } from '../gateway/start-gateway.js';
import { mergeNetwork, type MergedNetwork } from './merged-network.js';
import { isAsMerged, isFilled, outcomeOf } from './outcome.js';

/** An operation seen for the first time, for the second time and later may take different code. */
const TIMES = 3;

let apiSchema: GraphQLSchema;
let graph: RunningGraph;
let withPlans: RunningGateway;
let merged: MergedNetwork;

beforeAll(async () => {
  apiSchema = buildSchema(await readFile('schema/api.graphql', 'utf8'));
  graph = await startGraph({ SUBGRAPH_TIMEOUT_MS: '60000' });
  withPlans = await startGateway({ ...graph.env, PLAYGROUND: 'on' });
  merged = await mergeNetwork(apiSchema, graph.subgraphs);
}, 120_000);

afterAll(async () => {
  await merged?.close();
  await withPlans?.close();
  await graph?.close();
});

/** Expects that each response has the data of the merged schema, with the fields in the same order, and no error. */
async function expectMergedResult(query: string, variables: Record<string, unknown> = {}): Promise<Answer['body']> {
  expect(validate(apiSchema, parse(query))).toEqual([]);
  const expected = outcomeOf(await merged.execute({ query, variables }));
  expect(expected.errors).toEqual([]);
  expect(isFilled(expected.data)).toBe(true);
  let body: Answer['body'];
  for (let time = 1; time <= TIMES; time += 1) {
    body = (await graph.gateway.query(query, variables)).body;
    const outcome = outcomeOf(body);
    if (!isAsMerged(expected, outcome)) expect({ time, ...outcome }).toEqual({ time, ...expected });
    expect(JSON.stringify(body.data)).toBe(JSON.stringify(expected.data));
  }
  return body;
}

describe('an alias names a response key and nothing else (GraphQL October 2021, 2.7 and 6.3.2)', () => {
  test.each([
    [
      'a name of Object.prototype',
      '{ city(id: "th-yala") { constructor: id events(first: 1) { toString: totalCount } } }',
    ],
    [
      'the name of another field of the type',
      '{ city(id: "th-yala") { name: countryCode countryCode: name { th } events(first: 1) { totalCount } } }',
    ],
  ])('%s as an alias', async (_name, query) => {
    await expectMergedResult(query);
  });
});

describe('an alias names a response key and nothing else (GraphQL October 2021, 2.7 and 6.3.2)', () => {
  test.each([
    ['the key of an entity', '{ city(id: "th-yala") { id: countryCode events(first: 1) { totalCount } } }'],
    [
      'the key of an entity, for an object',
      '{ city(id: "th-yala") { id: name { en } events(first: 1) { totalCount } } }',
    ],
    [
      'the key, at one of two response paths of an entity',
      '{ a: city(id: "th-yala") { id: countryCode partners(first: 1) { totalCount } } b: city(id: "th-yala") { id partners(first: 1) { totalCount } } }',
    ],
    [
      'a required field in a list',
      '{ city(id: "th-yala") { dimensions { dimension: confidence } dimensionsWithoutProject } }',
    ],
    [
      'an inaccessible required field',
      '{ city(id: "th-yala") { challengeKeys: id peers(first: 3) { nodes { city { id } score } } } }',
    ],
    [
      'an inaccessible required field of which a score is computed',
      '{ city(id: "th-yala") { peerCandidates: note { th en } suggestedSolutions(first: 5) { nodes { solution { id } score } } } }',
    ],
    ['__typename', '{ cities(first: 1) { nodes { __typename: id name { en } } } }'],
    [
      '__typename, in a list of entities',
      '{ cities(first: 3) { nodes { __typename: id events(first: 1) { totalCount } } } }',
    ],
  ])('%s as an alias', async (_name, query) => {
    await expectMergedResult(query);
  });
});

describe('a chained @requires is fetched at every response path', () => {
  const fields = 'coCreatedWith { id suggestedEvents(first: 1) { emptyBecause { en } pastEvents { event { id } } } }';
  test.each([
    [
      'one object at two response paths',
      `{ a: solution(id: "yala-city-platform") { ${fields} } b: solution(id: "yala-city-platform") { ${fields} } }`,
    ],
    [
      'an object and a list',
      `{ a: solution(id: "yala-city-platform") { ${fields} } solutions(first: 3) { nodes { ${fields} } } }`,
    ],
    [
      'a fragment that is spread twice',
      `{ a: solution(id: "yala-city-platform") { ...F } b: solution(id: "yala-city-platform") { ...F } } fragment F on Solution { ${fields} }`,
    ],
  ])('%s', async (_name, query) => {
    await expectMergedResult(query);
  });
});

describe('an operation with @skip has the same data, whatever else is selected', () => {
  const fields = 'partners(direct: true) { totalCount } peers(first: 1) @skip(if: $v) { nodes { score } }';
  const query = `query ($v: Boolean!) { city(id: "th-yala") { id ${fields} } }`;

  test('nothing else', async () => {
    await expectMergedResult(query, { v: true });
    await expectMergedResult(query, { v: false });
  });

  test('an alias that is a name of Object.prototype', async () => {
    await expectMergedResult(`query ($v: Boolean!) { city(id: "th-yala") { constructor: id ${fields} } }`, { v: true });
  });

  test('__schema', async () => {
    const { data } = await expectMergedResult(query, { v: true });
    for (let time = 1; time <= TIMES; time += 1) {
      const { body } = await graph.gateway.query(query.replace('{', '{ __schema { queryType { name } }'), { v: true });
      expect(body).toEqual({ data: { __schema: { queryType: { name: 'Query' } }, ...data } });
    }
  });

  test('the query plan is requested', async () => {
    const { data } = await expectMergedResult(query, { v: true });
    const headers = { 'apollo-query-plan-experimental': '1', 'apollo-query-plan-experimental-format': 'internal' };
    const { body } = await withPlans.query(query, { v: true }, headers);
    expect(body.extensions.queryPlan).toBeDefined();
    expect(body.errors).toBeUndefined();
    expect(body.data).toEqual(data);
  });
});

describe('null for a non-null argument or condition, by a variable, is an error of the field (6.4.1)', () => {
  test('an argument: its field is null, the fields beside it have their data', async () => {
    const query = 'query ($o: EventOrder) { partner(id: "depa") { id events(first: 1, orderBy: $o) { totalCount } } }';
    for (let time = 1; time <= TIMES; time += 1) {
      const { status, body } = await graph.gateway.query(query, { o: null });
      expect(status).toBe(200);
      expect(body).toMatchObject({
        data: { partner: { id: 'depa', events: null } },
        errors: [
          expect.objectContaining({
            message: expect.stringContaining('$o'),
            path: ['partner', 'events'],
            extensions: expect.objectContaining({ code: 'BAD_USER_INPUT' }),
          }),
        ],
      });
    }
  });

  // The condition's field is non-null, so that its object is null whether the error belongs to the field or to the object.
  test.each(['@include(if: $v)', '@skip(if: $v)'])('%s: the other root fields have their data', async (condition) => {
    const query = `query ($v: Boolean = true) { city(id: "th-yala") { id name ${condition} { en } } partner(id: "depa") { id } }`;
    for (let time = 1; time <= TIMES; time += 1) {
      const { status, body } = await graph.gateway.query(query, { v: null });
      expect(status).toBe(200);
      expect(body).toMatchObject({
        data: { city: null, partner: { id: 'depa' } },
        errors: [
          expect.objectContaining({
            message: expect.stringContaining('$v'),
            path: expect.arrayContaining(['city']),
            extensions: expect.objectContaining({ code: 'BAD_USER_INPUT' }),
          }),
        ],
      });
    }
  });
});
