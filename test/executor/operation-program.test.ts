import { performance } from 'node:perf_hooks';
import { expect, test } from '@jest/globals';
import type { ExecutionContext } from '../../gateway/executor/executor.js';
import { OperationProgram, type ClientView, type ProgramParts } from '../../gateway/executor/operation-program.js';

test('an operation whose planning takes longer than its request has is refused with REQUEST_DEADLINE', async () => {
  const never = new Promise<never>(() => undefined);
  const program = new OperationProgram({ planOf: () => never } as unknown as ProgramParts, ['query {a}'], {
    labels: [],
    percentage: 100,
  });
  const context = { deadline: performance.now() + 50 } as ExecutionContext;
  await expect(program.run({} as ClientView, [[]], { values: {} }, context)).rejects.toMatchObject({
    extensions: { code: 'REQUEST_DEADLINE' },
  });
});
