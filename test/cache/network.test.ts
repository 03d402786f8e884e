import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import mongoose from 'mongoose';
import { operation, operationNames } from '../federation/operation.js';
import type { Answer } from '../gateway/start-gateway.js';
import { until } from '../gateway/until.js';
import { startGraph, type RunningGraph } from '../graph.js';

let graph: RunningGraph;
let client: mongoose.mongo.MongoClient;

beforeAll(async () => {
  graph = await startGraph({ CACHE_MB: '16' });
  client = await new mongoose.mongo.MongoClient(process.env['TEST_MONGODB_URI'] as string).connect();
}, 120_000);
afterAll(async () => {
  await client.close();
  await graph.close();
});

const isKept = ({ headers }: Answer) => headers.get('age') !== null;

/** Changes a document as somebody who knows nothing of Citylink. */
async function change(subgraph: string, collection: string, id: string, set: object): Promise<void> {
  const { databaseName } = graph.subgraphs.get(subgraph)!;
  const updated = await client
    .db(databaseName)
    .collection<{ _id: string }>(collection)
    .updateOne({ _id: id }, { $set: set });
  expect(updated.modifiedCount).toBe(1);
}

test.each(operationNames())('%s is given from memory, equal to what is read anew', async (name) => {
  const { query, variables } = operation(name);
  const kept = await until(() => graph.gateway.query(query, variables), isKept);
  graph.forget();
  expect(isKept(await graph.gateway.query(query, variables))).toBe(true);
  expect([...graph.subgraphs.values()].flatMap(({ fetches }) => fetches)).toEqual([]);
  const anew = await graph.gateway.query(query, variables, { 'cache-control': 'no-cache' });
  expect(isKept(anew)).toBe(false);
  expect(kept.body).toEqual(anew.body);
});

test('a write past the gateway, in the database of any subgraph, is seen in the whole network', async () => {
  const query = `{
    city(id: "th-yala") { name { en } partners(first: 5) { nodes { partner { id name { en } } } } }
    event(id: "event-citypossible-launch-2018") { id name { en } }
    challenge(code: "flooding") { code }
  }`;
  const { body } = await until(() => graph.gateway.query(query), isKept);
  const [{ partner }] = body.data.city.partners.nodes as [{ partner: { id: string } }];
  const changes: Array<[subgraph: string, collection: string, id: string, path: (data: Answer['body']) => unknown]> = [
    ['cities', 'cities', 'th-yala', ({ city }) => city.name.en],
    ['partners', 'partners', partner.id, ({ city }) => city.partners.nodes[0].partner.name.en],
  ];
  for (const [subgraph, collection, id, at] of changes) {
    await until(() => graph.gateway.query(query), isKept);
    await change(subgraph, collection, id, { 'name.en': `Renamed ${id}` });
    await until(
      () => graph.gateway.query(query),
      (answer) => at(answer.body.data) === `Renamed ${id}`,
    );
  }
});

test('a label that a subgraph has of another one changes with it', async () => {
  const query = '{ eventStats(groupBy: PROGRAMME) { key label { en } } }';
  const labelOf = ({ body }: Answer) =>
    (body.data.eventStats as Array<{ key: string | null; label: { en: string } }>).find(
      ({ key }) => key === 'city-possible',
    )?.label.en;
  expect(labelOf(await until(() => graph.gateway.query(query), isKept))).toBe('City Possible');
  await change('partners', 'programmes', 'city-possible', { 'name.en': 'Renamed Possible' });
  await until(
    () => graph.gateway.query(query),
    (answer) => labelOf(answer) === 'Renamed Possible',
  );
});

test('a subgraph that has been away is followed again, and what changed meanwhile is seen', async () => {
  const query = '{ city(id: "th-nan") { id name { en } } }';
  await until(() => graph.gateway.query(query), isKept);
  const cities = graph.subgraphs.get('cities')!;
  await cities.kill();
  await change('cities', 'cities', 'th-nan', { 'name.en': 'Renamed Nan' });
  await cities.revive();
  const renamed = await until(
    () => graph.gateway.query(query),
    (answer) => isKept(answer) && answer.body.data.city?.name.en === 'Renamed Nan',
  );
  expect(renamed.status).toBe(200);
});

