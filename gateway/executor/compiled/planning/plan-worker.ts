import { parentPort, workerData } from 'node:worker_threads';
import { parse } from 'graphql';
import { RequestError } from '../../../errors.js';
import { buildPlans } from './build-plans.js';
import type { PlanAnswer, PlanQuestion } from './worker-planner.js';

/** Plans in a thread of its own, so that requests go on meanwhile. */
const plan = buildPlans(workerData as string);

parentPort!.on('message', ({ id, text, operationName }: PlanQuestion) => {
  let answer: PlanAnswer;
  try {
    answer = { id, plan: plan(parse(text, { noLocation: true }), operationName) };
  } catch (error) {
    answer = {
      id,
      problem: (error as Error).message,
      ...(error instanceof RequestError && { refusal: error.sentence }),
    };
  }
  parentPort!.postMessage(answer);
});
parentPort!.postMessage('ready' satisfies PlanAnswer);
