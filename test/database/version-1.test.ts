import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, test } from '@jest/globals';
import mongoose from 'mongoose';
import { migrateSubgraph } from '../../scripts/seed/migrate-subgraph.js';
import {
  readDatabaseState,
  SCHEMA_VERSION,
  writeDatabaseState,
} from '../../subgraphs/runtime/database/database-state.js';
import { openDatabase, type Database } from '../../subgraphs/runtime/database/database.js';
import { subgraphs } from '../../subgraphs/index.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';
import { expectVerified } from '../verify/verified.js';

/** Rows of a database that version 1 wrote, by subgraph and collection, without what is computed from them. */
const ROWS = mongoose.mongo.BSON.EJSON.parse(readFileSync('test/database/version-1.json', 'utf8')) as Record<
  string,
  Record<string, Array<{ _id: string }>>
>;

/** What records of version 1 had not, by subgraph and collection. */
const NEW_IN_2: Readonly<Record<string, Record<string, readonly string[]>>> = {
  cities: {
    cities: ['claimedMemberships', 'statusHistory.$[].id', 'memberships.$[].id', 'memberships.$[].standing'],
    plans: ['process', 'standing'],
  },
  partners: {
    solutions: [
      'claimedDeployments',
      'claimedIntroductions',
      'deployments.$[].standing',
      'deployments.$[].operatorStanding',
      'deployments.$[].withdrawnOutcomes',
      'introductions.$[].standing',
    ],
    people: ['withdrawnOffices'],
    agreements: ['signatures', 'writtenBy'],
  },
  events: { events: ['invitedHosts', 'cancelledOn', 'attendance'] },
};

let running: RunningSubgraph;
let database: Database;

afterEach(async () => {
  await database?.close();
  await running?.close();
});

/** Starts a subgraph on the first records and the rows, all as version 1 stored them, and migrates them. */
async function startMigrated(name: string) {
  const subgraph = subgraphs.find((each) => each.name === name)!;
  running = await startSubgraph(subgraph);
  database = openDatabase({ uri: process.env['TEST_MONGODB_URI']!, name: running.databaseName, isPatient: true });
  await database.connected();
  const collectionOf = (of: string) => database.model(subgraph.models.find((model) => model.name === of)!).collection;
  for (const [of, paths] of Object.entries(NEW_IN_2[name]!))
    for (const path of paths) {
      const filter = path.includes('$[]') ? { [path.split('.')[0]!]: { $type: 'array' } } : {};
      const { modifiedCount } = await collectionOf(of).updateMany(filter, { $unset: { [path]: '' } });
      expect(modifiedCount).toBeGreaterThan(0);
    }
  for (const [of, rows] of Object.entries(ROWS[name]!))
    for (const { _id, ...row } of rows)
      await collectionOf(of).replaceOne({ _id } as never, row as never, { upsert: true });
  await writeDatabaseState(database, { schemaVersion: 1 });
  const migrate = () => migrateSubgraph(database, subgraph);
  const stored = () =>
    Promise.all(subgraph.models.map((model) => collectionOf(model.name).find().sort('_id').toArray()));
  return { migrated: await migrate(), migrate, stored };
}

test.each(Object.keys(NEW_IN_2))(
  'records of %s as version 1 stored them are migrated, fit together, and are not changed when that is done again',
  async (name) => {
    const { migrated, migrate, stored } = await startMigrated(name);
    expect(migrated).toMatchObject({ from: 1 });
    expect((await readDatabaseState(database)).schemaVersion).toBe(SCHEMA_VERSION);
    await expectVerified(running);
    const once = await stored();
    expect(await migrate()).toMatchObject({ from: SCHEMA_VERSION, changed: 0 });
    expect(await stored()).toEqual(once);
  },
);

test('the statuses and memberships of a city of version 1 have the ids by which they are corrected', async () => {
  await startMigrated('cities');
  const { data } = await running.ask('{ city(id: "th-pak-kret") { statusHistory { id } memberships { id } } }');
  const ids = [...data.city.statusHistory, ...data.city.memberships].map(({ id }: { id: string }) => id);
  expect(ids.length).toBeGreaterThan(5);
  expect(new Set(ids).size).toBe(ids.length);
});

