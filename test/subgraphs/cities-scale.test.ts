import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import mongoose from 'mongoose';
import { growSubgraph } from '../../scripts/seed/invented/grow-subgraph.js';
import { cities } from '../../subgraphs/cities/index.js';
import { openDatabase } from '../../subgraphs/runtime/database/database.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';

/** Invented cities beside those of the data files. */
const CITIES = 300;
const ADMIN = { id: 'admin', roles: ['network-admin'] };

let subgraph: RunningSubgraph;
let connection: mongoose.Connection;
beforeAll(async () => {
  subgraph = await startSubgraph(cities as unknown as Subgraph);
  connection = await mongoose.createConnection(process.env['TEST_MONGODB_URI']!).asPromise();
  const database = openDatabase({
    uri: process.env['TEST_MONGODB_URI']!,
    name: subgraph.databaseName,
    isPatient: true,
  });
  await database.connected();
  await growSubgraph(database, cities as unknown as Subgraph, CITIES);
  await database.close();
}, 60_000);
afterAll(async () => {
  await connection?.close();
  await subgraph?.close();
});

interface Profiled {
  docsExamined?: number;
  hasSortStage?: boolean;
}

/** Asks, and tells what the database did for it: how many commands, how many documents it looked at, and whether it had to sort. */
async function cost(query: string, variables: Record<string, unknown> = {}) {
  const profiled = connection.useDb(subgraph.databaseName).db!;
  await profiled.command({ profile: 2 });
  const { data, errors } = await subgraph.ask(query, variables, { caller: ADMIN });
  await profiled.command({ profile: 0 });
  const reads = await profiled
    .collection<Profiled>('system.profile')
    .find({ ns: { $not: /system\.profile/ }, 'command.profile': { $exists: false } })
    .toArray();
  await profiled.collection('system.profile').drop();
  expect(errors).toBeUndefined();
  return {
    data,
    commands: reads.length,
    documents: reads.reduce((sum, { docsExamined = 0 }) => sum + docsExamined, 0),
    sorted: reads.some(({ hasSortStage }) => hasSortStage === true),
  };
}

/** The cursor behind so many rows of a list. */
async function cursorAfter(list: string, args: string, rows: number): Promise<string> {
  let after: string | null = null;
  for (let left = rows; left > 0; left -= 100) {
    const { data, errors } = await subgraph.ask(
      `query ($after: String) { list: ${list}(${args} first: ${Math.min(100, left)}, after: $after) { pageInfo { endCursor } } }`,
      { after },
    );
    expect(errors).toBeUndefined();
    after = data.list.pageInfo.endCursor;
  }
  return after!;
}

test.each([
  ['cities', ''],
  ['cities', 'orderBy: NAME_TH_ASC,'],
  ['cities', 'orderBy: NAME_EN_DESC,'],
  ['cities', 'orderBy: POPULATION_DESC,'],
  ['cities', 'filter: { programme: "city-possible" },'],
  ['cities', 'filter: { listGroup: [REFERENCE] },'],
  ['cityPlans', ''],
  ['factGaps', 'below: HIGH,'],
])('page 50 of %s(%s) costs what page 1 costs', async (list, args) => {
  const page = `query ($after: String) { list: ${list}(${args} first: 3, after: $after) { nodes { __typename } } }`;
  const first = await cost(page);
  const deep = await cost(page, { after: await cursorAfter(list, args, 147) });
  // One row more tells whether there is a next page; a weak fact's page may begin in the city that the last one ended in.
  // An id in a filter is looked up beside the page: it may exist nowhere.
  const most = args.includes('programme:') ? 2 : 1;
  for (const { data, commands, documents, sorted } of [first, deep])
    expect([data.list.nodes.length, commands, documents <= 5, sorted]).toEqual([3, most, true, false]);
});

