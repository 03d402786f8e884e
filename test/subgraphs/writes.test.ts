import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { cities } from '../../subgraphs/cities/index.js';
import { challengeModel } from '../../subgraphs/cities/challenge/challenge.model.js';
import { cityModel, type StoredCity } from '../../subgraphs/cities/city/city.model.js';
import { addDays } from '../../subgraphs/domain/dates/calendar-day.js';
import type { Caller } from '../../subgraphs/protocol/caller.js';
import { systemClock } from '../../subgraphs/runtime/clock.js';
import { openDatabase, type Database } from '../../subgraphs/runtime/database/database.js';
import { refusal } from '../../subgraphs/runtime/errors/errors.js';
import type { Subgraph, SubgraphContext } from '../../subgraphs/runtime/subgraph.js';
import { idempotencyRecordModel } from '../../subgraphs/runtime/write/idempotency-record.model.js';
import { changeModel } from '../../subgraphs/runtime/history/change.model.js';
import { changeRow, insertRow, readRow } from '../../subgraphs/runtime/write/rows.js';
import { writeOnce } from '../../subgraphs/runtime/write/write.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';
import { expectVerified } from '../verify/verified.js';

const OFFICER = {
  id: 'officer-1',
  roles: ['city-officer:th-yala', 'partner-officer:depa'],
  as: 'partner-officer:depa',
};

let subgraph: RunningSubgraph;
let database: Database;
beforeAll(async () => {
  subgraph = await startSubgraph(cities as unknown as Subgraph);
  database = openDatabase({ uri: process.env['TEST_MONGODB_URI']!, name: subgraph.databaseName, isPatient: true });
  await database.connected();
});
afterAll(async () => {
  await database?.close();
  await subgraph?.close();
});

const RENEW =
  'mutation ($input: AdvanceCityStatusInput!) { advanceCityStatus(input: $input) { id version statusHistory { status note { en } } } }';

let renewedOn = '2021-11-07';
/** A write that may be done again and again: each renews the designation of Yala, a day after the one before it. */
function renewal(more: Record<string, unknown> = {}) {
  renewedOn = addDays(renewedOn, 1);
  return {
    idempotencyKey: randomUUID() as string,
    cityId: 'th-yala',
    status: 'RENEWED',
    body: 'depa',
    on: renewedOn,
    ...more,
  };
}

async function renew(input: Record<string, unknown>, caller: Caller = OFFICER) {
  const { data, errors } = await subgraph.ask(RENEW, { input }, { caller });
  return { done: data?.advanceCityStatus, error: errors?.[0] };
}

const yala = async () => (await database.model(cityModel).findById('th-yala').lean<StoredCity>())!;
const linesOf = (of: string) => database.model(changeModel).find({ of }).sort({ version: -1 }).lean();
const keysKept = () => database.model(idempotencyRecordModel).countDocuments();

