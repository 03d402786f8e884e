import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { cities } from '../../subgraphs/cities/index.js';
import { cityModel } from '../../subgraphs/cities/city/city.model.js';
import { changeModel } from '../../subgraphs/runtime/history/change.model.js';
import type { Database } from '../../subgraphs/runtime/database/database.js';
import { DATABASE_HEADER } from '../../subgraphs/protocol/headers.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';
import { until } from '../gateway/until.js';
import { declarationsFor, declare } from '../subgraphs/declarations.js';
import { spawnSubgraph, type SubgraphProcess } from '../subgraphs/subgraph-process.js';
import { startOwnDatabase, type OwnDatabase } from './own-database.js';
import { seedOwn } from './seed-own.js';
import '../setup/repeat-once.js';

const NOBODY = { id: 'nobody', roles: [] };
const YALA = '{ city(id: "th-yala") { name { en } } }';
const WHOLE = { data: { city: { name: { en: 'Yala' } } } };
/** More than the connections of a subgraph. */
const MANY = 60;

let own: OwnDatabase;
let database: Database;
let subgraph: SubgraphProcess;

beforeAll(async () => {
  own = await startOwnDatabase();
  database = await seedOwn(own, cities as unknown as Subgraph);
  subgraph = await spawnSubgraph('cities', own.uri);
});

// Restores the database after a test that failed, for the next test or the retry.
afterEach(async () => {
  own.signal('SIGCONT');
  await own.revive();
});

afterAll(async () => {
  await subgraph?.crash();
  await database?.close();
  await own?.close();
});

const read = (from = subgraph, query = YALA) => from.ask(query, {}, NOBODY);
const told = (from = subgraph) => from.header('{ __typename }', DATABASE_HEADER);
const isWhole = (body: unknown) => JSON.stringify(body) === JSON.stringify(WHOLE);
const codes = ({ errors = [] }: { errors?: Array<{ extensions: { code: string } }> }) =>
  errors.map(({ extensions }) => extensions.code);

test('a subgraph that starts while its database is down reports it, and works once the database is up', async () => {
  await own.crash();
  const early = await spawnSubgraph('cities', own.uri);
  try {
    const live = await fetch(new URL('/health/live', early.url));
    expect([live.status, await live.json()]).toEqual([200, { status: 'live', subgraph: 'cities' }]);
    expect(codes(await read(early))).toEqual(['DATABASE_UNAVAILABLE']);
    expect(await told(early)).toBe('down');
    await own.revive();
    await until(() => read(early), isWhole);
    await until(
      () => told(early),
      (word) => word === 'up',
    );
  } finally {
    await early.crash();
  }
});

test('reads and writes have an error while the database is down, and work once it is up again', async () => {
  const [declaration] = await declarationsFor(database, 1);
  await own.crash();
  await until(read, (body) => codes(body).includes('DATABASE_UNAVAILABLE'));
  expect(codes((await declare(subgraph, declaration!))!)).toEqual(['DATABASE_UNAVAILABLE']);
  // The driver's watch notices a little later than who asks.
  await until(told, (word) => word === 'down');
  await own.revive();
  await until(read, isWhole);
  const written = await until(
    () => declare(subgraph, declaration!),
    (body) => body?.errors === undefined,
  );
  expect(written!.data.declareChallenge.version).toBe(2);
});

test('requests end with an error while the database hangs, also those that wait for a connection', async () => {
  own.signal('SIGSTOP');
  const answers = await Promise.all(Array.from({ length: MANY }, () => read()));
  expect(new Set(answers.flatMap(codes))).toEqual(new Set(['DATABASE_UNAVAILABLE']));
  expect(answers.map(({ data }) => data)).toEqual(answers.map(() => ({ city: null })));
  own.signal('SIGCONT');
  await until(read, isWhole);
  expect((await Promise.all(Array.from({ length: MANY }, () => read()))).every(isWhole)).toBe(true);
});

