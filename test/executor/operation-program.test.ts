import { performance } from 'node:perf_hooks';
import { expect, test } from '@jest/globals';
import type { ExecutionContext } from '../../gateway/executor/executor.js';
import { PlanningFailed } from '../../gateway/executor/planning/planner.js';
import { OperationProgram, type ClientView, type ProgramParts } from '../../gateway/executor/operation-program.js';

const run = (planOf: ProgramParts['planOf'], deadlineMs: number) => {
  const program = new OperationProgram({ planOf } as ProgramParts, ['query {a}'], { labels: [], percentage: 100 });
  const context = { deadline: performance.now() + deadlineMs } as ExecutionContext;
  return () => program.run({} as ClientView, [[]], { values: {} }, context);
};

test('an operation whose planning takes longer than its request has is refused with REQUEST_DEADLINE', async () => {
  const never = new Promise<never>(() => undefined);
  await expect(run(() => never, 50)()).rejects.toMatchObject({ extensions: { code: 'REQUEST_DEADLINE' } });
});

test('an operation whose planning fails for a passing reason is refused with OVERLOADED, and planned again when it is sent again', async () => {
  let plans = 0;
  const send = run(async () => {
    plans += 1;
    throw new PlanningFailed('The query planner does not start.');
  }, 60_000);
  for (const expected of [1, 2]) {
    await expect(send()).rejects.toMatchObject({ extensions: { code: 'OVERLOADED' } });
    expect(plans).toBe(expected);
  }
});
