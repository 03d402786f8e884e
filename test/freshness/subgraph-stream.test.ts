import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import mongoose, { type mongo } from 'mongoose';
import { comparePositions } from '../../subgraphs/protocol/freshness.js';
import { createChangeFeed } from '../../subgraphs/runtime/freshness/change-feed.js';
import { startOwnDatabase, type OwnDatabase } from '../faults/own-database.js';
import { until } from '../gateway/until.js';
import { follow, idsIn, openThings, thingModel, type Things } from './things.js';
import { collectGarbage } from '../setup/collect-garbage.js';

let own: OwnDatabase;
let client: mongo.MongoClient;
let things: Things;
beforeAll(async () => {
  own = await startOwnDatabase({ ttlMonitorSleepSecs: 1 });
  client = await mongoose.mongo.MongoClient.connect(own.uri);
}, 60_000);
afterAll(async () => {
  await client?.close();
  await own?.close();
});
beforeEach(async () => {
  things = await openThings(own.uri);
});
afterEach(() => things?.close());

const epochOf = (position: string) => position.split('.')[0];

/** The cursors of the change streams of the database, by the operations of the server. */
async function cursors(): Promise<mongo.Long[]> {
  const found = await client
    .db('admin')
    .aggregate<{ cursor: { cursorId: mongo.Long } }>(
      [
        { $currentOp: { idleCursors: true, allUsers: true } },
        { $match: { ns: `${things.database.connection.name}.$cmd.aggregate`, 'cursor.cursorId': { $exists: true } } },
      ],
      { promoteLongs: false },
    )
    .toArray();
  return found.map(({ cursor }) => cursor.cursorId);
}

test('a transaction that was open during a read is told at a later position than the read has', async () => {
  await things.write('before');
  await things.position();
  const model = things.database.model(thingModel);
  let at: string | null = null;
  let seen: unknown;
  await things.database.transaction(async (session) => {
    await model.collection.updateOne({ _id: 'held' } as never, { $set: { kind: 'one' } }, { session, upsert: true });
    await things.write('meanwhile');
    const told = await follow(things, await things.position(), () => true);
    expect(idsIn(told)).not.toContain('held');
    await until(
      async () => things.feed.position(),
      (position) => position !== null,
    );
    at = things.feed.position();
    seen = await model.findById('held').lean();
  });
  expect(seen).toBeNull();
  const changes = await follow(things, at!, (all) => idsIn(all).includes('held'));
  const held = changes.find(({ keys }) => (keys['things'] as string[] | undefined)?.includes('held'))!;
  expect(comparePositions(held.at, at!)).toBeGreaterThan(0);
});

test('a document that a TTL index removes is told', async () => {
  const at = await things.position();
  const model = things.database.model(thingModel);
  await model.collection.createIndex({ until: 1 }, { expireAfterSeconds: 0 });
  await model.collection.insertOne({ _id: 'old', kind: 'one', until: new Date(0) } as never);
  const changes = await follow(things, at, ({ length }) => length >= 2);
  expect(changes.map(({ keys }) => keys)).toEqual([
    { things: ['old'], 'things.kind': ['one'] },
    { things: ['old'], 'things.kind': ['one'] },
  ]);
});

test('a stream keeps none of the responses that it has read', async () => {
  await things.position();
  const db = things.database.connection.db!;
  const command = db.command.bind(db);
  const responses: WeakRef<object>[] = [];
  db.command = async (...given: Parameters<typeof command>) => {
    const response = await command(...given);
    responses.push(new WeakRef(response));
    return response;
  };
  const { length } = await until(
    () => responses,
    (read) => read.length >= 10,
  );
  // What lies on the stack is collected in a later turn.
  const kept = await until(
    () => {
      collectGarbage();
      return responses.slice(0, length - 2).filter((each) => each.deref() !== undefined);
    },
    (all) => all.length === 0,
  );
  expect(kept).toEqual([]);
});

describe('a stream that is interrupted goes on, and no change is lost', () => {
  test('when its cursor is killed', async () => {
    const at = await things.position();
    for (let time = 0; time < 2; time += 1) {
      const killed = await until(cursors, ({ length }) => length > 0);
      await client.db(things.database.connection.name).command({ killCursors: '$cmd.aggregate', cursors: killed });
      await things.write(`thing-${time}`);
    }
    const changes = await follow(things, at, ({ length }) => length >= 2);
    expect(idsIn(changes)).toEqual(['thing-0', 'thing-1']);
    expect(things.lines).toContain('The change stream runs again');
  });

  test('when its command is killed', async () => {
    const at = await things.position();
    const admin = client.db('admin');
    const [operation] = await until(
      () =>
        admin
          .aggregate<{ opid: number }>([
            { $currentOp: { allUsers: true } },
            { $match: { op: 'getmore', 'command.$db': things.database.connection.name } },
          ])
          .toArray(),
      ({ length }) => length > 0,
    );
    await admin.command({ killOp: 1, op: operation!.opid });
    await things.write('one');
    expect(idsIn(await follow(things, at, ({ length }) => length > 0))).toEqual(['one']);
  });
});

