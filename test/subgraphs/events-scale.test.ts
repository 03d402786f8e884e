import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import mongoose from 'mongoose';
import { growSubgraph } from '../../scripts/seed/invented/grow-subgraph.js';
import { events } from '../../subgraphs/events/index.js';
import { openDatabase, type Database } from '../../subgraphs/runtime/database/database.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';

let subgraph: RunningSubgraph;
let database: Database;

beforeAll(async () => {
  subgraph = await startSubgraph(events as unknown as Subgraph);
  database = openDatabase({
    uri: process.env['TEST_MONGODB_URI'] as string,
    name: subgraph.databaseName,
    isPatient: true,
  });
  await database.connected();
}, 60_000);
afterAll(async () => {
  await database.close();
  await subgraph.close();
});

const HOLDERS = [{ cityId: 'th-phuket', partnerId: 'depa', solutionId: 's', challengeCode: 'C' }];
const QUERIES: Record<string, { query: string; variables?: Record<string, unknown>; commands: string[] }> = {
  'a search': { query: '{ searchEvents(text: "Mae Moh") { match event { id } } }', commands: ['find', 'find', 'find'] },
  'a suggestion': {
    query:
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on City { suggestedEvents(asOf: "2020-01-20") { nodes { score } } } } }',
    variables: { r: [{ __typename: 'City', id: 'th-yala', provenHolders: HOLDERS }] },
    commands: ['find', 'find'],
  },
  'the gaps of a cohort': {
    query:
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Cohort { citiesWithoutEvent { totalCount } } } }',
    variables: { r: [{ __typename: 'Cohort', id: 'c', memberCities: [{ id: 'th-yala' }, { id: 'nowhere' }] }] },
    commands: ['distinct'],
  },
  'a page of registrations': {
    query: '{ event(id: "event-csco-course") { seats { free } registrations { nodes { id } } } }',
    commands: ['find', 'find'],
  },
  'a history': {
    query: '{ event(id: "event-csco-course") { history { nodes { id } } } }',
    commands: ['find', 'aggregate'],
  },
};

/** What the database looked at for a query: documents and index entries, of all its commands. */
async function looked({ query, variables }: { query: string; variables?: Record<string, unknown> }): Promise<number> {
  const connection = await mongoose
    .createConnection(process.env['TEST_MONGODB_URI']!, { dbName: subgraph.databaseName })
    .asPromise();
  const db = connection.db!;
  try {
    await db.command({ profile: 2 });
    const since = new Date();
    const { errors } = await subgraph.ask(query, variables, { caller: { id: 'admin', roles: ['network-admin'] } });
    await db.command({ profile: 0 });
    expect(errors).toBeUndefined();
    const lines = await db
      .collection('system.profile')
      .find({ ts: { $gte: since }, appName: { $ne: null }, ns: { $not: /system/ } })
      .toArray();
    return lines.reduce((sum, line) => sum + (line['docsExamined'] ?? 0) + (line['keysExamined'] ?? 0), 0);
  } finally {
    await connection.close();
  }
}

describe('with twenty times the events', () => {
  const before = new Map<string, number>();

  beforeAll(async () => {
    for (const [name, query] of Object.entries(QUERIES)) before.set(name, await looked(query));
    await growSubgraph(database, events as unknown as Subgraph, 50);
  }, 60_000);

  test.each(Object.keys(QUERIES))('%s sends the same commands and examines hardly more documents', async (name) => {
    subgraph.forget();
    const now = await looked(QUERIES[name]!);
    expect(subgraph.commands).toEqual(QUERIES[name]!.commands);
    expect(before.get(name)).toBeGreaterThan(0);
    expect(now - before.get(name)!).toBeLessThan(120);
  });
});