describe('a repeated idempotency key', () => {
  test('gives the first result and writes nothing', async () => {
    const input = renewal({ note: { en: 'once' } });
    const first = await renew(input);
    const after = await yala();
    expect(first.error).toBeUndefined();
    expect(await renew(input)).toEqual(first);
    expect(await yala()).toEqual(after);
  });

  test('gives the first result also when the record was changed since', async () => {
    const input = renewal();
    const first = await renew(input);
    await renew(renewal());
    expect(await renew(input)).toEqual(first);
  });

  test('is recognised whatever the order of the input fields', async () => {
    const input = renewal({ note: { en: 'turned' } });
    const first = await renew(input);
    expect(await renew(Object.fromEntries(Object.entries(input).reverse()))).toEqual(first);
  });

  test('with another input is refused, and nothing is written', async () => {
    const input = renewal({ note: { en: 'this' } });
    await renew(input);
    const before = await yala();
    expect((await renew({ ...input, note: { en: 'that' } })).error).toMatchObject({
      path: ['advanceCityStatus'],
      extensions: { code: 'CONFLICT', argument: 'input.idempotencyKey' },
    });
    expect(await yala()).toEqual(before);
  });

  test('is another key for another caller', async () => {
    const input = renewal();
    const first = await renew(input);
    const second = await renew(renewal({ idempotencyKey: input.idempotencyKey }), { ...OFFICER, id: 'officer-2' });
    expect(second.done.version).toBe(first.done.version + 1);
  });

  test('is another key for another mutation', async () => {
    const input = renewal();
    await renew(input);
    const { errors } = await subgraph.ask(
      'mutation ($input: LeaveProgrammeInput!) { leaveProgramme(input: $input) { id } }',
      { input: { idempotencyKey: input.idempotencyKey, cityId: 'th-yala', programmeId: 'delgosea' } },
      { caller: OFFICER },
    );
    expect(errors).toBeUndefined();
  });

  test('that is sent many times at once writes once, with equal results', async () => {
    const before = await yala();
    const input = renewal({ note: { en: 'at once' } });
    const answers = await Promise.all(Array.from({ length: 25 }, () => renew(input)));
    for (const answer of answers) expect(answer).toEqual(answers[0]);
    expect(answers[0]!.error).toBeUndefined();
    expect((await yala()).version).toBe(before.version + 1);
    expect((await yala()).statusHistory).toHaveLength(before.statusHistory.length + 1);
  });

  test('that is sent twice in one request writes once', async () => {
    const input = renewal();
    const { data } = await subgraph.ask(
      'mutation ($input: AdvanceCityStatusInput!) { one: advanceCityStatus(input: $input) { version } two: advanceCityStatus(input: $input) { version } }',
      { input },
      { caller: OFFICER },
    );
    expect(data.two).toEqual(data.one);
  });

  test('is remembered across a restart', async () => {
    const input = renewal({ note: { en: 'before the restart' } });
    const first = await renew(input);
    await subgraph.kill();
    await subgraph.revive();
    const before = await yala();
    expect(await renew(input)).toEqual(first);
    expect(await yala()).toEqual(before);
  });

  test('is removed after a week by a TTL index', async () => {
    const indexes = await database.model(idempotencyRecordModel).collection.indexes();
    expect(indexes).toContainEqual(expect.objectContaining({ key: { at: 1 }, expireAfterSeconds: 7 * 24 * 60 * 60 }));
    const kept = await database.model(idempotencyRecordModel).findOne({}).lean();
    expect(kept!.at).toBeInstanceOf(Date);
  });

  test('is stored as a digest, without the text of key and input', async () => {
    await renew(renewal({ idempotencyKey: 'my-own-words', note: { en: 'private remark' } }));
    const kept = await database.model(idempotencyRecordModel).find({}, { _id: 1, input: 1 }).lean();
    expect(JSON.stringify(kept)).not.toMatch(/my-own-words|private remark/);
  });
});

describe('a write that is refused', () => {
  test('stores nothing, and its key may be used again, for any input', async () => {
    const input = renewal({ status: 'CANDIDATE' });
    const [city, lines, keys] = [await yala(), await linesOf('th-yala'), await keysKept()];
    expect((await renew(input)).error.extensions).toMatchObject({ code: 'RULE_VIOLATED' });
    expect([await yala(), await linesOf('th-yala'), await keysKept()]).toEqual([city, lines, keys]);
    const { done, error } = await renew({ ...input, status: 'RENEWED' });
    expect([done.version, error]).toEqual([city.version + 1, undefined]);
  });

  test('by a caller without permission reads only whether the record exists', async () => {
    subgraph.forget();
    await renew(renewal(), { id: 'nobody in particular', roles: ['viewer'] });
    expect(subgraph.commands).toEqual(['find']);
  });

  test.each([
    ['idempotencyKey', ''],
    ['idempotencyKey', 'k'.repeat(101)],
    ['why', 'w'.repeat(1_001)],
  ])('for its %s has the path', async (path, value) => {
    const { error } = await renew(renewal({ [path]: value }));
    expect(error.extensions).toEqual({ code: 'BAD_USER_INPUT', argument: `input.${path}` });
    expect(error.message).toContain(`\`input.${path}\``);
  });
});

