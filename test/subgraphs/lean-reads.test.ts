import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import mongoose from 'mongoose';
import { events } from '../../subgraphs/events/index.js';
import { eventModel } from '../../subgraphs/events/event/event.model.js';
import { OperationReads } from '../../subgraphs/runtime/database/learned-projection.js';
import type { ModelDefinition } from '../../subgraphs/runtime/database/model.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';

const QUERY =
  'query ($more: Boolean!) { events(first: 3) { nodes { name { en } sessions(first: 1) @include(if: $more) { nodes { title { en } } } status @include(if: $more) } } }';
const model = { name: 'things', fields: { _id: 1, name: 1, kind: 1, size: 1 } } as unknown as ModelDefinition;

describe('What an operation reads', () => {
  /** Begins a run in which fields are used. */
  function run(operation: OperationReads, used: readonly string[]) {
    const reads = operation.begin();
    for (const field of used) reads.of(model).use(field);
    return reads;
  }
  const learnt = () => {
    const operation = new OperationReads();
    for (const used of [['name'], ['id', 'name'], []]) expect(run(operation, used).of(model).fields).toBe(model.fields);
    return operation;
  };

  test('is, after three runs, what these used', () => {
    expect(learnt().begin().of(model).fields).toEqual({ _id: 1, name: 1 });
  });

  test('is more after a run that used more, of which nothing comes', () => {
    const operation = learnt();
    const missing = operation.begin();
    expect(() => missing.of(model).use('kind')).toThrow('A field of things is used that was not read.');
    expect(missing.missed).toBe(true);
    expect(operation.begin(true).of(model).fields).toBe(model.fields);
    expect(run(operation, ['kind', 'name'])).toMatchObject({ missed: false });
    expect(operation.begin().of(model).fields).toEqual({ _id: 1, name: 1, kind: 1 });
  });

  test('is everything where all fields are used together', () => {
    const operation = learnt();
    const missing = operation.begin();
    expect(() => missing.of(model).useAll()).toThrow();
    expect(operation.begin().of(model).fields).toBe(model.fields);
  });

  test('is everything again when runs often used more', () => {
    const operation = learnt();
    for (let nth = 0; nth < 8; nth += 1) expect(() => run(operation, [`field${nth}`])).toThrow();
    expect(operation.begin().of(model).fields).toBe(model.fields);
  });
});

describe('A subgraph', () => {
  let running: RunningSubgraph;
  let client: InstanceType<typeof mongoose.mongo.MongoClient>;

  beforeAll(async () => {
    running = await startSubgraph(events as unknown as Subgraph);
    client = await mongoose.mongo.MongoClient.connect(process.env['TEST_MONGODB_URI']!);
  });
  afterAll(async () => {
    await client?.close();
    await running?.close();
  });

  /** The fields of the last read of events. */
  async function fieldsRead(): Promise<string[]> {
    const database = client.db(running.databaseName);
    const [read] = await database
      .collection('system.profile')
      .find({ op: 'query', ns: `${running.databaseName}.${eventModel.name}`, 'command.projection': { $exists: true } })
      .sort({ ts: -1 })
      .limit(1)
      .toArray();
    return Object.keys((read!['command'] as { projection: object }).projection);
  }

  test('reads what an operation uses, and all when another variable makes it use more', async () => {
    await client.db(running.databaseName).command({ profile: 2 });
    const wanted = await running.ask(QUERY.replace('query', 'query Other'), { more: true });
    for (let nth = 1; nth <= 5; nth += 1) await running.ask(QUERY, { more: false });
    expect(await fieldsRead()).toEqual(['_id', 'name']);
    expect(await running.ask(QUERY, { more: true })).toEqual(wanted);
    expect(await fieldsRead()).toEqual(Object.keys(eventModel.fields));
    expect(await running.ask(QUERY, { more: true })).toEqual(wanted);
    const lean = await fieldsRead();
    expect(lean).toEqual(expect.arrayContaining(['name', 'status']));
    expect(lean.length).toBeLessThan(Object.keys(eventModel.fields).length);
  });
});
