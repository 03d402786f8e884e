import { afterAll, beforeAll, expect, test } from '@jest/globals';
import mongoose from 'mongoose';
import { cities } from '../../subgraphs/cities/index.js';
import { cityModel } from '../../subgraphs/cities/city/city.model.js';
import { aggregateRows } from '../../subgraphs/runtime/database/loader.js';
import { openDatabase, type Database } from '../../subgraphs/runtime/database/database.js';
import { openCollection } from '../../subgraphs/runtime/database/collection.js';
import { databaseFault } from '../../subgraphs/runtime/errors/database-error.js';
import { createSubgraphServer, type SubgraphServer } from '../../subgraphs/runtime/server/server.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';
import { urlVariable } from '../../subgraphs/process/subgraph-variables.js';
import { startGateway, type RunningGateway } from '../gateway/start-gateway.js';
import { until } from '../gateway/until.js';
import { keysOf, SECRET } from '../signed-call.js';
import { startOwnDatabase, type OwnDatabase } from './own-database.js';
import { seedOwn } from './seed-own.js';

const STEP_DOWNS = 3;

let own: OwnDatabase;
let database: Database;
let server: SubgraphServer;
let gateway: RunningGateway;
const lines: Array<{ level: number; msg: string }> = [];

beforeAll(async () => {
  own = await startOwnDatabase();
  database = await seedOwn(own, cities as unknown as Subgraph);
  server = await createSubgraphServer(cities, {
    mongodbUri: own.uri,
    databaseName: 'citylink_cities',
    ...keysOf('cities'),
    logger: { level: 'info', stream: { write: (line: string) => void lines.push(JSON.parse(line)) } } as never,
  });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  await server.database.connected();
  gateway = await startGateway({ SUBGRAPH_SECRET: SECRET, [urlVariable('cities')]: url });
}, 120_000);

afterAll(async () => {
  await gateway?.close();
  await server?.close();
  await database?.close();
  await own?.close();
});

test('reads and transactions during step-downs have errors of the database only', async () => {
  const model = database.model(cityModel);
  const works = [
    () => aggregateRows(model.aggregate<unknown>([{ $match: { _id: 'th-yala' } }])),
    () => openCollection(database, cityModel).byId.load('th-yala'),
    () => database.transaction((session) => model.findById('th-yala').session(session).lean()),
  ];
  const odd: unknown[] = [];
  let isOver = false;
  let done = 0;
  const readers = [...works, ...works, works[0]!, works[0]!].map(async (work) => {
    while (!isOver)
      await work().then(
        () => (done += 1),
        (error: unknown) => databaseFault(error) === 'down' || odd.push(error),
      );
  });
  for (let time = 0; time < STEP_DOWNS; time += 1) {
    await own.stepDown();
    const before = done;
    await until(
      async () => done,
      (count) => count > before + 20,
    );
  }
  isOver = true;
  await Promise.all(readers);
  expect(odd).toEqual([]);
}, 120_000);

test('a connection string that prefers secondaries changes neither transactions nor reads', async () => {
  const preferring = openDatabase({
    uri: `${own.uri}&readPreference=secondaryPreferred`,
    name: 'citylink_cities',
  });
  try {
    await preferring.connected();
    const model = preferring.model(cityModel);
    const read = await preferring.transaction((session) =>
      model.findById('th-yala', { _id: 1 }).session(session).lean(),
    );
    expect(read).toEqual({ _id: 'th-yala' });
    expect(model.db.getClient().readPreference.mode).toBe(mongoose.mongo.ReadPreference.PRIMARY);
  } finally {
    await preferring.close();
  }
});

test('a client is told that the database is away, and the log has its loss and its return once each', async () => {
  const ask = async () => (await gateway.query('{ city(id: "th-yala") { id } }')).body;
  await until(ask, ({ data }) => data?.city?.id === 'th-yala');
  lines.length = 0;
  await own.crash();
  const codes = new Set<string>();
  for (let time = 0; time < 10; time += 1) codes.add((await ask()).errors[0].extensions.code);
  expect([...codes]).toEqual(['DATABASE_UNAVAILABLE']);
  await own.revive();
  await until(ask, ({ data }) => data?.city?.id === 'th-yala');
  const told = lines.map(({ msg }) => msg).filter((msg) => /^The database can/.test(msg));
  expect(told).toEqual(['The database cannot be reached', 'The database can be reached again']);
});