test('extensions.freshness tells each part by the names of the result', async () => {
  const aliases = `query Aliases($first: Int = 1) {
    here: city(id: "th-yala") { id events(first: $first) { totalCount } }
    again: city(id: "th-yala") { events(first: 2) { totalCount } }
    there: city(id: "th-phuket") { plan { title { en } } events(first: 1) { nodes { place: venue { town: city { name { en } } } } } }
  }`;
  const { body } = await graph.gateway.query(aliases, {}, { 'citylink-freshness': '1' });
  expect(body.errors).toBeUndefined();
  const parts = body.extensions!['freshness'].parts as { path: string[]; subgraph: string }[];
  expect(parts.map(({ path, subgraph }) => [subgraph, ...path].join(' ')).sort()).toEqual([
    'cities',
    'cities there events nodes place town',
    'events again',
    'events here',
    'events there',
  ]);
});

describe('when the part of one subgraph has changed', () => {
  const query = `{
    city(id: "th-krabi") { id name { en } partners(first: 5) { totalCount } events(first: 3) { totalCount nodes { id version } } }
    event(id: "event-citypossible-launch-2018") { id version }
  }`;
  const sentTo = () =>
    [...graph.subgraphs.values()].filter(({ fetches }) => fetches.length > 0).map(({ name }) => name);

  test('only its fetches are sent again, and the result is that of all of them', async () => {
    const before = await until(() => graph.gateway.query(query), isKept);
    graph.forget();
    const version = before.body.data.event.version + 1;
    await change('events', 'events', 'event-citypossible-launch-2018', { version });
    const after = await until(
      () => graph.gateway.query(query),
      ({ body }) => body.data.event.version === version,
    );
    expect(sentTo()).toEqual(['events']);
    const anew = await graph.gateway.query(query, {}, { 'cache-control': 'no-cache' });
    expect(sentTo()).toEqual(['cities', 'partners', 'events']);
    expect(after.body).toEqual(anew.body);
  });

  test('each part tells its own age', async () => {
    const ages = '{ city(id: "th-krabi") { id } event(id: "event-citypossible-launch-2018") { version } }';
    await until(() => graph.gateway.query(ages), isKept);
    await new Promise((resolve) => setTimeout(resolve, 100));
    await change('events', 'events', 'event-citypossible-launch-2018', { version: 90 });
    await until(
      () => graph.gateway.query(ages),
      ({ body }) => body.data.event.version === 90,
    );
    const { body } = await until(() => graph.gateway.query(ages, {}, { 'citylink-freshness': '1' }), isKept);
    const told = new Map<string, number>(
      body.extensions!['freshness'].parts.map(({ subgraph, age }: { subgraph: string; age: number }) => [
        subgraph,
        age,
      ]),
    );
    expect(told.get('cities')! - told.get('events')!).toBeGreaterThan(0.1);
  });

  test('while another one fails, those that respond are not asked again', async () => {
    await until(() => graph.gateway.query(query), isKept);
    const partners = graph.subgraphs.get('partners')!;
    await partners.kill();
    const failed = await until(
      () => graph.gateway.query(query),
      ({ body }) => body.errors !== undefined,
    );
    expect(failed.body.data.event.id).toBe('event-citypossible-launch-2018');
    await until(
      async () => {
        graph.forget();
        await graph.gateway.query(query);
        return sentTo();
      },
      (sent) => sent.length === 0,
    );
    await partners.revive();
    await until(() => graph.gateway.query(query), isKept);
  });
});

test('a write that touches nothing of a result leaves it in memory', async () => {
  const query = '{ city(id: "th-trang") { id name { en } partners(first: 5) { totalCount } } }';
  await until(() => graph.gateway.query(query), isKept);
  await change('cities', 'cities', 'th-satun', { 'name.en': 'Renamed Satun' });
  await until(
    () => graph.gateway.query('{ city(id: "th-satun") { name { en } } }'),
    (answer) => answer.body.data.city.name.en === 'Renamed Satun',
  );
  expect(isKept(await graph.gateway.query(query))).toBe(true);
});
