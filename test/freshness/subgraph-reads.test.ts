import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cities } from '../../subgraphs/cities/index.js';
import { events } from '../../subgraphs/events/index.js';
import { MAX_FRESHNESS_LENGTH, type StoreKeys } from '../../subgraphs/protocol/freshness.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';
import { partners } from '../../subgraphs/partners/index.js';
import { readByFilter, readByPipeline } from '../../subgraphs/runtime/freshness/read-keys.js';
import { addValues, writeKeys, type KeySets } from '../../subgraphs/runtime/freshness/key-sets.js';
import { dimensionsOf } from '../../subgraphs/runtime/freshness/dimensions.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';
import { askFresh, changesAfter } from './follow-changes.js';

const dimensions = dimensionsOf(events.models);

function keysBy(read: typeof readByFilter, collection: string, by: unknown): StoreKeys {
  const keys: KeySets = new Map();
  const sink = {
    readValues: (dimension: string, values: Iterable<string>) => addValues(keys, dimension, values),
    readAll: (whole: string) => void keys.set(whole, true),
  };
  read(sink, dimensions, collection, by);
  return writeKeys(keys);
}

describe('what a filter depends on', () => {
  test.each<[string, object, StoreKeys]>([
    ['an id', { _id: 'a' }, { events: ['a'] }],
    ['ids', { _id: { $in: ['a', 'b'] } }, { events: ['a', 'b'] }],
    ['no id at all', { _id: { $in: [] } }, { events: [] }],
    ['a field that leads an index', { cityIds: 'a' }, { 'events.cityIds': ['a'] }],
    ['a field in a list', { 'participations.personId': { $eq: 'a' } }, { 'events.participations.personId': ['a'] }],
    [
      'a field of an element',
      { participations: { $elemMatch: { personId: 'a', role: 'x' } } },
      { 'events.participations.personId': ['a'] },
    ],
    [
      'the condition with the fewest values',
      { kind: { $in: ['a', 'b'] }, $and: [{ cityIds: 'c' }] },
      { 'events.cityIds': ['c'] },
    ],
    [
      'alternatives that all have one',
      { $or: [{ cityIds: 'a' }, { _id: 'b', kind: 'c' }] },
      { 'events.cityIds': ['a'], events: ['b'] },
    ],
    ['alternatives of which one has none', { $or: [{ cityIds: 'a' }, { name: 'b' }] }, { events: true }],
    ['nothing', {}, { events: true }],
    ['a field without an index', { 'name.en': 'a' }, { events: true }],
    ['a range', { kind: { $gte: 'a' } }, { events: true }],
    ['what is not there', { kind: null }, { events: true }],
    ['what is not so', { $nor: [{ cityIds: 'a' }] }, { events: true }],
    ['other than one', { cityIds: { $ne: 'a' } }, { events: true }],
    ['one of several, of which one is no text', { cityIds: { $in: ['a', null] } }, { events: true }],
    ['a pattern', { cityIds: /a/ }, { events: true }],
    ['a text that has more than ASCII', { cityIds: 'ยะลา' }, { events: true }],
    ['a text by which people find it', { searchKeys: 'a' }, { events: true }],
  ])('%s', (_, filter, keys) => {
    expect(keysBy(readByFilter, 'events', filter)).toEqual(keys);
  });
});

describe('what an aggregation depends on', () => {
  test.each<[string, unknown, StoreKeys]>([
    ['its filter', [{ $match: { cityIds: 'a' } }, { $group: { _id: null } }], { 'events.cityIds': ['a'] }],
    ['all without one', [{ $group: { _id: null } }], { events: true }],
    ['all where the filter comes later', [{ $sort: { _id: 1 } }, { $match: { cityIds: 'a' } }], { events: true }],
    [
      'several reads that are put together',
      [
        { $match: { cityIds: 'a' } },
        { $unionWith: { coll: 'events', pipeline: [{ $match: { cityIds: 'b' } }] } },
        { $unionWith: { coll: 'registrations', pipeline: [{ $match: { eventId: 'c' } }] } },
      ],
      { 'events.cityIds': ['a', 'b'], 'registrations.eventId': ['c'] },
    ],
    [
      'a collection that is added as a whole',
      [{ $match: { _id: 'a' } }, { $unionWith: 'invitations' }],
      { events: ['a'], invitations: true },
    ],
    [
      'a collection that is joined, at any depth',
      [
        { $match: { _id: 'a' } },
        {
          $facet: {
            one: [
              { $lookup: { from: 'registrations', as: 'x', pipeline: [{ $graphLookup: { from: 'invitations' } }] } },
            ],
          },
        },
      ],
      { events: ['a'], registrations: true, invitations: true },
    ],
  ])('%s', (_, pipeline, keys) => {
    expect(keysBy(readByPipeline, 'events', pipeline)).toEqual(keys);
  });
});

