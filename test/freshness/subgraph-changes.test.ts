import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import Fastify from 'fastify';
import mongoose, { type mongo } from 'mongoose';
import { cities } from '../../subgraphs/cities/index.js';
import {
  comparePositions,
  type ChangesResponse,
  type StoreChange,
  type StoreKeys,
} from '../../subgraphs/protocol/freshness.js';
import { createSigner } from '../../subgraphs/protocol/signature.js';
import type { ChangeFeed } from '../../subgraphs/runtime/freshness/change-feed.js';
import { serveChanges } from '../../subgraphs/runtime/server/serve-changes.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';
import { until } from '../gateway/until.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';
import { mutationOf } from '../mutation-of.js';
import { callKeysOf } from '../signed-call.js';
import { askChanges, askFresh, changesAfter, changesUntil } from './follow-changes.js';

const ADMIN = { id: 'tester', roles: ['network-admin'] };

let subgraph: RunningSubgraph;
let client: mongo.MongoClient;
let collection: mongo.Collection<{ _id: string } & Record<string, unknown>>;
beforeAll(async () => {
  subgraph = await startSubgraph(cities as unknown as Subgraph);
  client = await mongoose.mongo.MongoClient.connect(process.env['TEST_MONGODB_URI'] as string);
  collection = client.db(subgraph.databaseName).collection('cities');
});
afterAll(async () => {
  await client?.close();
  await subgraph?.close();
});

/** The changes of the collection of cities that a work makes. */
async function changesOf(work: () => Promise<unknown>, enough: (changes: StoreChange[]) => boolean = ([one]) => !!one) {
  const { at } = await changesAfter(subgraph, null);
  await work();
  const { changes } = await changesUntil(subgraph, at, enough);
  return changes;
}

async function codeOf(response: Response): Promise<unknown> {
  const { errors } = (await response.json()) as { errors: Array<{ extensions: { code: string } }> };
  return errors[0]!.extensions.code;
}

async function keysOf(work: () => Promise<unknown>): Promise<StoreKeys> {
  const [change] = await changesOf(work);
  return change!.keys;
}