describe('a stream that cannot go on begins anew, and says so', () => {
  test.each([
    ['its history is gone', ['getMore'], 286],
    ['its token is refused', ['getMore', 'aggregate'], 260],
  ])('when %s', async (_, failCommands, errorCode) => {
    const at = await things.position();
    await own.fail('failCommand', 'alwaysOn', { failCommands, errorCode });
    await until(
      () => things.feed.position(),
      (position) => position === null,
    );
    await things.write('missed');
    await own.fail('failCommand', 'off');
    const told = await until(
      () => things.feed.changesAfter(at),
      ({ reset }) => reset,
    );
    expect(epochOf(told.at!)).toBe(epochOf(at));
    await things.write('one');
    expect(idsIn(await follow(things, told.at!, ({ length }) => length > 0))).toEqual(['one']);
  });

  test('when the database is dropped', async () => {
    const at = await things.position();
    await things.write('one');
    await client.db(things.database.connection.name).dropDatabase();
    const told = await until(
      () => things.feed.changesAfter(at),
      ({ reset }) => reset,
    );
    await things.write('two');
    // Nobody switched images on in the new database.
    expect(idsIn(await follow(things, told.at!, ({ length }) => length > 0))).toEqual(['two']);
  });

  test.each([
    ['steps down', () => own.stepDown()],
    [
      'crashes',
      async () => {
        await own.crash();
        await own.revive();
      },
    ],
  ])('in a new epoch when the primary %s', async (_, fail) => {
    const at = await things.position();
    await things.write('one');
    await fail();
    const told = await until(
      () => things.feed.changesAfter(at),
      ({ reset }) => reset,
    );
    expect(epochOf(told.at!)).not.toBe(epochOf(at));
    expect(comparePositions(told.at!, at)).toBeUndefined();
    await things.write('two');
    expect(idsIn(await follow(things, told.at!, ({ length }) => length > 0))).toEqual(['two']);
  });
});

test('while the database does not answer, no response is younger than its last answer', async () => {
  const at = await things.position();
  const stopped = performance.now();
  own.signal('SIGSTOP');
  try {
    for (let time = 0; time < 4; time += 1) {
      const { age, at: reached } = await things.feed.changesAfter(at);
      // The last read that was answered was sent before.
      if (reached !== null) expect(age).toBeGreaterThanOrEqual(Math.floor(performance.now() - stopped) - 50);
    }
    expect(performance.now() - stopped).toBeGreaterThan(1_000);
  } finally {
    own.signal('SIGCONT');
  }
  const { age } = await until(
    () => things.feed.changesAfter(at),
    (told) => told.age !== null && told.age < 1_000,
  );
  expect(age).toBeGreaterThanOrEqual(0);
});

test('a stream that does not run has no position, and who asks has a response at once', async () => {
  await things.position();
  await own.crash();
  try {
    await until(
      () => things.feed.position(),
      (position) => position === null,
    );
    expect(await things.feed.changesAfter(null)).toMatchObject({ at: null, age: null, changes: [] });
  } finally {
    await own.revive();
  }
  await things.position();
});

test('who waits has a response at once when the server closes', async () => {
  const at = await things.position();
  const asked = Array.from({ length: 20 }, () => things.feed.changesAfter(at));
  things.feed.hurry();
  for (const { reset, changes } of await Promise.all(asked)) expect([reset, changes]).toEqual([false, []]);
});

test('whatever differs from a read is told after the position of the read, also of a stream that has just been opened', async () => {
  const ids = Array.from({ length: 40 }, (_, at) => `thing-${at}`);
  const model = things.database.model(thingModel);
  const stateOf = async () =>
    new Map((await model.collection.find({}).toArray()).map(({ _id, at }) => [String(_id), at as number]));
  for (let time = 0; time < 15; time += 1) {
    let isOver = false;
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      while (!isOver) await things.write(ids[(writer * 5 + Math.floor(Math.random() * 5)) % ids.length]!);
    });
    const feed = createChangeFeed(things.database, [thingModel], { warn: () => undefined, info: () => undefined });
    const at = await until(
      () => feed.position(),
      (position) => position !== null,
    );
    const read = await stateOf();
    await pause(30);
    isOver = true;
    await Promise.all(writers);
    await things.write('last');
    const now = await stateOf();
    const told = await until(
      () => feed.changesAfter(at),
      ({ changes }) => idsIn(changes).includes('last'),
    );
    expect(told.reset).toBe(false);
    const changed = [...now.keys()].filter((id) => now.get(id) !== read.get(id));
    expect(changed.length).toBeGreaterThan(1);
    const named = new Set(idsIn(told.changes));
    expect(changed.filter((id) => !named.has(id))).toEqual([]);
    await feed.close();
  }
});
