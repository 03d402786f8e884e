import { afterAll, beforeAll, describe, test } from '@jest/globals';
import { startJudgedSupergraph, type JudgedSupergraph } from './judged-supergraph.js';

let count = 0;
let graph: JudgedSupergraph;

const counter = () => ({ id: 'c0', step: 1 });

beforeAll(async () => {
  graph = await startJudgedSupergraph({
    subgraphs: {
      writer: `
        type Query { counter: Counter }
        type Mutation { inc(by: Int = 1): Counter both: Both! }
        type Both { one: Counter two: Counter }
        type Counter @key(fields: "id") { id: ID! step: Int }
      `,
      reader: `
        type Query { now: Int! }
        type Mutation { reset: Int! }
        type Counter @key(fields: "id") { id: ID! now: Int! history: [Counter!] }
      `,
    },
    resolvers: {
      Query: { counter, now: () => count },
      Mutation: {
        inc: (_: unknown, { by }: { by: number }) => {
          count += by;
          return counter();
        },
        both: () => {
          count += 1;
          return { one: counter(), two: counter() };
        },
        reset: () => (count = 0),
      },
      Counter: { now: () => count, history: () => [counter(), counter()] },
    },
    entities: { Counter: counter },
    reset: () => void (count = 0),
  });
}, 60_000);

afterAll(() => graph?.close());

describe('each field of a mutation is complete, with what other subgraphs know, before the next one starts (6.2.2)', () => {
  test.each([
    ['fields of two subgraphs in turns', 'mutation { a: inc { now } reset b: inc { now } }'],
    ['fields of one subgraph that read nothing of another', 'mutation { a: inc { step } b: inc { step } }'],
  ])('%s', async (_name, query) => {
    await graph.expectMergedResult(query);
  });
});

describe('each field of a mutation is complete before the next one starts (6.2.2)', () => {
  test.each([
    ['two fields of one subgraph', 'mutation { a: inc { now } b: inc { now } }'],
    [
      'three, of which one reads nothing of another',
      'mutation { a: inc { now } b: inc { step } c: inc(by: 2) { now step } }',
    ],
    [
      'two in a fragment',
      'mutation { ...F c: inc { now } } fragment F on Mutation { a: inc { now } b: inc(by: 3) { now } }',
    ],
    [
      'the values are below a list',
      'mutation { a: inc { history { now } } b: both { one { now } two { history { now } } } c: inc { now } }',
    ],
    ['one is skipped', 'mutation { a: inc { now } b: inc @skip(if: true) { now } c: inc { now } }'],
  ])('%s', async (_name, query) => {
    await graph.expectMergedResult(query);
  });
});