describe('a write past the subgraph is told', () => {
  test('an insert by its id and its fields', async () => {
    const keys = await keysOf(() =>
      collection.insertOne({
        _id: 'th-new',
        region: 'NORTH',
        memberships: [{ programmeId: 'one' }, { programmeId: 'two' }],
      }),
    );
    expect(keys).toEqual({
      cities: ['th-new'],
      'cities.region': ['NORTH'],
      'cities.memberships.programmeId': ['one', 'two'],
    });
  });

  test('an update with what the fields were before and are after', async () => {
    const keys = await keysOf(() =>
      collection.updateOne(
        { _id: 'th-new' },
        { $set: { region: 'SOUTH' }, $pull: { memberships: { programmeId: 'two' } } as never },
      ),
    );
    expect(keys).toEqual({
      cities: ['th-new'],
      'cities.region': ['NORTH', 'SOUTH'],
      'cities.memberships.programmeId': ['one', 'two'],
    });
  });

  test('a replacement with what the fields were before and are after', async () => {
    const keys = await keysOf(() => collection.replaceOne({ _id: 'th-new' }, { region: 'EAST', kind: 'PROVINCE' }));
    expect(keys).toEqual({
      cities: ['th-new'],
      'cities.region': ['SOUTH', 'EAST'],
      'cities.kind': ['PROVINCE'],
      'cities.memberships.programmeId': ['one'],
    });
  });

  test('a removal by its id and what the fields were', async () => {
    const keys = await keysOf(() => collection.deleteOne({ _id: 'th-new' }));
    expect(keys).toEqual({ cities: ['th-new'], 'cities.region': ['EAST'], 'cities.kind': ['PROVINCE'] });
  });

  test('a bulk update by each id', async () => {
    const ids = (await collection.find({ region: 'SOUTH' }, { projection: { _id: 1 } }).toArray()).map(
      ({ _id }) => _id,
    );
    expect(ids.length).toBeGreaterThan(5);
    const changes = await changesOf(
      () => collection.updateMany({ region: 'SOUTH' }, { $set: { note: randomUUID() } }),
      (told) => told.length >= ids.length,
    );
    expect(changes.flatMap(({ keys }) => keys['cities'] as string[]).sort()).toEqual(ids.sort());
  });

  test('a transaction as one change', async () => {
    const changes = await changesOf(() =>
      client.withSession((session) =>
        session.withTransaction(async () => {
          await collection.insertOne({ _id: 'th-one', region: 'NORTH' }, { session });
          await collection.insertOne({ _id: 'th-two', region: 'EAST' }, { session });
        }),
      ),
    );
    expect(changes.map(({ keys }) => keys)).toEqual([
      { cities: ['th-one', 'th-two'], 'cities.region': ['NORTH', 'EAST'] },
    ]);
    await collection.deleteMany({ _id: { $in: ['th-one', 'th-two'] } });
  });

  test.each([
    ['an id that is no text', { _id: new mongoose.mongo.ObjectId() as never, region: 'NORTH' }],
    ['an id that a collation may hold for another one', { _id: 'th-\u200byala', region: 'NORTH' }],
    ['a value that a collation may hold for another one', { _id: 'th-odd', region: 'NO\u00adRTH' }],
    ['digits of another script', { _id: 'th-digits', region: 'N\u0e51' }],
    [
      'more values than are worth telling',
      { _id: 'th-many', memberships: [...Array(501).keys()].map((at) => ({ programmeId: `p${at}` })) },
    ],
  ])('%s as one of the whole collection', async (_, document) => {
    expect(await keysOf(() => collection.insertOne(document))).toEqual({ cities: true });
    await collection.deleteOne({ _id: document._id });
  });

  test('a Thai value by the others: nobody reads lists by it', async () => {
    const keys = await keysOf(() => collection.insertOne({ _id: 'th-thai', region: 'ภาคใต้', kind: 'PROVINCE' }));
    expect(keys).toEqual({ cities: ['th-thai'], 'cities.kind': ['PROVINCE'] });
    await collection.deleteOne({ _id: 'th-thai' });
  });

  test('an update without the document before as one of the whole collection', async () => {
    const loose = client.db(subgraph.databaseName).collection<{ _id: string }>('loose');
    await loose.insertOne({ _id: 'one' });
    expect(await keysOf(() => loose.updateOne({ _id: 'one' }, { $set: { a: 1 } }))).toEqual({ loose: true });
  });

  test('a renamed and a dropped collection as a whole', async () => {
    const database = client.db(subgraph.databaseName);
    expect(await keysOf(() => database.collection('before').insertOne({ a: 1 }))).toEqual({ before: true });
    expect(await keysOf(() => database.renameCollection('before', 'behind'))).toEqual({ before: true, behind: true });
    expect(await keysOf(() => database.dropCollection('behind'))).toEqual({ behind: true });
  });
});

describe('who asks after a position', () => {
  test('has the changes after it, in their order, and none before', async () => {
    const { at } = await changesAfter(subgraph, null);
    for (const _id of ['th-a', 'th-b', 'th-c']) await collection.insertOne({ _id });
    const { changes } = await changesUntil(subgraph, at, ({ length }) => length >= 3);
    expect(changes.map(({ keys }) => keys['cities'])).toEqual([['th-a'], ['th-b'], ['th-c']]);
    const later = await changesAfter(subgraph, changes[0]!.at);
    expect(later.changes.map(({ keys }) => keys['cities'])).toEqual([['th-b'], ['th-c']]);
    expect(comparePositions(later.at!, changes[2]!.at)).toBeGreaterThanOrEqual(0);
    await collection.deleteMany({ _id: { $in: ['th-a', 'th-b', 'th-c'] } });
  });

  test.each([
    ['that is older than what is kept', (at: string) => at.replace(/\d+\.\d+$/, '1.1')],
    ['of another epoch', (at: string) => `0${at}`],
  ])('%s is told that changes may be missing', async (_, positionOf) => {
    const { at } = await changesAfter(subgraph, null);
    const told = await changesAfter(subgraph, positionOf(at!));
    expect(told).toMatchObject({ reset: true, changes: [] });
    expect(comparePositions(told.at!, at!)).toBeGreaterThanOrEqual(0);
  });

  test('has a response without any change once the database has been asked again', async () => {
    const { at } = await changesAfter(subgraph, null);
    const told = await changesAfter(subgraph, at);
    expect(told).toMatchObject({ changes: [], reset: false });
    expect(told.age).toBeGreaterThanOrEqual(0);
  });

  test.each([{}, { after: 5 }, { after: 'yesterday' }, []])('is refused with %j', async (body) => {
    const response = await askChanges(subgraph, null, JSON.stringify(body));
    expect([response.status, await codeOf(response)]).toEqual([400, 'BAD_REQUEST']);
  });
});

