import { parentPort, workerData } from 'node:worker_threads';
import { RequestError } from '../../../errors.js';
import { buildApolloPlans } from './apollo-plans.js';
import type { Plan } from '../plan.js';
import type { PlanRequest, PlanResponse } from '../planner-queue.js';

/** Plans with Apollo's planner in a thread of its own, so that requests go on meanwhile. */
const plan = buildApolloPlans(workerData as string);

parentPort!.on('message', ({ id, document, overrides }: PlanRequest) => {
  let response: PlanResponse<Plan>;
  try {
    response = { kind: 'planned', id, plan: plan(document, overrides) };
  } catch (error) {
    response = {
      kind: 'failed',
      id,
      reason: (error as Error).message,
      ...(error instanceof RequestError && { sentence: error.sentence }),
    };
  }
  parentPort!.postMessage(response);
});
parentPort!.postMessage({ kind: 'ready' } satisfies PlanResponse<Plan>);