describe('an expected version', () => {
  test('that is old is a CONFLICT with the current version', async () => {
    const { version } = await yala();
    expect((await renew(renewal({ expectedVersion: version - 1 }))).error.extensions).toEqual({
      code: 'CONFLICT',
      argument: 'input.expectedVersion',
      version,
    });
    expect((await renew(renewal({ expectedVersion: version }))).done.version).toBe(version + 1);
  });

  test('that many send at once succeeds for one', async () => {
    const { version } = await yala();
    const answers = await Promise.all(Array.from({ length: 20 }, () => renew(renewal({ expectedVersion: version }))));
    expect(answers.filter(({ done }) => done).map(({ done }) => done.version)).toEqual([version + 1]);
    expect(new Set(answers.filter(({ error }) => error).map(({ error }) => error.extensions.code))).toEqual(
      new Set(['CONFLICT']),
    );
    expect((await yala()).version).toBe(version + 1);
  });
});

test('concurrent writes of one record are all kept, in sequence', async () => {
  const before = await yala();
  const onFile = before.challenges.map(({ code }) => code);
  const codes = (await database.model(challengeModel).find({}, { _id: 1 }).lean())
    .map(({ _id }) => _id)
    .filter((code) => !onFile.includes(code));
  const answers = await Promise.all(
    codes.map((code) =>
      subgraph.ask(
        'mutation ($input: DeclareChallengeInput!) { declareChallenge(input: $input) { version } }',
        { input: { idempotencyKey: randomUUID(), cityId: 'th-yala', code, basis: { en: 'the council said so' } } },
        { caller: OFFICER },
      ),
    ),
  );
  expect(answers.map(({ errors }) => errors)).toEqual(codes.map(() => undefined));
  expect(answers.map(({ data }) => data.declareChallenge.version).sort((a, b) => a - b)).toEqual(
    codes.map((_, index) => before.version + 1 + index),
  );
  expect((await yala()).challenges.map(({ code }) => code).sort()).toEqual([...onFile, ...codes].sort());
});

test('every write adds one history entry with version, change, author, reason and time', async () => {
  const before = Date.now();
  const { done } = await renew(renewal({ why: 'the committee met' }));
  const [line] = await linesOf('th-yala');
  expect(line).toMatchObject({
    type: 'City',
    of: 'th-yala',
    version: done.version,
    action: 'advanceCityStatus',
    by: OFFICER.id,
    why: 'the committee met',
  });
  expect(line!.at.getTime()).toBeGreaterThanOrEqual(before);
  expect(line!.at.getTime()).toBeLessThanOrEqual(Date.now());
  const lines = await linesOf('th-yala');
  expect(lines.map(({ version }) => version)).toEqual(lines.map((_, index) => done.version - index));
});

test('later fields of one request see the write before them', async () => {
  const { version } = await yala();
  const query =
    'mutation ($a: AdvanceCityStatusInput!, $b: AdvanceCityStatusInput!) { a: advanceCityStatus(input: $a) { version plan { city { version } } } b: advanceCityStatus(input: $b) { version plan { city { version } } } }';
  const { data } = await subgraph.ask(query, { a: renewal(), b: renewal() }, { caller: OFFICER });
  expect(data).toEqual({
    a: { version: version + 1, plan: { city: { version: version + 1 } } },
    b: { version: version + 2, plan: { city: { version: version + 2 } } },
  });
});