test('every read has a time limit on the database server', async () => {
  const fields = [
    'city(id: "th-yala") { id }',
    'cities { nodes { id } }',
    'cities { totalCount }',
    'cities(search: "Yala") { nodes { id } }',
    'provinces { nodes { code } }',
    'cohort(id: "THAI_2020") { id }',
    'challenges { code }',
    'cityStats(groupBy: REGION) { buckets { key } }',
    'citiesTimeline { nodes { id } }',
  ];
  const known = await Promise.all(fields.map(async (field) => [field, await read(subgraph, `{ ${field} }`)] as const));
  const asked = known.filter(([, body]) => body.errors === undefined).map(([field]) => field);
  expect(asked.length).toBeGreaterThan(4);
  const late = { ...(await declarationsFor(database, 1))[0]!, idempotencyKey: 'late', basis: { en: 'late' } };
  await own.fail('maxTimeAlwaysTimeOut', 'alwaysOn');
  try {
    for (const field of asked)
      expect([field, codes(await read(subgraph, `{ ${field} }`))]).toEqual([field, ['DATABASE_UNAVAILABLE']]);
    // A write reads before it writes.
    expect(codes((await declare(subgraph, late))!)).toEqual(['DATABASE_UNAVAILABLE']);
  } finally {
    await own.fail('maxTimeAlwaysTimeOut', 'off');
  }
  await until(read, isWhole);
  // Its transaction could not be ended either, and holds the record until the server ends it.
  await until(
    () => declare(subgraph, late),
    (body) => body?.errors === undefined,
  );
});

test.each([
  ['writing', { failCommands: ['insert'], errorCode: 14031 }],
  ['changing', { failCommands: ['findAndModify', 'update'], errorCode: 14031 }],
  ['committing', { failCommands: ['commitTransaction'], errorCode: 14031 }],
])(
  'a disk that is full when %s is an error of its own, the write leaves nothing, and succeeds once there is space',
  async (when, data) => {
    const [declaration] = await declarationsFor(database, 1);
    const mine = { ...declaration!, idempotencyKey: `full-${when}`, basis: { en: `full when ${when}` } };
    const lines = await database.model(changeModel).countDocuments();
    await own.fail('failCommand', 'alwaysOn', data);
    const refused = await declare(subgraph, mine);
    await own.fail('failCommand', 'off');
    expect(refused).toEqual({
      data: { declareChallenge: null },
      errors: [
        {
          message: 'The database has no room left: nothing was changed.',
          path: ['declareChallenge'],
          locations: expect.anything(),
          extensions: { code: 'DATABASE_UNAVAILABLE' },
        },
      ],
    });
    expect(await database.model(changeModel).countDocuments()).toBe(lines);
    const done = (await declare(subgraph, mine))!;
    expect(done.errors).toBeUndefined();
    expect(await database.model(changeModel).countDocuments()).toBe(lines + 1);
    // The same write again has the first result and no second effect.
    expect(await declare(subgraph, mine)).toEqual(done);
  },
);

test('a write with a duplicate key is a CONFLICT and leaves nothing', async () => {
  const [first, second] = (await declarationsFor(database, 2)).map((each) => ({
    ...each,
    idempotencyKey: `basis-${each.cityId}`,
    basis: { en: 'given twice' },
  }));
  await database
    .model(cityModel)
    .collection.createIndex(
      { 'challenges.basis.en': 1 },
      { unique: true, partialFilterExpression: { 'challenges.basis.en': 'given twice' } },
    );
  expect((await declare(subgraph, first!))!.errors).toBeUndefined();
  const lines = await database.model(changeModel).countDocuments();
  const refused = (await declare(subgraph, second!))!;
  expect(
    refused.errors!.map(({ message, extensions }: { message: string; extensions: object }) => ({
      message,
      extensions,
    })),
  ).toEqual([{ message: 'There is such a record already.', extensions: { code: 'CONFLICT' } }]);
  expect(await database.model(changeModel).countDocuments()).toBe(lines);
});