test('a text that version 1 stored is one in its language, also that of a record that is withdrawn', async () => {
  const { migrate } = await startMigrated('partners');
  const deployments = async () =>
    (
      await running.ask(
        '{ solution(id: "old-solution") { deployments { nodes { note { th en langUsed(lang: TH) } history { note { th en } } } } } }',
      )
    ).data.solution.deployments.nodes;
  const asTexts = [
    {
      note: { th: null, en: 'Its people like it.', langUsed: 'EN' },
      history: [{ note: { th: 'เริ่มที่ตลาด', en: null } }, { note: null }],
    },
  ];
  expect(await deployments()).toEqual(asTexts);

  const collectionOf = (name: string) =>
    database.model(subgraphs.find((each) => each.name === 'partners')!.models.find((model) => model.name === name)!)
      .collection;
  await collectionOf('solutions').deleteOne({ _id: 'old-solution' } as never);
  await collectionOf('withdrawnRecords').insertOne({
    _id: 'solutions/old-solution',
    standing: { state: 'WITHDRAWN', by: 'network-admin', at: new Date(), why: 'A mistake.' },
    record: ROWS['partners']!['solutions']!.find(({ _id }) => _id === 'old-solution'),
  } as never);
  expect(await migrate()).toMatchObject({ changed: 1 });
  expect(await deployments()).toEqual(asTexts);
});

describe('events of version 1', () => {
  const EVENT = `query ($id: ID!) { event(id: $id) {
    seats { confirmed waiting } participations(first: 5) { nodes { role city { id } partner { id } } }
    rounds { enrolled graduated } history(first: 1) { nodes { action office by actionLabel { en th } } }
    registrations(first: 5) { nodes { status history(first: 1) { nodes { action office } } } } } }`;
  const read = async (id: string) =>
    (await running.ask(EVENT, { id }, { caller: { id: 'admin', roles: ['network-admin'] } })).data.event;
  const migration = { action: 'migrate', office: 'citylink' };

  test('that were called off have nobody registered or enrolled any more, but those who had finished', async () => {
    await startMigrated('events');
    const meeting = await read('old-cancelled');
    expect(meeting.seats).toEqual({ confirmed: 0, waiting: 0 });
    expect(meeting.history.nodes).toEqual([
      {
        ...migration,
        by: 'citylink',
        actionLabel: { en: 'brought up to date by a new version', th: 'ปรับปรุงตามระบบเวอร์ชันใหม่' },
      },
    ]);
    expect(meeting.registrations.nodes).toEqual(
      Array(3).fill({ status: 'CALLED_OFF', history: { nodes: [migration] } }),
    );
    const course = await read('old-course');
    expect(course.rounds.map(({ enrolled }: { enrolled: number }) => enrolled)).toEqual([1, 1, 0]);
    expect(course.history.nodes).toMatchObject([migration]);
  });

  test('that were held have those who had a seat as attendees, and who waited has none', async () => {
    await startMigrated('events');
    const { participations, history } = await read('old-held');
    expect(participations.nodes).toEqual([
      { role: 'ATTENDEE', city: { id: 'th-pak-kret' }, partner: null },
      { role: 'ATTENDEE', city: null, partner: { id: 'mastercard' } },
    ]);
    expect(history.nodes).toMatchObject([migration]);
  });

  test('of which the host has recorded who attended keep that when they are migrated again', async () => {
    const { migrate } = await startMigrated('events');
    const { errors } = await running.ask(
      'mutation { recordAttendance(input: { idempotencyKey: "attended", eventId: "old-held", partnerIds: [] }) { id } }',
      {},
      { caller: { id: 'admin', roles: ['network-admin'] } },
    );
    expect(errors).toBeUndefined();
    expect(await migrate()).toMatchObject({ changed: 0 });
    expect((await read('old-held')).participations.nodes).toHaveLength(1);
  });

  test('that still take place keep their seats', async () => {
    await startMigrated('events');
    const { seats, history } = await read('old-open');
    expect(seats).toEqual({ confirmed: 1, waiting: 1 });
    expect(history.nodes).not.toMatchObject([migration]);
  });
});
