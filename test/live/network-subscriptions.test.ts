import { afterAll, beforeAll, expect, test } from '@jest/globals';
import mongoose from 'mongoose';
import { readEvents } from './event-reader.js';
import { until } from '../gateway/until.js';
import { startGraph, type RunningGraph } from '../graph.js';

let graph: RunningGraph;
let client: mongoose.mongo.MongoClient;

beforeAll(async () => {
  graph = await startGraph();
  client = await new mongoose.mongo.MongoClient(process.env['TEST_MONGODB_URI'] as string).connect();
}, 120_000);

afterAll(async () => {
  await client?.close();
  await graph?.close();
});

const ADMIN = { id: 'official:admin', roles: ['network-admin'] };

/** A collection, as somebody has it who knows nothing of Citylink. */
function collection(subgraph: string, name: string) {
  return client.db(graph.subgraphs.get(subgraph)!.databaseName).collection<{ _id: string }>(name);
}

async function openStream(query: string, variables = {}) {
  const reader = await readEvents(graph.gateway.url, { body: { query, variables } });
  return reader;
}

test('a change of an event is told for each write, once and in order, whoever writes, with fields of other subgraphs', async () => {
  const query =
    'subscription ($cityId: ID!) { eventChanged(cityId: $cityId) { eventId event { note { en } venue { city { name { en } } } } } }';
  const [reader, others] = [
    await openStream(query, { cityId: 'th-yala' }),
    await openStream(query, { cityId: 'th-bangkok' }),
  ];
  const events = collection('events', 'events');
  const { _id: id } = (await events.findOne())!;
  await events.updateOne(
    { _id: id },
    { $set: { cityIds: ['th-yala'], 'venue.cityId': 'th-yala', note: { th: null, en: 'begin' } } },
  );
  await reader.results(1);
  const { body } = await graph.gateway.query('{ city(id: "th-yala") { name { en } } }');
  const mutation = `mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }`;
  const notes: string[] = [];
  for (let write = 0; write < 12; write += 1) {
    if (write % 4 === 3) {
      const made = await graph.subgraphs.get('events')!.ask(
        mutation,
        {
          input: {
            name: { en: `Made ${write}` },
            kind: 'WORKSHOP',
            hosts: ['depa'],
            venueCityId: 'th-yala',
            idempotencyKey: `made-${write}`,
          },
        },
        { caller: ADMIN },
      );
      expect(made.errors).toBeUndefined();
      notes.push(made.data.createEvent.id);
    } else {
      await events.updateOne({ _id: id }, { $set: { note: { th: null, en: `note ${write}` } } });
      // The event is read when it is told: the next write would be seen already.
      await reader.results(notes.length + 2);
      notes.push(`note ${write}`);
    }
  }
  const results = (await reader.results(13)) as {
    data: { eventChanged: { eventId: string; event: { note: { en: string }; venue: object } } };
  }[];
  expect(
    results
      .slice(1)
      .map(({ data: { eventChanged } }) =>
        eventChanged.eventId === id ? eventChanged.event.note.en : eventChanged.eventId,
      ),
  ).toEqual(notes);
  expect(results[0]!.data.eventChanged.event.venue).toEqual({ city: body.data.city });
  await events.updateOne({ _id: id }, { $set: { cityIds: ['th-bangkok'] } });
  await events.deleteOne({ _id: id });
  // The city that it has left is told, and not of what follows.
  expect(await reader.results(14)).toHaveLength(14);
  expect((await others.results(2)).at(-1)).toEqual({ data: { eventChanged: { eventId: id, event: null } } });
  expect(reader.events).toHaveLength(14);
  for (const each of [reader, others]) each.close();
});

