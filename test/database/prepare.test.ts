import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { databaseNameOf } from '../../subgraphs/config.js';
import { seedAll } from '../../scripts/seed/seed-all.js';
import { seedSubgraph } from '../../scripts/seed/seed-subgraph.js';
import { migrateSubgraph } from '../../scripts/seed/migrate-subgraph.js';
import { subgraphs } from '../../subgraphs/index.js';
import {
  readDatabaseState,
  SCHEMA_VERSION,
  writeDatabaseState,
} from '../../subgraphs/runtime/database/database-state.js';
import { openDatabase, type Database } from '../../subgraphs/runtime/database/database.js';
import { insertMissing } from '../../subgraphs/runtime/database/insert-missing.js';
import { prepareDatabase } from '../../subgraphs/runtime/database/prepare-database.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';
import { startOwnDatabase, type OwnDatabase } from '../faults/own-database.js';

const UNAUTHORIZED = 13;

let own: OwnDatabase;
let databases: Map<string, Database>;

beforeAll(async () => {
  own = await startOwnDatabase();
}, 120_000);
afterAll(() => own?.close());

beforeEach(async () => {
  databases = new Map(
    subgraphs.map(({ name }) => [name, openDatabase({ uri: own.uri, name: databaseNameOf(name), isPatient: true })]),
  );
  await Promise.all([...databases.values()].map((database) => database.connected()));
});
afterEach(async () => {
  await own.fail('failCommand', 'off');
  for (const database of databases.values()) {
    await database.drop();
    await database.close();
  }
});

const subgraphOf = (name: string) => subgraphs.find((subgraph) => subgraph.name === name) as unknown as Subgraph;
const collection = (name: string, of: string) => {
  const definition = subgraphOf(name).models.find((model) => model.name === of)!;
  return databases.get(name)!.model(definition).collection;
};
const all = (name: string, of: string) =>
  collection(name, of)
    .find({})
    .sort({ _id: 1 } as never)
    .toArray();
const seedEverything = (mode: 'fill' | 'sample' | 'reset', report?: (line: string) => void) =>
  seedAll({ uriOf: () => own.uri, mode, ...(report && { report }) });

test('an empty database is given its indexes and its version at the start', async () => {
  const database = databases.get('events')!;
  await prepareDatabase(database, subgraphOf('events'));
  for (const definition of subgraphOf('events').models)
    expect(await database.model(definition).listIndexes()).toHaveLength(definition.schema.indexes().length + 1);
  expect(await readDatabaseState(database)).toEqual({ schemaVersion: SCHEMA_VERSION, isSample: false });
});

test('a start is refused with the command when indexes are missing and its user may not create them', async () => {
  const database = databases.get('events')!;
  const forbid = () =>
    own.fail('failCommand', 'alwaysOn', { errorCode: UNAUTHORIZED, failCommands: ['create', 'createIndexes'] });
  await forbid();
  await expect(prepareDatabase(database, subgraphOf('events'))).rejects.toThrow('npm run seed -- --indexes-only');
  await own.fail('failCommand', 'off');
  await seedAll({ uriOf: () => own.uri, mode: 'indexes' });
  await forbid();
  await prepareDatabase(database, subgraphOf('events'));
});

test('a start is refused with the command when records are of another version', async () => {
  const database = databases.get('events')!;
  await seedSubgraph(database, subgraphOf('events'), { reset: false });
  await prepareDatabase(database, subgraphOf('events'));
  await writeDatabaseState(database, { schemaVersion: 0 });
  await expect(prepareDatabase(database, subgraphOf('events'))).rejects.toThrow('npm run migrate');
  await writeDatabaseState(database, { schemaVersion: SCHEMA_VERSION + 1 });
  await expect(prepareDatabase(database, subgraphOf('events'))).rejects.toThrow('start a newer one');
});

test('migrating computes again exactly what is stored beside the facts of records, and the timeline', async () => {
  await seedEverything('fill');
  const kept = [
    ['cities', 'cities'],
    ['partners', 'partners'],
    ['partners', 'people'],
    ['partners', 'solutions'],
    ['events', 'events'],
    ['events', 'moments'],
  ] as const;
  const before = await Promise.all(kept.map(([name, of]) => all(name, of)));
  for (const [name, of] of kept)
    if (of === 'moments') await collection(name, of).deleteMany({});
    else
      await collection(name, of).updateMany(
        {},
        { $unset: { searchKeys: 1, searchTails: 1, shownName: 1, sortStart: 1, gapsBelow: 1 } },
      );
  for (const { name } of subgraphs) {
    await writeDatabaseState(databases.get(name)!, { schemaVersion: 0 });
    expect(await migrateSubgraph(databases.get(name)!, subgraphOf(name))).toMatchObject({ from: 0 });
    expect((await readDatabaseState(databases.get(name)!)).schemaVersion).toBe(SCHEMA_VERSION);
  }
  expect(await Promise.all(kept.map(([name, of]) => all(name, of)))).toEqual(before);
});

test('what a write has made while a migration makes it anew stays', async () => {
  await collection('events', 'moments').insertOne({ _id: 'one', of: 'written' } as never);
  const made = ['one', 'two'].map((_id) => ({ _id, of: 'migrated' }));
  await insertMissing(collection('events', 'moments') as never, made);
  expect(await all('events', 'moments')).toEqual([{ _id: 'one', of: 'written' }, made[1]]);
  const refused = [{ _id: ['an id is no list'] }, made[0]!];
  await expect(insertMissing(collection('events', 'moments') as never, refused)).rejects.toThrow();
});

test('sample data is not put beside records that no data file gave, unless that is asked for', async () => {
  await collection('cities', 'provinces').insertOne({ _id: 'TH-00', name: { en: 'Real', th: null } } as never);
  const lines: string[] = [];
  const count = async () => [
    await collection('cities', 'cities').countDocuments(),
    (await all('events', 'events')).length,
  ];
  await seedEverything('fill', (line) => lines.push(line));
  expect(await count()).toEqual([0, 0]);
  expect(lines.join()).toContain('--sample-data');
  await seedEverything('sample');
  expect((await count()).every((each) => each > 0)).toBe(true);
  expect(await collection('cities', 'provinces').countDocuments()).toBe(1);
});

test('a reset removes the history, idempotency records and the timeline with the records', async () => {
  await seedEverything('fill');
  const moments = await all('events', 'moments');
  for (const name of ['changes', 'answeredWrites', 'moments', 'registrations'])
    await collection('events', name).insertOne({ _id: 'of before' } as never);
  await seedEverything('reset');
  for (const name of ['changes', 'answeredWrites', 'registrations']) expect(await all('events', name)).toEqual([]);
  expect(await all('events', 'moments')).toEqual(moments);
});
