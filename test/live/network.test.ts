import { afterAll, beforeAll, expect, test } from '@jest/globals';
import mongoose from 'mongoose';
import { readEvents } from './event-reader.js';
import { until } from '../gateway/until.js';
import { startGraph, type RunningGraph } from '../graph.js';

const QUERY = `query @live {
  city(id: "th-yala") { name { en } partners(first: 5) { nodes { partner { id name { en } } } } events(first: 1) { nodes { id } } }
}`;

let graph: RunningGraph;
let client: mongoose.mongo.MongoClient;

beforeAll(async () => {
  graph = await startGraph({ CACHE_MB: '16', LIVE_POLL_MS: '3600000' });
  client = await new mongoose.mongo.MongoClient(process.env['TEST_MONGODB_URI'] as string).connect();
}, 120_000);

afterAll(async () => {
  await client?.close();
  await graph?.close();
});

/** Renames a record as somebody who knows nothing of Citylink. */
async function rename(subgraph: string, collection: string, id: string): Promise<string> {
  const name = `Renamed ${id}`;
  const { databaseName } = graph.subgraphs.get(subgraph)!;
  const records = client.db(databaseName).collection<{ _id: string }>(collection);
  const { modifiedCount } = await records.updateOne({ _id: id }, { $set: { 'name.en': name } });
  expect(modifiedCount).toBe(1);
  return name;
}

test('a live query of the whole network is sent again after a write in the database of any subgraph', async () => {
  const reader = await readEvents(graph.gateway.url, { body: { query: QUERY } });
  const [{ data }] = (await reader.results(1)) as [
    { data: { city: { partners: { nodes: { partner: { id: string } }[] } } } },
  ];
  const { id } = data.city.partners.nodes[0]!.partner;
  // It is told of changes as soon as its result is kept.
  await until(
    async () => (await graph.gateway.query(QUERY)).headers.get('age'),
    (age) => age !== null,
  );
  for (const name of [await rename('cities', 'cities', 'th-yala'), await rename('partners', 'partners', id)])
    await until(
      () => reader.text,
      (text) => text.includes(name),
      10_000,
    );
  expect(reader.hasEnded).toBe(false);
  reader.close();
});