describe('only the gateway may ask', () => {
  test('another subgraph is refused, also with what it may ask elsewhere', async () => {
    const target = '/changes';
    const body = JSON.stringify({ after: null, query: '{ _entities(representations: []) { __typename } }' });
    const sign = createSigner({
      key: callKeysOf('events')['cities']!,
      sender: { kind: 'subgraph', name: 'events' },
      audience: 'cities',
      target,
    });
    const headers = { 'content-type': 'application/json', ...sign(body) };
    const response = await fetch(new URL(target, subgraph.url), { method: 'POST', headers, body });
    expect([response.status, await codeOf(response)]).toEqual([403, 'FORBIDDEN']);
  });

  test('nobody without a signature', async () => {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(new URL('/changes', subgraph.url), {
      method: 'POST',
      headers,
      body: '{"after":null}',
    });
    expect(response.status).toBe(401);
  });

  test('too many who wait are refused, until others have their response', async () => {
    const app = Fastify();
    let answer!: (response: ChangesResponse) => void;
    const response = new Promise<ChangesResponse>((resolve) => (answer = resolve));
    let waiting = 0;
    serveChanges(app, { changesAfter: () => ((waiting += 1), response) } as unknown as ChangeFeed);
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    const ask = () =>
      fetch(`${url}/changes`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: '{"after":null}',
      });
    try {
      const asked = Array.from({ length: 100 }, ask);
      await until(
        () => waiting,
        (count) => count === 100,
      );
      expect((await ask()).status).toBe(503);
      answer({ at: null, age: null, scheme: '', changes: [], reset: false });
      expect(new Set((await Promise.all(asked)).map(({ status }) => status))).toEqual(new Set([200]));
      expect((await ask()).status).toBe(200);
    } finally {
      await app.close();
    }
  });
});

describe('a mutation says what it has written', () => {
  const DECLARE = mutationOf('declareChallenge');
  const declare = (input: object = {}) =>
    askFresh(
      subgraph,
      DECLARE,
      {
        input: {
          cityId: 'th-yala',
          code: 'AIR_QUALITY',
          basis: { en: 'measured' },
          idempotencyKey: randomUUID(),
          ...input,
        },
      },
      { caller: ADMIN },
    );
  let position: ChangesResponse['at'];
  beforeAll(async () => {
    ({ at: position } = await changesAfter(subgraph, null));
  });

  test('in one position, as the stream tells it', async () => {
    const { body, freshness } = await declare({ idempotencyKey: 'first' });
    expect(body.errors).toBeUndefined();
    expect(Object.keys(freshness!)).toEqual(['written']);
    const { at, keys } = freshness!.written!;
    expect(keys).toMatchObject({
      cities: ['th-yala'],
      'cities.challenges.code': expect.arrayContaining(['AIR_QUALITY']),
    });
    expect(Object.keys(keys)).toEqual(expect.arrayContaining(['changes', 'answeredWrites', 'moments']));
    const { changes } = await changesUntil(subgraph, position, (told) => told.some((change) => change.at === at));
    expect(changes.find((change) => change.at === at)?.keys).toEqual(keys);
  });

  test('not when it repeats another one', async () => {
    const { body, freshness } = await declare({ idempotencyKey: 'first' });
    expect(body.errors).toBeUndefined();
    expect(freshness).toBeNull();
  });

  test('that it was nothing when it is refused, or only tried', async () => {
    const refused = await declare({ cityId: 'nowhere' });
    expect(refused.body.errors[0].extensions.code).toBe('NOT_FOUND');
    const tried = await declare({ code: 'WATER_SECURITY', dryRun: true });
    expect(tried.body.errors[0].extensions.code).toBe('DRY_RUN');
    for (const { freshness } of [refused, tried])
      expect(freshness).toEqual({ written: { at: expect.any(String), keys: {} } });
  });

  test('also of those of its fields that were done before one was refused', async () => {
    const document = `mutation ($one: DeclareChallengeInput!, $other: DeclareChallengeInput!) {
      one: declareChallenge(input: $one) { id }
      other: declareChallenge(input: $other) { id }
    }`;
    const inputOf = (cityId: string) => ({
      cityId,
      code: 'WATER_SECURITY',
      basis: { en: 'measured' },
      idempotencyKey: randomUUID(),
    });
    const variables = { one: inputOf('th-mahatai'), other: inputOf('nowhere') };
    const { body, freshness } = await askFresh(subgraph, document, variables, { caller: ADMIN });
    expect(body.errors).toHaveLength(1);
    expect(freshness!.written!.keys['cities']).toEqual(['th-mahatai']);
  });
});
