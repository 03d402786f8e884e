import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { generateOperations, readFieldNames, type Operation } from './generate-operation.js';
import { composeSupergraph } from './host-supergraph.js';
import { createJudge } from './judge.js';
import { createLocalExecutor, type LocalExecutor } from './local-executor.js';
import { isAsMerged, isFilled, outcomeOf, type Outcome } from './outcome.js';
import { createRandom, drawSeeds } from './random.js';
import { shrinkOperation } from './shrink-operation.js';
import { smallSupergraphs } from './supergraphs/index.js';
import { writeOddly } from './write-oddly.js';

const OPERATIONS = Number(process.env['FUZZ_OPERATIONS'] ?? 100);
/** With the share of the operations that each has. */
const SEEDS = drawSeeds(20_263, 0.5);
/** Of each document, at most, each with variables of its own: to plan and to prepare a document costs far more than to run it. */
const ASSIGNMENTS = 25;
/** The interpreter executes an operation at first, compiled code when it comes again. */
const RUNS = 2;
/** One of so many operations also runs on subgraphs that write their JSON in unusual forms. */
const ODD_EVERY = 4;

describe.each(smallSupergraphs)('$name', (small) => {
  const graph = composeSupergraph(small);
  const judge = createJudge(graph.merged);
  const aliases = readFieldNames(...Object.values(small.subgraphs));
  let executor: LocalExecutor;
  let oddExecutor: LocalExecutor;

  beforeAll(() => {
    const random = createRandom(SEEDS[0]!.seed);
    executor = createLocalExecutor(graph);
    oddExecutor = createLocalExecutor(graph, (result) => writeOddly(random, result));
  });

  afterAll(() => Promise.all([executor.close(), oddExecutor.close()]));

  test.each(SEEDS)(
    `random operations of seed $seed have the results of the merged schema`,
    async ({ seed, share }) => {
      const random = createRandom(seed);
      const operations = Math.ceil(OPERATIONS * share);
      let [run, filled] = [0, 0];
      while (run < operations) {
        const kind = graph.merged.getMutationType() && random.chance(0.3) ? 'mutation' : 'query';
        const { samples = {}, leftOut = [], maxFields = 25 } = small;
        const generating = { schema: graph.merged, random, samples, kind, leftOut, maxFields, aliases } as const;
        for (const operation of generateOperations(generating, ASSIGNMENTS)) {
          const { difference, hasData } = await compare(operation, run % ODD_EVERY === 0);
          if (difference !== undefined) throw await explain(operation, difference, `Operation ${run} of seed ${seed}`);
          run += 1;
          if (hasData) filled += 1;
        }
      }
      if (run >= 200) expect(filled / run).toBeGreaterThan(0.4); // Fewer may be so by chance.
    },
    60_000 + OPERATIONS * 200,
  );

  /**
   * Runs an operation every way; the difference is undefined when all results are equal.
   *
   * @param odd true when it also runs on subgraphs that write their JSON in unusual forms
   */
  async function compare(
    operation: Operation,
    odd: boolean,
  ): Promise<{ difference: string | undefined; hasData: boolean }> {
    small.reset?.();
    const merged = outcomeOf(await judge(operation));
    const results: string[] = [];
    let isRight = true;
    let before: string | undefined;
    for (let time = 1; odd && time <= RUNS; time += 1) {
      small.reset?.();
      const result = await resultOf(oddExecutor, operation);
      results.push(JSON.stringify(result));
      isRight &&= typeof result !== 'string' && isAsMerged(merged, result.outcome);
    }
    for (let time = 1; time <= RUNS; time += 1) {
      small.reset?.();
      const result = await resultOf(executor, operation);
      const text = JSON.stringify(result);
      results.push(text);
      isRight &&= typeof result !== 'string' && isAsMerged(merged, result.outcome) && (before ?? text) === text;
      before = text;
    }
    const difference = isRight
      ? undefined
      : `merged   ${JSON.stringify(merged)}\nexecutor ${results.join('\nexecutor ')}`;
    return { difference, hasData: isFilled(merged.data) };
  }

  async function resultOf(
    of: LocalExecutor,
    operation: Operation,
  ): Promise<{ json: string; outcome: Outcome } | string> {
    try {
      return await of.run(operation);
    } catch (error) {
      return String((error as Error).stack);
    }
  }

  async function explain(operation: Operation, difference: string, name: string): Promise<Error> {
    const smallest = await shrinkOperation(
      graph.merged,
      operation,
      async (candidate) => (await compare(candidate, true)).difference !== undefined,
    );
    const { query, variables } = smallest;
    const told = (await compare(smallest, true)).difference ?? `only at first: ${difference}`;
    return new Error(`${name}, made smaller:\n${query}\nvariables ${JSON.stringify(variables)}\n${told}`);
  }
});