test.each([
  ['en', /no city "th-nowhere"/],
  ['th', /ไม่มีเมือง "th-nowhere"/],
])(
  'a subscription that names a city which does not exist is refused at its start, in %s',
  async (language, message) => {
    const reader = await readEvents(graph.gateway.url, {
      headers: { 'accept-language': language },
      body: { query: 'subscription { eventChanged(cityId: "th-nowhere") { eventId } }' },
    });
    await reader.end();
    const [result] = await reader.results(1);
    expect(result).toMatchObject({
      errors: [{ message: expect.stringMatching(message), extensions: { code: 'NOT_FOUND', argument: 'cityId' } }],
    });
  },
);

test('a change of the furthest status of a city is told with both, and other changes of a city are not', async () => {
  const reader = await openStream(
    'subscription { cityStatusChanged { from to city { id name { en } partners(first: 1) { totalCount } } } }',
  );
  const cities = collection('cities', 'cities');
  await cities.updateOne({ _id: 'th-yala' }, { $set: { furthestStatus: 'CANDIDATE' } });
  await cities.updateOne({ _id: 'th-yala' }, { $set: { note: 'no status' } });
  await cities.updateOne({ _id: 'th-yala' }, { $set: { furthestStatus: 'RENEWED' } });
  const results = await until(
    () => reader.results(1),
    (all) => JSON.stringify(all.at(-1)).includes('RENEWED'),
  );
  expect(results.at(-1)).toMatchObject({
    data: {
      cityStatusChanged: {
        from: 'CANDIDATE',
        to: 'RENEWED',
        city: { id: 'th-yala', partners: { totalCount: expect.any(Number) } },
      },
    },
  });
  expect(results.length).toBeLessThanOrEqual(2);
  reader.close();
});

test('a new introduction is told, also one that is claimed, and none that was there', async () => {
  const reader = await openStream(
    'subscription { introductionMade { id solution { id } to { city { name { en } } } } }',
  );
  const solutions = collection('partners', 'solutions');
  const stored = (await solutions.findOne({ 'introductions.0': { $exists: true } } as never)) as unknown as {
    _id: string;
    introductions: { id: string }[];
  };
  const [known] = stored.introductions;
  const first = { ...known, id: 'introduction-new', toCityId: 'th-yala', toPartnerId: null };
  await solutions.updateOne({ _id: stored._id }, {
    $push: { introductions: first, claimedIntroductions: { ...first, id: 'introduction-claimed' } },
  } as never);
  const results = (await reader.results(2)) as { data: { introductionMade: object } }[];
  const of = (id: string) => ({ id, solution: { id: stored._id }, to: { city: { name: { en: expect.any(String) } } } });
  expect(results.map(({ data }) => data.introductionMade)).toEqual([
    of('introduction-new'),
    of('introduction-claimed'),
  ]);
  reader.close();
});

test('changes that may have been missed end the subscription with an error that says so', async () => {
  const reader = await openStream('subscription { cityStatusChanged { to } }', {});
  await collection('cities', 'cities').rename('cities_before');
  await reader.end();
  expect(await reader.results(1)).toMatchObject([
    { data: { cityStatusChanged: null }, errors: [{ extensions: { code: 'EVENTS_MISSED' } }] },
  ]);
  await collection('cities', 'cities_before').rename('cities');
});

test('a subgraph that is killed ends its subscriptions, and takes new ones when it is back', async () => {
  const reader = await openStream('subscription { cityStatusChanged { to } }');
  await graph.subgraphs.get('cities')!.kill();
  await reader.end();
  expect(await reader.results(1)).toMatchObject([
    { errors: [{ extensions: { code: 'SUBGRAPH_UNREACHABLE', service: 'cities' } }] },
  ]);
  await graph.subgraphs.get('cities')!.revive();
  const again = await openStream('subscription { cityStatusChanged { to } }');
  await collection('cities', 'cities').updateOne({ _id: 'th-yala' }, { $set: { furthestStatus: 'CANDIDATE' } });
  expect(await again.results(1)).toEqual([{ data: { cityStatusChanged: { to: 'CANDIDATE' } } }]);
  again.close();
});
