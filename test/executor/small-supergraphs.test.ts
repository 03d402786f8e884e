import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { graphql } from 'graphql';
import { startGateway, type RunningGateway } from '../gateway/start-gateway.js';
import { generateOperations, NO_LIMITS, readFieldNames, type Operation } from './generate-operation.js';
import { hostSupergraph, type HostedSupergraph } from './host-supergraph.js';
import { createJudge, type Judge } from './judge.js';
import { areSame, isAsMerged, outcomeOf, type Outcome } from './outcome.js';
import { keptOperations } from './kept-operations.js';
import { createRandom, drawSeeds } from './random.js';
import { shrinkOperation } from './shrink-operation.js';
import { smallSupergraphs } from './supergraphs/index.js';
import { opaque } from './supergraphs/opaque.js';
import { requires } from './supergraphs/requires.js';
import type { Expected } from './supergraphs/small-supergraph.js';

const OPERATIONS = Number(process.env['FUZZ_OPERATIONS'] ?? 20);
/** With the share of the operations that each has. */
const SEEDS = drawSeeds(20_260, 0.5);
/** Of each document, at most. */
const ASSIGNMENTS = 10;
const EXECUTORS = ['compiled', 'stock'] as const;

describe.each(smallSupergraphs)('$name', (small) => {
  let graph: HostedSupergraph;
  let judge: Judge;
  const gateways = new Map<(typeof EXECUTORS)[number], RunningGateway>();

  beforeAll(async () => {
    graph = await hostSupergraph(small);
    judge = createJudge(graph.merged);
    for (const executor of EXECUTORS)
      gateways.set(
        executor,
        await startGateway({
          SUPERGRAPH_FILE: graph.supergraphFile,
          SUBGRAPH_TIMEOUT_MS: '60000',
          ...NO_LIMITS,
          EXECUTOR: executor,
        }),
      );
  });

  afterAll(async () => {
    await Promise.all([...gateways.values()].map((gateway) => gateway.close()));
    await graph?.close();
  });

  const merged = async (operation: Operation): Promise<Outcome> => {
    small.reset?.();
    return outcomeOf(await judge(operation));
  };
  const through = async (executor: (typeof EXECUTORS)[number], { query, variables }: Operation): Promise<Outcome> => {
    const ask = async (text = query) => {
      small.reset?.();
      return (await gateways.get(executor)!.query(text, variables)).body;
    };
    const body = await ask();
    if (executor === 'stock') return outcomeOf(body);
    // Generated code executes the second run.
    const again = await ask();
    expect(JSON.stringify(again.data)).toBe(JSON.stringify(body.data));
    expect(outcomeOf(again)).toEqual(outcomeOf(body));
    // A text with other aliases shares what was generated for this one.
    const others = query.replace(/\ba(\d+): /g, 'r$1z: ');
    if (others !== query) {
      const renamed = JSON.stringify(await ask(others)).replace(/"r(\d+)z"/g, '"a$1"');
      expect(outcomeOf(JSON.parse(renamed) as typeof body)).toEqual(outcomeOf(body));
    }
    return outcomeOf(again);
  };
  /** The names of the subgraphs that were asked since this was called the last time. */
  const asked = (): string[] =>
    [...graph.subgraphs]
      .filter(([, { received }]) => received.splice(0).length > 0)
      .map(([name]) => name)
      .sort();
  const expected = ({ data, errors = [] }: Expected): Outcome =>
    outcomeOf({ data, errors: errors.map(({ path, code }) => ({ path, extensions: { code } })) });

  test.each(small.operations)('$name', async (operation) => {
    const { query, variables = {}, stockAnswers, isBeyondStock } = operation;
    const whole = await merged({ query, variables });
    expect(whole).toEqual(expected(operation));
    for (const executor of EXECUTORS) {
      if (executor === 'stock' && isBeyondStock) continue;
      asked();
      const outcome = await through(executor, { query, variables });
      expect(outcome).toEqual(expected({ ...operation, ...(executor === 'stock' && stockAnswers) }));
      if (executor === 'compiled') expect(JSON.stringify(outcome.data)).toBe(JSON.stringify(whole.data));
      if (operation.asked) expect({ executor, asked: asked() }).toEqual({ executor, asked: operation.asked });
    }
  });

  if (small.refused)
    test.each(small.refused)('$name', async ({ query, variables = {}, code }) => {
      const { data, errors } = await graphql({ schema: graph.merged, source: query, variableValues: variables });
      expect([data, errors?.length]).toEqual([undefined, 1]);
      asked();
      for (const executor of EXECUTORS) {
        const { body } = await gateways.get(executor)!.query(query, variables);
        expect(body).toEqual({ errors: [expect.objectContaining({ extensions: expect.objectContaining({ code }) })] });
        expect(asked()).toEqual([]);
      }
    });

  for (const operation of keptOperations[small.name] ?? [])
    test(`an operation that failed once has the merged result: ${operation.query}`, async () => {
      expect(await disagreement(operation)).toBeUndefined();
    });

  test.each(SEEDS)(
    `random operations of seed $seed have the results of the merged schema`,
    async ({ seed, share }) => {
      const random = createRandom(seed);
      const operations = Math.ceil(OPERATIONS * share);
      const aliases = readFieldNames(...Object.values(small.subgraphs));
      let asked = 0;
      while (asked < operations) {
        const kind = graph.merged.getMutationType() && random.chance(0.3) ? 'mutation' : 'query';
        for (const operation of generateOperations(
          {
            schema: graph.merged,
            random,
            samples: small.samples ?? {},
            kind,
            leftOut: small.leftOut ?? [],
            maxFields: small.maxFields ?? 25,
            aliases,
          },
          ASSIGNMENTS,
        )) {
          const told = await disagreement(operation);
          if (told) {
            const smallest = await shrinkOperation(
              graph.merged,
              operation,
              async (candidate) => (await disagreement(candidate)) !== undefined,
            );
            throw new Error(
              `Operation ${asked} of seed ${seed}, made smaller:\n${smallest.query}\nvariables ${JSON.stringify(smallest.variables)}\n${(await disagreement(smallest)) ?? `only at first: ${told}`}`,
            );
          }
          asked += 1;
        }
      }
    },
    240_000 + OPERATIONS * 400,
  );

  /**
   * What is told differently; undefined when nothing is. Apollo's executor is let be wrong where it is known to be.
   */
  async function disagreement(operation: Operation): Promise<string | undefined> {
    const isStockExcused =
      operation.isBeyondStock === true || small.stockIsWrong !== undefined || /@(skip|include)\b/.test(operation.query);
    const ways = [() => merged(operation), () => through('compiled', operation)];
    if (!isStockExcused) ways.push(() => through('stock', operation));
    const [expected, compiled, stock] = (
      small.reset ? await inTurn(ways) : await Promise.all(ways.map((way) => way()))
    ) as [Outcome, Outcome, Outcome?];
    if (isAsMerged(expected, compiled) && (!stock || areSame(compiled, stock))) return undefined;
    return ['merged', 'compiled', 'stock']
      .map((name, index) => `${name.padEnd(9)}${JSON.stringify([expected, compiled, stock][index])}`)
      .join('\n');
  }
});

