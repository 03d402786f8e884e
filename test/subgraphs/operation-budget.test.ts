import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type DataLoader from 'dataloader';
import { buildSchema, execute, parse } from 'graphql';
import mongoose, { type Connection } from 'mongoose';
import { cities } from '../../subgraphs/cities/index.js';
import { TIMEOUT_HEADER } from '../../subgraphs/protocol/headers.js';
import { MAX_TIME_MS } from '../../subgraphs/runtime/database/database.js';
import { createLoader } from '../../subgraphs/runtime/database/loader.js';
import { BUDGET, boundedExecution } from '../../subgraphs/runtime/execution/bounded-execution.js';
import { runWithin } from '../../subgraphs/runtime/execution/current-operation.js';
import {
  OperationBudget,
  RESULT_LIMITS,
  type ResultLimits,
} from '../../subgraphs/runtime/execution/operation-budget.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';
import { signedHeaders } from '../signed-call.js';

const schema = buildSchema(`
  type Query { many(count: Int!): [Node!]! one: Node }
  type Mutation { write: Node }
  type Node { id: Int later: Node loaded: Node bad: Node! }
`);
let resolved = 0;
/** Objects whose `later` was resolved while that of the object in it was not: the most there were at a time. */
let mostPending = 0;
let pending = 0;
/** How many keys each batch of {@link nodes} has. */
let batches: number[] = [];
let nodes: DataLoader<number, Node>;

/** A node whose fields are promises, as those of documents are. */
class Node {
  constructor(
    readonly id: number,
    readonly isInner = false,
  ) {}
  async later() {
    resolved += 1;
    pending += this.isInner ? -1 : 1;
    mostPending = Math.max(mostPending, pending);
    return new Node(this.id, true);
  }
  /** Loads late, as a resolver with arguments does. */
  async loaded() {
    await Promise.resolve();
    return nodes.load(this.id);
  }
  bad() {
    throw new Error(`No ${this.id}`);
  }
}

function createNodeLoader() {
  return createLoader<number, Node>(async (ids) => {
    batches.push(ids.length);
    return ids.map((id) => new Node(id));
  });
}

const root = {
  many: ({ count }: { count: number }) => Array.from({ length: count }, (_each, id) => new Node(id)),
  one: () => new Node(1),
  write: () => new Node(2),
};
const queryFields = schema.getQueryType()!.getFields();
for (const name of ['many', 'one'] as const)
  queryFields[name]!.resolve = (_source, args) => root[name](args as { count: number });
schema.getMutationType()!.getFields()['write']!.resolve = () => root.write();
const gateway = boundedExecution(schema);

async function run(query: string, budget = new OperationBudget()) {
  nodes = runWithin(budget, createNodeLoader);
  const document = parse(query);
  const { executor } = await gateway.load({ apollo: {} });
  const [operation] = document.definitions;
  return executor!({ context: { [BUDGET]: budget }, document, operation, request: {} } as never);
}
const budgetOf = (limits: Partial<ResultLimits>) => new OperationBudget({ ...RESULT_LIMITS, ...limits });

beforeEach(() => {
  resolved = 0;
  pending = mostPending = 0;
  batches = [];
});

describe('an operation', () => {
  test.each([
    ['objects', '{ many(count: 50) { id } }', { objects: 49 }],
    ['objects', '{ many(count: 10) { later { later { id } } } }', { objects: 25 }],
    ['characters', '{ many(count: 1100) { id } }', { characters: 5_000 }],
  ] as const)('ends with an error that names the limit of %s: %s', async (limit, query, limits) => {
    expect(await run(query, budgetOf(limits))).toMatchObject({
      data: null,
      errors: [{ extensions: { code: 'RESULT_TOO_LARGE', limit, most: Object.values(limits)[0] } }],
    });
  });

  test('has the result of graphql-js within its limits, also where resolvers wait for later turns', async () => {
    for (const query of [
      '{ many(count: 3000) { id later { id later { id } } } }',
      '{ many(count: 2) { id bad { id } } }',
    ])
      expect(JSON.stringify(await run(query))).toEqual(
        JSON.stringify(await execute({ schema, document: parse(query) })),
      );
  });

  test('resolves nothing more when its caller has gone', async () => {
    const budget = new OperationBudget();
    const running = run('{ one { later { later { later { id } } } } }', budget);
    budget.expire();
    expect(await running).toMatchObject({ errors: [{ extensions: { code: 'DEADLINE_EXCEEDED' } }] });
    await new Promise((resolve) => setImmediate(resolve));
    expect(resolved).toBeLessThan(3);
  });

  test('whose resolvers are spread over turns still loads each level in one batch', async () => {
    await run('{ many(count: 1500) { later { loaded { id } } } }');
    expect(batches).toEqual([1500]);
  });

  test('whose resolvers are spread over turns completes an object before it begins the next', async () => {
    await run('{ many(count: 3000) { later { later { id } } } }');
    expect(resolved).toBe(6000);
    expect(mostPending).toBeLessThan(100);
  });

  test('sends no batch when its caller has gone', async () => {
    const budget = new OperationBudget();
    const running = run('{ one { loaded { id } } }', budget);
    await Promise.resolve();
    budget.expire();
    await running;
    await new Promise((resolve) => setImmediate(resolve));
    expect(batches).toEqual([]);
  });

  test('that writes goes on when its caller has gone', async () => {
    const budget = new OperationBudget();
    const running = run('mutation { write { later { later { id } } } }', budget);
    await Promise.resolve();
    budget.expire();
    expect(await running).toMatchObject({ data: { write: { later: { later: { id: 2 } } } } });
  });

  test('that is cheap and begins later ends before one that is dear', async () => {
    const ended: string[] = [];
    const dear = run('{ many(count: 10000) { later { later { id } } } }').then(() => ended.push('dear'));
    await new Promise((resolve) => setImmediate(resolve));
    const cheap = run('{ one { later { later { later { id } } } } }').then(() => ended.push('cheap'));
    await Promise.all([dear, cheap]);
    expect(ended).toEqual(['cheap', 'dear']);
  });
});

