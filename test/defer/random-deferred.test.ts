import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ExecutionResult } from 'graphql';
import { editResponse } from '../executor/edit-response.js';
import { generateOperation, readFieldNames } from '../executor/generate-operation.js';
import { composeSupergraph } from '../executor/host-supergraph.js';
import { createJudge } from '../executor/judge.js';
import { createLocalExecutor, type LocalExecutor } from '../executor/local-executor.js';
import { isAsMerged, outcomeOf } from '../executor/outcome.js';
import { createRandom, drawSeeds } from '../executor/random.js';
import { smallSupergraphs } from '../executor/supergraphs/index.js';
import { expectWhole } from './assemble-parts.js';
import { deferRandomly } from './defer-randomly.js';

const OPERATIONS = Number(process.env['FUZZ_OPERATIONS'] ?? 30);
/** With the share of the operations that each has. */
const SEEDS = drawSeeds(20_267, 0.5);

describe.each(smallSupergraphs)('$name', (small) => {
  const graph = composeSupergraph(small);
  const judge = createJudge(graph.merged);
  const aliases = readFieldNames(...Object.values(small.subgraphs));
  const ticks = createRandom(SEEDS[0]!.seed);
  let executor: LocalExecutor;
  let faultyExecutor: LocalExecutor;
  let divided = 0;

  beforeAll(() => {
    executor = createLocalExecutor(graph, JSON.stringify, wait);
    faultyExecutor = createLocalExecutor(
      graph,
      (result: ExecutionResult) => {
        const copy: unknown = JSON.parse(JSON.stringify(result));
        return JSON.stringify(ticks.chance(0.5) ? editResponse(ticks, copy) : copy);
      },
      wait,
    );
  });

  afterAll(() => Promise.all([executor.close(), faultyExecutor.close()]));

  /** Responses come in another order than they were asked for. */
  async function wait(): Promise<void> {
    for (let left = ticks.below(6); left > 0; left -= 1) await new Promise(setImmediate);
  }

  test.each(SEEDS)(
    'the parts of random operations of seed $seed with random @defer amount to the whole result',
    async ({ seed, share }) => {
      const random = createRandom(seed);
      const { samples = {}, leftOut = [], maxFields = 25 } = small;
      for (let run = 0; run < Math.ceil(OPERATIONS * share); run += 1) {
        const kind = graph.merged.getMutationType() && random.chance(0.3) ? 'mutation' : 'query';
        const generating = { schema: graph.merged, random, samples, kind, leftOut, maxFields, aliases } as const;
        const operation = deferRandomly(graph.merged, random, generateOperation(generating));
        for (const repeatsFields of [true, false]) {
          for (const running of [executor, faultyExecutor]) {
            small.reset?.();
            let delivered: Awaited<ReturnType<LocalExecutor['runInParts']>>;
            try {
              delivered = await running.runInParts(operation, repeatsFields);
              if (!delivered) continue;
              const { result, parts } = delivered;
              if (running === executor) await expectMerged(operation, result);
              if (parts.length > 0) divided += 1;
              if (parts.length > 0) expectWhole(result, parts, repeatsFields);
            } catch (error) {
              const { query, variables } = operation;
              throw new Error(
                `Operation ${run} of seed ${seed}${running === executor ? '' : ', with faults'}:\n${query}\n${JSON.stringify(variables)}\n${written(delivered)}\n${(error as Error).message}`,
                { cause: error },
              );
            }
          }
        }
      }
    },
    60_000 + OPERATIONS * 800,
  );

  // Of both seeds together: few operations of one seed that was drawn may happen to have one part each.
  test('a share of them has several parts', () => expect(divided).toBeGreaterThan(OPERATIONS * 0.2));

  async function expectMerged(
    operation: Parameters<LocalExecutor['run']>[0],
    { json, errors }: Parameters<typeof expectWhole>[0],
  ): Promise<void> {
    small.reset?.();
    const merged = outcomeOf(await judge(operation));
    const { data } = JSON.parse(json.toString()) as { data: unknown };
    const outcome = outcomeOf({ data, errors });
    if (!isAsMerged(merged, outcome)) expect(outcome).toEqual(merged);
  }
});

function written(delivered: unknown): string {
  return JSON.stringify(delivered, (_key, value: unknown) => {
    const { type, data } = (value ?? {}) as { type?: string; data?: number[] };
    return type === 'Buffer' ? (JSON.parse(Buffer.from(data!).toString()) as unknown) : value;
  });
}