async function inTurn<T>(works: readonly (() => Promise<T>)[]): Promise<T[]> {
  const done: T[] = [];
  for (const work of works) done.push(await work());
  return done;
}

test('two fields that require a third with different arguments have their values in one operation', async () => {
  const graph = await hostSupergraph(requires);
  const gateway = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile });
  const query = '{ parcels { kilos w: weighed } }';
  const { data } = await graphql({ schema: graph.merged, source: query });
  for (let time = 1; time <= 3; time += 1) expect((await gateway.query(query)).body).toEqual({ data });
  await gateway.close();
  await graph.close();
});

test('a required field is fetched after what it requires, also of an object of its own subgraph', async () => {
  const sent = () => ['p0', 'p1', 'p2'].map((id) => ({ id }));
  const graph = await hostSupergraph({
    ...requires,
    subgraphs: { ...requires.subgraphs, postage: `type Query { sent: [Parcel!]! }\n${requires.subgraphs['postage']}` },
    resolvers: { ...requires.resolvers, Query: { ...requires.resolvers['Query'], sent } },
  });
  const [compiled, stock] = await Promise.all(
    EXECUTORS.map((executor) => startGateway({ SUPERGRAPH_FILE: graph.supergraphFile, EXECUTOR: executor })),
  );
  const query = '{ sent { id premium(factor: 2) area } }';
  expect((await compiled!.query(query)).body).toEqual({
    data: {
      sent: [
        { id: 'p0', premium: 432, area: 6 },
        { id: 'p1', premium: null, area: null },
        { id: 'p2', premium: null, area: 1 },
      ],
    },
  });
  // Apollo's planner has the postage told nothing of the parcel.
  expect((await stock!.query('{ sent { premium(factor: 2) } }')).body.data).not.toEqual({
    sent: [{ premium: 432 }, { premium: null }, { premium: null }],
  });
  await Promise.all([compiled!.close(), stock!.close()]);
  await graph.close();
});

test('an operation with a field that no subgraph can give is refused by the name of the field before any request, and other fields are served', async () => {
  const graph = await hostSupergraph(opaque);
  const gateway = await startGateway({ SUPERGRAPH_FILE: graph.supergraphFile, EXECUTOR: 'compiled' });
  const refused: readonly (readonly [string, RegExp])[] = [
    ['{ node { field } }', /"field" of "Node"/],
    ['{ product { id } node { id ... on Node { field } } }', /"field" of "Node"/],
    ['{ box { label b: node { ...F } } } fragment F on Node { f: field }', /"field" of "Node"/],
    ['{ own { id t: __typename } }', /"__typename" of "Node"/],
  ];
  for (const [query, message] of refused) {
    const { status, body } = await gateway.query(query);
    expect({ query, status, body }).toEqual({
      query,
      status: 400,
      body: {
        errors: [{ message: expect.stringMatching(message), extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
      },
    });
  }
  expect([...graph.subgraphs.values()].flatMap(({ received }) => received)).toEqual([]);

  expect(
    (
      await gateway.query(
        '{ own { id field } node { id } box { label node { id } } product { id name ... on Bread { __typename } } }',
      )
    ).body,
  ).toEqual({
    data: {
      own: { id: 'n1', field: 'told' },
      node: null,
      box: { label: 'L', node: null },
      product: { id: 'p1', name: 'Rye', __typename: 'Bread' },
    },
  });
  const { body } = await gateway.query('{ products { id name __typename } }');
  expect(body.data).toEqual({
    products: [{ id: 'p1', name: 'Rye', __typename: 'Bread' }, { id: 'p2', name: null, __typename: 'Bread' }, null],
  });
  expect(body.extensions.missing).toEqual([
    expect.objectContaining({ path: ['products', 2], subgraph: 'bakery', code: 'REFERENCE_NOT_FOUND' }),
  ]);
  await gateway.close();
  await graph.close();
});
