import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { databaseNameOf } from '../../subgraphs/config.js';
import { events } from '../../subgraphs/events/index.js';
import { writeDatabaseState } from '../../subgraphs/runtime/database/database-state.js';
import { openDatabase, type Database } from '../../subgraphs/runtime/database/database.js';
import type { ModelDefinition } from '../../subgraphs/runtime/database/model.js';
import { startOwnDatabase, type OwnDatabase } from '../faults/own-database.js';
import { until } from '../gateway/until.js';
import { spawnSubgraph, type SubgraphProcess } from '../subgraphs/subgraph-process.js';

const NOBODY = { id: 'nobody', roles: [] };

let own: OwnDatabase;
let subgraph: SubgraphProcess;

beforeAll(async () => {
  own = await startOwnDatabase();
}, 120_000);
afterEach(() => subgraph?.crash());
afterAll(() => own?.close());

async function within<T>(work: (database: Database) => Promise<T>): Promise<T> {
  const database = openDatabase({ uri: own.uri, name: databaseNameOf('events'), isPatient: true });
  try {
    await database.connected();
    return await work(database);
  } finally {
    await database.close();
  }
}

/** None while there is no collection. */
const indexesOf = (database: Database, definition: ModelDefinition) =>
  database
    .model(definition)
    .listIndexes()
    .catch(() => []);
const ask = () => subgraph.ask('{ searchEvents(text: "any") { event { id } } }', {}, NOBODY);

test('a subgraph that starts before its database says so, and creates the indexes when the database comes', async () => {
  await own.crash();
  subgraph = await spawnSubgraph('events', own.uri);
  expect((await ask()).errors).toMatchObject([{ extensions: { code: 'DATABASE_UNAVAILABLE' } }]);
  await own.revive();
  await within(async (database) => {
    for (const definition of events.models)
      await until(
        () => indexesOf(database, definition),
        (indexes) => indexes.length === definition.schema.indexes().length + 1,
      );
  });
  expect(await until(ask, ({ errors }) => errors === undefined)).toEqual({ data: { searchEvents: [] } });
}, 120_000);

test('a subgraph ends when the records of a database that comes later are of an older version', async () => {
  await within(async (database) => {
    await database.model(events.models[0]!).collection.insertOne({ _id: 'older' } as never);
    await writeDatabaseState(database, { schemaVersion: 0 });
  });
  await own.crash();
  subgraph = await spawnSubgraph('events', own.uri);
  const ended = once(subgraph.child, 'exit');
  await own.revive();
  expect(await ended).toEqual([1, null]);
}, 120_000);
