import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { buildSchema, execute, parse } from 'graphql';
import { cities } from '../../subgraphs/cities/index.js';
import { TIMEOUT_HEADER } from '../../subgraphs/protocol/headers.js';
import { BUDGET, boundedExecution } from '../../subgraphs/runtime/execution/bounded-execution.js';
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
  type Node { id: Int later: Node bad: Node! }
`);
let resolved = 0;

/** A node whose fields are promises, as those of documents are. */
class Node {
  constructor(readonly id: number) {}
  async later() {
    resolved += 1;
    return new Node(this.id);
  }
  bad() {
    throw new Error(`No ${this.id}`);
  }
}
const root = {
  many: ({ count }: { count: number }) => Array.from({ length: count }, (_each, id) => new Node(id)),
  one: () => new Node(1),
  write: () => new Node(2),
};
const fieldsOf = (name: 'Query' | 'Mutation') => (schema.getType(name) as never as typeof queryType).getFields();
const queryType = schema.getQueryType()!;
for (const name of ['many', 'one'] as const)
  fieldsOf('Query')[name]!.resolve = (_source, args) => root[name](args as { count: number });
fieldsOf('Mutation')['write']!.resolve = () => root.write();
const gateway = boundedExecution(schema);

async function run(query: string, budget = new OperationBudget()) {
  const document = parse(query);
  const { executor } = await gateway.load({ apollo: {} });
  const [operation] = document.definitions;
  return executor!({ context: { [BUDGET]: budget }, document, operation, request: {} } as never);
}
const budgetOf = (limits: Partial<ResultLimits>) => new OperationBudget({ ...RESULT_LIMITS, ...limits });

beforeEach(() => void (resolved = 0));

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
    const latencies: number[] = [];
    let isOver = false;
    const [start, cpu] = [performance.now(), process.cpuUsage()];
    const dear = Promise.all([subgraph.ask(DEAR), subgraph.ask(DEAR)]).then(() => (isOver = true));
    while (!isOver) {
      const begin = performance.now();
      const { data } = await subgraph.ask('{ city(id: "th-yala") { id } }');
      latencies.push(performance.now() - begin);
      expect(data).toEqual({ city: { id: 'th-yala' } });
    }
    await dear;
    expect(latencies.length).toBeGreaterThan(1);
    if (!process.env['MEASURE']) return;
    const { user, system } = process.cpuUsage(cpu);
    latencies.sort((a, b) => a - b);
    process.stdout.write(
      `Two dear operations took ${Math.round((user + system) / 1000)} ms of CPU in ${Math.round(performance.now() - start)} ms; of ${latencies.length} cheap ones beside them the median took ${latencies[latencies.length >> 1]!.toFixed(1)} ms, the slowest ${latencies.at(-1)!.toFixed(1)} ms\n`,
    );
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
