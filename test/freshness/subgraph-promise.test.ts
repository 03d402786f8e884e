import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { buildSchema, printSchema } from 'graphql';
import mongoose, { type mongo } from 'mongoose';
import { collectionOf, type StoreChange, type StoreKeys } from '../../subgraphs/protocol/freshness.js';
import { buildSchemaOf } from '../../subgraphs/runtime/schema/schema.js';
import { subgraphs } from '../../subgraphs/index.js';
import { generateOperations, readFieldNames, type Operation } from '../executor/generate-operation.js';
import { NETWORK_SAMPLES } from '../executor/generate-value.js';
import { createRandom, drawSeeds, type Random } from '../executor/random.js';
import { operation, operationNames } from '../federation/operation.js';
import { startGraph, type RunningGraph, type RunningSubgraph } from '../graph.js';
import { askFresh, changesAfter, changesUntil } from './follow-changes.js';

/** Of each subgraph: random operations, and documents that are changed, beside the operations of clients that we know. */
const OPERATIONS = Number(process.env['FUZZ_OPERATIONS'] ?? 12);
const CHANGES = Number(process.env['FUZZ_CHANGES'] ?? 8);
const SEEDS = drawSeeds(20_263, 0.3);
const ADMIN = { caller: { id: 'tester', roles: ['network-admin'] } };

type Document = { _id: string } & Record<string, unknown>;

interface Asked extends Operation {
  result: string;
  keys: StoreKeys;
}

let graph: RunningGraph;
let client: mongo.MongoClient;
const known: Record<string, Operation[]> = {};

beforeAll(async () => {
  graph = await startGraph();
  client = await mongoose.mongo.MongoClient.connect(process.env['TEST_MONGODB_URI'] as string);
  graph.forget();
  for (const name of operationNames()) {
    const { query, variables } = operation(name);
    await graph.read(query, variables);
  }
  for (const [name, { fetches }] of graph.subgraphs) {
    known[name] = fetches.map(({ query, variables }) => ({ query, variables }));
    await changesAfter(graph.subgraphs.get(name)!, null);
  }
}, 120_000);
afterAll(async () => {
  await client?.close();
  await graph?.close();
});

describe.each(subgraphs)('what changes a result of $name', (subgraph) => {
  test.each(SEEDS)(
    'changes one of its keys: random operations and changes of seed $seed',
    async ({ seed, share }) => {
      const random = createRandom(seed);
      const running = graph.subgraphs.get(subgraph.name)!;
      const database = client.db(running.databaseName);
      const collections = new Map<string, Document[]>();
      for (const { name } of subgraph.models) {
        const documents = await database.collection<Document>(name).find({}).toArray();
        if (documents.length > 0) collections.set(name, documents);
      }
      const asked = await askAll(running, [
        ...known[subgraph.name]!,
        ...randomOperations(subgraph, random, collections, Math.ceil(OPERATIONS * share)),
      ]);
      let [dropped, kept] = [0, 0];
      for (let change = 0; change < CHANGES * share; change += 1) {
        const { at } = await changesAfter(running, null);
        const undo = await changeAny(database, collections, random, change);
        if (!undo) continue;
        const { changes } = await changesUntil(running, at, isTold(undo));
        for (const each of asked) {
          if (changes.some(({ keys }) => intersect(each.keys, keys))) {
            dropped += 1;
            continue;
          }
          kept += 1;
          const { body } = await askFresh(running, each.query, each.variables, ADMIN);
          if (JSON.stringify(body) !== each.result)
            throw new Error(
              `Change ${change} of seed ${seed}: ${undo.told} changes none of the keys ${JSON.stringify(each.keys)} of\n${each.query}\nvariables ${JSON.stringify(each.variables)}\nbefore ${each.result}\nafter  ${JSON.stringify(body)}\nchanges ${JSON.stringify(changes)}`,
            );
        }
        const { at: before } = await changesAfter(running, null);
        await undo.undo();
        await changesUntil(running, before, isTold(undo));
      }
      if (share < 1) return; // A few changes may all be of what nobody has asked for.
      expect(dropped).toBeGreaterThan(0);
      expect(kept).toBeGreaterThan(0);
    },
    240_000,
  );
});

