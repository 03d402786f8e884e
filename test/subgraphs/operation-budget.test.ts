import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type DataLoader from 'dataloader';
import { buildSchema, execute, parse } from 'graphql';
import { cities } from '../../subgraphs/cities/index.js';
import { TIMEOUT_HEADER } from '../../subgraphs/protocol/headers.js';
import { createLoader, MAX_TIME_MS, maxTimeMs } from '../../subgraphs/runtime/database/loader.js';
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
/** The keys of each batch of {@link nodes}, and how long a read in it may take in the database. */
let batches: Array<{ size: number; maxTimeMs: number }> = [];
let nodes: DataLoader<number, Node>;

/** A node whose fields are promises, as those of documents are. */
class Node {
  constructor(readonly id: number) {}
  async later() {
    resolved += 1;
    return new Node(this.id);
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
    batches.push({ size: ids.length, maxTimeMs: maxTimeMs() });
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
    expect(batches.map(({ size }) => size)).toEqual([1500]);
  });

  test('gives a read in the database no longer than its caller waits', async () => {
    const query = '{ one { loaded { id } } }';
    await run(query, new OperationBudget(RESULT_LIMITS, 700));
    expect(batches[0]!.maxTimeMs).toBeLessThanOrEqual(700);
    await run(query);
    await run('mutation { write { loaded { id } } }', new OperationBudget(RESULT_LIMITS, 1));
    expect(batches.slice(1).map((batch) => batch.maxTimeMs)).toEqual([MAX_TIME_MS, MAX_TIME_MS]);
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
});
