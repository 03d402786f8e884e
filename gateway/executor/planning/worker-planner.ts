import type { QueryPlan } from '@apollo/query-planner';
import { Worker } from 'node:worker_threads';
import { print } from 'graphql';
import type { Planner } from './planner.js';

/** What the thread is asked. */
export interface PlanQuestion {
  id: number;
  text: string;
  operationName: string | undefined;
}

/** What the thread answers. */
export type PlanAnswer = { id: number } & ({ plan: QueryPlan } | { problem: string });

interface Waiting {
  resolve(plan: QueryPlan): void;
  reject(error: Error): void;
}

/**
 * Plans in a thread of its own: a cold plan takes tens of milliseconds, in which other requests go on. A thread that
 * dies fails the plans that wait for it, and the next question starts another.
 *
 * @param file the thread's program
 */
export function createWorkerPlanner(supergraphSdl: string, file: URL): Planner {
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  let asked = 0;

  function start(): Worker {
    const started = new Worker(file, { workerData: supergraphSdl });
    started.unref();
    started.on('message', (answer: PlanAnswer) => {
      const question = waiting.get(answer.id);
      waiting.delete(answer.id);
      if ('plan' in answer) question?.resolve(answer.plan);
      else question?.reject(new Error(answer.problem));
    });
    const end = (error: Error) => {
      if (worker === started) worker = undefined;
      for (const question of waiting.values()) question.reject(error);
      waiting.clear();
    };
    started.on('error', end);
    started.on('exit', () => end(new Error('The thread that plans has ended.')));
    return started;
  }

  worker = start();
  return {
    plan: (document, operationName) =>
      new Promise((resolve, reject) => {
        worker ??= start();
        asked += 1;
        waiting.set(asked, { resolve, reject });
        worker.postMessage({ id: asked, text: print(document), operationName } satisfies PlanQuestion);
      }),
    close: async () => void (await worker?.terminate()),
  };
}