async function askAll(running: RunningSubgraph, operations: readonly Operation[]): Promise<Asked[]> {
  const asked: Asked[] = [];
  for (const { query, variables } of operations) {
    const { body, reads } = await askFresh(running, query, variables, ADMIN);
    const keys = reads?.[running.name];
    expect(keys === undefined).toBe(body.errors !== undefined);
    if (keys) asked.push({ query, variables, result: JSON.stringify(body), keys });
  }
  return asked;
}

function randomOperations(
  subgraph: (typeof subgraphs)[number],
  random: Random,
  collections: ReadonlyMap<string, Document[]>,
  count: number,
): Operation[] {
  const { schema, sdl } = buildSchemaOf(subgraph);
  const ids = [...collections.values()].flatMap((documents) => documents.map(({ _id }) => _id));
  const samples = {
    ...Object.fromEntries(
      Object.keys(schema.getTypeMap()).map((type) => [
        type,
        (collections.get(`${type.toLowerCase()}s`) ?? []).map(({ _id }) => _id),
      ]),
    ),
    id: ids,
    ...NETWORK_SAMPLES,
    representations: [],
  };
  return Array.from({ length: count }, () => {
    const seldom = new Set(['last', 'before', 'after', 'offset']);
    const [first] = generateOperations(
      {
        schema: buildSchema(printSchema(schema)),
        random,
        samples,
        seldom,
        maxFields: 15,
        aliases: readFieldNames(sdl),
      },
      1,
    );
    return first!;
  });
}

interface Change {
  told: string;
  collection: string;
  id: string;
  undo(): Promise<unknown>;
}

/** Removes a document, adds a copy of one, or gives one what another has; undefined when an index refuses that. */
async function changeAny(
  database: mongo.Db,
  collections: ReadonlyMap<string, Document[]>,
  random: Random,
  nth: number,
): Promise<Change | undefined> {
  const name = random.pick([...collections.keys()]);
  const documents = collections.get(name)!;
  const document = random.pick(documents);
  const { _id } = document;
  const collection = database.collection<Document>(name);
  const what = { collection: name, id: _id };
  switch (random.below(3)) {
    case 0:
      await collection.deleteOne({ _id });
      return { ...what, told: `The removal of ${name} ${_id}`, undo: () => collection.insertOne(document) };
    case 1: {
      const copy = { ...document, _id: `copy-${nth}` };
      const isDone = await collection.insertOne(copy).then(
        () => true,
        () => false,
      );
      if (!isDone) return undefined;
      return {
        ...what,
        id: copy._id,
        told: `A copy of ${name} ${_id}`,
        undo: () => collection.deleteOne({ _id: copy._id }),
      };
    }
    default: {
      const { _id: other, ...rest } = random.pick(documents);
      if (other === _id) return undefined;
      const isDone = await collection.replaceOne({ _id }, rest).then(
        ({ modifiedCount }) => modifiedCount === 1,
        () => false,
      );
      if (!isDone) return undefined;
      return { ...what, told: `${name} ${_id} as ${other}`, undo: () => collection.replaceOne({ _id }, document) };
    }
  }
}

/** Whether a change is among those that were told. */
function isTold({ collection, id }: Change): (changes: readonly StoreChange[]) => boolean {
  return (changes) => changes.some(({ keys }) => keys[collection] === true || keys[collection]?.includes(id));
}

/** Whether a change of these keys drops a result of those. */
function intersect(result: StoreKeys, change: StoreKeys): boolean {
  return Object.entries(result).some(([dimension, values]) => {
    const collection = collectionOf(dimension);
    if (change[collection] === true) return true;
    if (values === true) return change[collection] !== undefined;
    const changed = change[dimension];
    return Array.isArray(changed) && values.some((value) => changed.includes(value));
  });
}