describe('a subgraph', () => {
  let subgraph: RunningSubgraph;
  beforeAll(async () => {
    subgraph = await startSubgraph(cities as unknown as Subgraph);
  });
  afterAll(() => subgraph.close());

  const level = (depth: number): string =>
    depth === 0 ? 'id' : `id challenges { city { ${level(depth - 1)} } } memberships { city { ${level(depth - 1)} } }`;
  const DEAR = `{ cities(first: 100) { nodes { ${level(5)} } } }`;

  test.each([
    ['en', 'fewer rows or fields'],
    ['th', 'โปรดขอจำนวนแถว'],
  ])('refuses the result of a small document that names each city over and over, in %s', async (language, words) => {
    const { data, errors } = await subgraph.ask(DEAR, {}, { language });
    expect(data).toBeNull();
    expect(errors).toMatchObject([
      { message: expect.stringContaining(words), extensions: { code: 'RESULT_TOO_LARGE', limit: 'objects' } },
    ]);
  });

  test('responds to cheap operations beside dear ones', async () => {
    let isOver = false;
    let cheap = 0;
    const dear = Promise.all([subgraph.ask(DEAR), subgraph.ask(DEAR)]).then(() => (isOver = true));
    while (!isOver) {
      const { data } = await subgraph.ask('{ city(id: "th-yala") { id } }');
      expect(data).toEqual({ city: { id: 'th-yala' } });
      cheap += 1;
    }
    await dear;
    expect(cheap).toBeGreaterThan(1);
  });

  test('stops when the time is over for which its caller waits', async () => {
    const body = JSON.stringify({
      query: '{ cities(first: 50) { nodes { id challenges { city { name { en } } } } } }',
    });
    const headers = { ...signedHeaders('cities', body), [TIMEOUT_HEADER]: '0' };
    const response = await fetch(subgraph.url, { method: 'POST', headers, body });
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'DEADLINE_EXCEEDED' } }] });
  });

  describe('that asks its database', () => {
    let database: Connection;
    beforeAll(async () => {
      const uri = process.env['TEST_MONGODB_URI'] as string;
      database = await mongoose.createConnection(uri, { dbName: subgraph.databaseName }).asPromise();
    });
    afterAll(() => database.close());

    /** The `maxTimeMS` of each read of a collection that an operation sent; asked again when it took longer than that. */
    async function timesOfReads(query: string, timeoutMs: number): Promise<number[]> {
      await database.db!.setProfilingLevel('all');
      const body = JSON.stringify({ query });
      const headers = { ...signedHeaders('cities', body), [TIMEOUT_HEADER]: String(timeoutMs) };
      const response = await fetch(subgraph.url, { method: 'POST', headers, body });
      const { errors = [] } = (await response.json()) as { errors?: Array<{ extensions: { code: string } }> };
      await database.db!.setProfilingLevel('off');
      const reads = await database
        .collection('system.profile')
        .find({ appName: subgraph.databaseName, op: { $in: ['query', 'command'] }, ns: /\.(?!\$cmd|system)/ })
        .toArray();
      await database.collection('system.profile').drop();
      if (errors[0]?.extensions.code === 'DEADLINE_EXCEEDED') return timesOfReads(query, timeoutMs);
      expect(errors).toEqual([]);
      return reads.map(({ command }) => (command as { maxTimeMS: number }).maxTimeMS);
    }

    test.each([
      ['entities', 1, '{ city(id: "th-yala") { id } }'],
      ['a page and its total count', 2, '{ cities(first: 1) { totalCount nodes { id } } }'],
      ['lists of parents', 2, '{ cities(first: 2) { nodes { history(first: 1) { nodes { id } } } } }'],
      ['a search', 3, '{ searchCities(text: "ya", first: 20) { city { id } } }'],
      ['a chart with named groups', 2, '{ cityStats(groupBy: PROVINCE) { count } }'],
      ['a chart with the groups on file', 2, '{ cityStats(groupBy: COUNTRY) { count } }'],
      ['the gaps and their number', 2, '{ factGaps(first: 1) { totalCount nodes { city { id } } } }'],
      ['the timeline and its names', 4, '{ timeline { itemsOfCities { edges { cursor } } } }'],
      ['peers, in two reads of a batch', 3, '{ city(id: "th-yala") { peerCandidates { cityId } } }'],
    ])('has %s read for no longer than its caller waits', async (_what, reads, query) => {
      const timeoutMs = MAX_TIME_MS - 1;
      const times = await timesOfReads(query, timeoutMs);
      expect(times).toHaveLength(reads);
      for (const time of times) expect(time).toBeLessThanOrEqual(timeoutMs);
      for (const time of await timesOfReads(query, 30_000)) expect(time).toBe(MAX_TIME_MS);
    });
  });
});