describe('a write of several documents', () => {
  const context = () => ({ database, clock: systemClock, renew: () => undefined }) as unknown as SubgraphContext;

  test('stores nothing when its last part fails', async () => {
    const before = [await yala(), await linesOf('th-yala'), await keysKept()];
    const work = writeOnce(context(), OFFICER, 'test', { idempotencyKey: randomUUID() }, async (write) => {
      const city = await readRow(database, cityModel, write, 'th-yala', 'input.id');
      await changeRow(database, cityModel, write, {
        type: 'City',
        id: 'th-yala',
        update: { $set: { note: { en: 'half' } } },
      });
      await insertRow(database, cityModel, write, 'City', { ...copyOf(city), _id: 'th-half' });
      throw refusal('RULE_VIOLATED', { en: 'No.', th: 'ไม่' });
    });
    await expect(work).rejects.toThrow('No.');
    expect([await yala(), await linesOf('th-yala'), await keysKept()]).toEqual(before);
    expect(await database.model(cityModel).findById('th-half')).toBeNull();
    expect(await linesOf('th-half')).toEqual([]);
  });

  test('is not visible before all of it is done', async () => {
    const { version } = await yala();
    let seen: number | undefined;
    await writeOnce(context(), OFFICER, 'test', { idempotencyKey: randomUUID() }, async (write) => {
      await changeRow(database, cityModel, write, {
        type: 'City',
        id: 'th-yala',
        update: { $set: { note: { en: 'whole' } } },
      });
      seen = (await yala()).version;
      return null;
    });
    expect([seen, (await yala()).version]).toEqual([version, version + 1]);
  });

  test('concurrent writes of several processes are all kept', async () => {
    const { version } = await yala();
    const writer = (note: string) =>
      writeOnce(context(), OFFICER, 'test', { idempotencyKey: randomUUID() }, (write) =>
        changeRow(database, cityModel, write, {
          type: 'City',
          id: 'th-yala',
          update: { $set: { note: { en: note } } },
        }),
      );
    const rows = await Promise.all(['a', 'b', 'c', 'd', 'e'].map(writer));
    expect(rows.map((row) => row.version).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5].map((more) => version + more));
    expect((await linesOf('th-yala')).filter((line) => line.version > version)).toHaveLength(5);
  });

  test('a change that changes nothing leaves the version as it is and writes no line', async () => {
    const { version, name } = await yala();
    const row = await writeOnce(context(), OFFICER, 'test', { idempotencyKey: randomUUID() }, (write) =>
      changeRow(database, cityModel, write, { type: 'City', id: 'th-yala', update: { $set: { name } } }),
    );
    expect([row.version, (await yala()).version]).toEqual([version, version]);
    expect((await linesOf('th-yala')).filter((line) => line.version > version)).toEqual([]);
  });

  test('a history tells what changed to all, and person and reason only to those who may write the record', async () => {
    await writeOnce(context(), OFFICER, 'test', { idempotencyKey: randomUUID(), why: 'a reason' }, (write) =>
      changeRow(database, cityModel, write, {
        type: 'City',
        id: 'th-yala',
        update: { $set: { note: { en: 'told' } } },
      }),
    );
    const QUERY =
      '{ _entities(representations: [{ __typename: "City", id: "th-yala" }]) { ... on City { history(first: 1) { nodes { by office why fields { path before after } } } } } }';
    const readAs = async (caller?: Caller) =>
      (await subgraph.ask(QUERY, {}, caller ? { caller } : {})).data!._entities[0].history.nodes[0];
    const [line] = await linesOf('th-yala');
    const fields = [{ path: 'note.en', before: line!.fields[0]!.before, after: 'told' }];
    const whole = { by: 'officer-1', office: 'partner-officer:depa', why: 'a reason', fields };
    const hidden = { ...whole, by: 'partner-officer:depa', why: null };
    expect(await readAs()).toEqual(hidden);
    expect(await readAs({ id: 'x', roles: ['city-officer:th-phuket', 'viewer'] })).toEqual(hidden);
    expect(await readAs({ id: 'x', roles: ['city-officer:th-yala'] })).toEqual(whole);
    expect(await readAs({ id: 'x', roles: ['network-admin'] })).toEqual(whole);
    expect(await readAs({ id: 'officer-1', roles: [] })).toEqual(whole);
  });

  test('a record that does not fit its model is refused by its path', async () => {
    const work = writeOnce(context(), OFFICER, 'test', { idempotencyKey: randomUUID() }, async (write) => {
      const city = await readRow(database, cityModel, write, 'th-yala', 'input.id');
      return insertRow(database, cityModel, write, 'City', {
        ...copyOf(city),
        _id: 'th-wrong',
        countryCode: 'Thailand',
      });
    });
    await expect(work).rejects.toMatchObject({ extensions: { code: 'BAD_USER_INPUT', argument: 'input.countryCode' } });
  });

  test('a record whose id is taken is a conflict', async () => {
    const work = writeOnce(context(), OFFICER, 'test', { idempotencyKey: randomUUID() }, async (write) =>
      insertRow(
        database,
        cityModel,
        write,
        'City',
        copyOf(await readRow(database, cityModel, write, 'th-yala', 'input.id')),
      ),
    );
    await expect(work).rejects.toMatchObject({ extensions: { code: 'CONFLICT' } });
  });
});

/** A row as it would be written anew. */
function copyOf({ id: _id, version: _version, ...city }: StoredCity & { id: string }): Omit<StoredCity, 'version'> {
  return city;
}

test('what these writes left fits together', () => expectVerified(subgraph));