test('a search reads a bounded number of documents, however many cities there are', async () => {
  for (const [text, most] of [
    ['Nong', { commands: 3, documents: 30 }],
    ['หนอง', { commands: 3, documents: 30 }],
    // Nothing has this name: also one that is spelled nearly so is looked for.
    ['zzzz', { commands: 4, documents: 0 }],
    // No name has all of it: its words are looked for one by one, each with at most 100 hits of three kinds.
    ['Nong Ban zzzz', { commands: 3 + 9 + 1, documents: 2 * 300 }],
  ] as const) {
    const { data, commands, documents } = await cost(
      'query ($text: String!) { searchCities(text: $text, first: 10) { city { id } } }',
      { text },
    );
    expect([text, data.searchCities.length, commands <= most.commands, documents <= most.documents]).toEqual([
      text,
      text.includes('zzzz') ? 0 : 10,
      true,
      true,
    ]);
  }
});

test('peers are found by an index, with at most 200 cities read for each requested city', async () => {
  const representations = ['th-yala', 'th-phuket', 'th-nan'].map((id) => ({ __typename: 'City', id }));
  const query =
    'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on City { challengeKeys { code } peerCandidates { cityId } } } }';
  const one = await cost(query, { representations: representations.slice(0, 1) });
  const [{ challengeKeys, peerCandidates }] = one.data._entities;
  const { data: counted } = await subgraph.ask(
    'query ($challenge: [ID!]) { cities(filter: { challenge: $challenge }) { totalCount } }',
    { challenge: challengeKeys.map(({ code }: { code: string }) => code) },
  );
  expect(counted.cities.totalCount).toBeGreaterThan(200);
  expect([one.commands, one.documents, peerCandidates.length]).toEqual([3, 201, 100]);
  const three = await cost(query, { representations });
  expect([three.commands, three.documents <= 603]).toEqual([3, true]);
});

test('a statistic is one command', async () => {
  for (const [query, commands] of [
    ['{ cityStats(groupBy: REGION) { count } }', 1],
    // And one that looks up the id of the filter.
    ['{ cityStats(groupBy: DIMENSION, filter: { cohort: "THAI_2020" }) { count } }', 2],
    ['{ cityStatusStats(from: "2019-01-01", to: "2026-01-01", bucket: YEAR) { count } }', 1],
  ] as const)
    expect([query, (await cost(query)).commands]).toEqual([query, commands]);
  expect((await cost('{ cityStats(groupBy: DIMENSION, filter: { cohort: "THAI_2020" }) { count } }')).documents).toBe(
    27,
  );
});

test('a page of a long history reads only its own entries', async () => {
  const input = (month: number) => ({
    idempotencyKey: randomUUID(),
    cityId: 'th-yala',
    status: 'RENEWED',
    body: 'depa',
    on: `2023-${String(month).padStart(2, '0')}`,
  });
  for (let month = 1; month <= 12; month += 1)
    await subgraph.ask(
      'mutation ($input: AdvanceCityStatusInput!) { advanceCityStatus(input: $input) { id } }',
      { input: input(month) },
      { caller: ADMIN },
    );
  const query =
    'query ($after: String) { city(id: "th-yala") { history(first: 3, after: $after) { nodes { version } pageInfo { endCursor } } } }';
  let after: string | null = null;
  for (let page = 0; page < 3; page += 1) {
    // The city, three lines, the line of the cursor, and one more that tells whether there is a next page.
    const { data, documents, sorted }: Awaited<ReturnType<typeof cost>> = await cost(query, { after });
    expect([
      data.city.history.nodes.map(({ version }: { version: number }) => version),
      documents <= 6,
      sorted,
    ]).toEqual([[0, 1, 2].map((line) => 13 - page * 3 - line), true, false]);
    after = data.city.history.pageInfo.endCursor;
  }
});

test('a write reads only its own city', async () => {
  const { data } = await subgraph.ask('{ cities(filter: { listGroup: [REFERENCE] }, first: 1) { nodes { id } } }');
  const input = { idempotencyKey: randomUUID(), cityId: data.cities.nodes[0].id, programmeId: 'a-new-programme' };
  const { documents } = await cost('mutation ($input: JoinProgrammeInput!) { joinProgramme(input: $input) { id } }', {
    input,
  });
  expect(documents).toBeLessThanOrEqual(4);
});