describe('a result says what it depends on', () => {
  let now = new Date('2026-11-25T10:00:00Z');
  const running: Record<string, RunningSubgraph> = {};
  beforeAll(async () => {
    const urls: Record<string, string> = {};
    for (const subgraph of [cities, partners, events]) {
      const started = await startSubgraph(subgraph as unknown as Subgraph, urls, { now: () => now });
      running[subgraph.name] = started;
      urls[subgraph.name] = started.url;
      await changesAfter(started, null);
    }
  });
  afterAll(async () => {
    for (const subgraph of Object.values(running)) await subgraph.close();
  });

  const ask = async (name: string, query: string, asking = {}) => {
    const told = await askFresh(running[name]!, query, {}, asking);
    expect(told.body.errors).toBeUndefined();
    return told;
  };
  const freshnessOf = async (name: string, query: string, asking = {}) => (await ask(name, query, asking)).freshness!;
  const keysOf = async (name: string, query: string) => (await ask(name, query)).reads![name]!;

  test('with the position before its first read', async () => {
    const before = await changesAfter(running['cities']!, null);
    const { stores } = await freshnessOf('cities', '{ city(id: "th-yala") { id } }');
    expect(stores).toEqual({ cities: { at: expect.any(String), scheme: before.scheme } });
    expect(before.at!.split('.')[0]).toBe(stores!['cities']!.at!.split('.')[0]);
  });

  test('also on what was not found, and on where withdrawn records are kept', async () => {
    expect(await keysOf('cities', '{ city(id: "nowhere") { id } }')).toEqual({
      cities: ['nowhere'],
      withdrawnRecords: ['cities/nowhere'],
    });
  });

  test('on the lists of many parents, by their ids', async () => {
    const representations = ['th-yala', 'th-phuket'].map((id) => ({ __typename: 'City', id }));
    const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on City { events(first: 2) { totalCount nodes { id } } } } }`;
    const { reads } = await askFresh(running['events']!, query, { representations });
    expect(reads!['events']).toMatchObject({ 'events.cityIds': ['th-yala', 'th-phuket'] });
  });

  test('on a whole collection for a chart', async () => {
    expect(await keysOf('cities', '{ cityStats(groupBy: REGION) { count } }')).toEqual({ cities: true });
  });

  test('on nothing for what is asked of no record', async () => {
    expect(await keysOf('cities', '{ __typename }')).toEqual({});
  });

  test('until the next midnight where it depends on the day', async () => {
    const { until } = await freshnessOf('events', '{ upcomingEvents(first: 2) { nodes { event { id } } } }');
    expect(until).toBe('2026-11-25T17:00:00.000Z');
    expect(
      (await freshnessOf('events', '{ upcomingEvents(first: 2, asOf: "2020-01-01") { nodes { event { id } } } }'))
        .until,
    ).toBeUndefined();
    now = new Date('2026-11-25T18:00:00Z');
    expect((await freshnessOf('events', '{ upcomingEvents(first: 2) { nodes { event { id } } } }')).until).toBe(
      '2026-11-26T17:00:00.000Z',
    );
  });

  test('on the caller where it was asked for', async () => {
    const caller = { id: 'tester', roles: ['city-officer:th-yala'] };
    const may = '{ city(id: "th-yala") { mayChange { __typename } } }';
    expect((await freshnessOf('cities', may, { caller })).caller).toBe(true);
    expect((await freshnessOf('cities', may)).caller).toBe(true);
    expect((await freshnessOf('cities', '{ city(id: "th-yala") { id } }', { caller })).caller).toBeUndefined();
    const timeline = (kind: string) =>
      `{ timeline(first: 1, kinds: [${kind}]) { itemsOfCities { edges { __typename } } } }`;
    expect(await freshnessOf('cities', timeline('RECORD_CHANGED'))).toMatchObject({ caller: true });
    expect((await freshnessOf('cities', timeline('CITY_JOINED'))).caller).toBeUndefined();
  });

  test('also on what another subgraph read for it', async () => {
    const query = '{ cityStats(groupBy: PROGRAMME) { count label { en } } }';
    const { freshness, reads } = await ask('cities', query);
    const { stores } = freshness!;
    expect(Object.keys(stores!)).toEqual(['cities', 'partners']);
    expect(stores!['partners']!.at).not.toBeNull();
    expect(reads!['partners']!['programmes']).toEqual(expect.arrayContaining(['city-possible']));
    await running['partners']!.kill();
    const without = await askFresh(running['cities']!, query);
    expect(without.body.errors).toMatchObject([{ path: ['cityStats'], extensions: { code: 'NAMES_MISSING' } }]);
    expect([without.freshness, without.reads]).toEqual([null, null]);
    await running['partners']!.revive();
  });

  test('not without being asked, and not when it has errors', async () => {
    const { freshness, reads } = await askFresh(running['cities']!, '{ cities(first: 1000) { nodes { id } } }');
    expect([freshness, reads]).toEqual([null, null]);
  });

  test('as whole collections where its keys are too long for a header', async () => {
    const representations = Array.from({ length: 2_000 }, (_, at) => ({ __typename: 'City', id: `th-${at}` }));
    const query = `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on City { id } } }`;
    const { reads } = await askFresh(running['cities']!, query, { representations });
    expect(reads!['cities']).toEqual({ cities: true, withdrawnRecords: true });
    expect(JSON.stringify(reads).length).toBeLessThan(MAX_FRESHNESS_LENGTH);
  });
});
