import { existsSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { RequestError } from '../../../errors.js';
import type { buildApolloPlans } from './apollo-plans.js';
import type { Plan } from '../plan.js';
import { createPlannerQueue, PlannerRefusal } from '../planner-queue.js';
import type { PeerListener, PlannerPeer, PlannerQueue, PlanResponse } from '../planner-queue.js';

interface ApolloPlannerOptions {
  /** Gives the supergraph, when it is needed. */
  readSdl: () => string;
  log: { warn(details: object, message: string): void };
  /** The thread's program. */
  file?: URL;
  /** Milliseconds that one plan may take. */
  deadlineMs?: number;
  /** Megabytes that the thread may hold. */
  memoryMb?: number;
}

/** No longer than a request waits for anything. */
const DEADLINE_MS = 5_000;
const MEMORY_MB = 512;
/** Megabytes for young objects: with V8's own 48, the thread holds twenty more and plans no sooner. */
const YOUNG_MB = 12;

/**
 * Makes Apollo's planner: in a thread of its own, which is started by the first plan, or in this one where the sources
 * run without having been built.
 */
export function createApolloPlanner({
  readSdl,
  log,
  file = new URL('./apollo-worker.js', import.meta.url),
  deadlineMs = DEADLINE_MS,
  memoryMb = MEMORY_MB,
}: ApolloPlannerOptions): PlannerQueue<Plan> {
  if (file.protocol === 'file:' && !existsSync(file)) return createLocalPlanner(readSdl);
  return createPlannerQueue<Plan>({ deadlineMs, log, start: (listener) => startThread(listener) });

  function startThread({ onResponse, onEnd }: PeerListener<Plan>): PlannerPeer {
    const worker = new Worker(file, {
      workerData: readSdl(),
      resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: YOUNG_MB },
    });
    worker.unref();
    let isOutOfMemory = false;
    worker.on('message', (response: PlanResponse<Plan>) => onResponse(response));
    worker.on('error', (error: NodeJS.ErrnoException) => {
      isOutOfMemory = error.code === 'ERR_WORKER_OUT_OF_MEMORY';
      log.warn({ reason: error.message }, 'The thread of the query planner ended');
    });
    worker.on('exit', () => onEnd(isOutOfMemory ? 'memory' : 'other'));
    return { send: (request) => worker.postMessage(request), end: async () => void (await worker.terminate()) };
  }
}

function createLocalPlanner(readSdl: () => string): PlannerQueue<Plan> {
  let plan: ReturnType<typeof buildApolloPlans> | undefined;
  return {
    start: () => undefined,
    ready: async () => undefined,
    async plan(document, overrides) {
      plan ??= (await import('./apollo-plans.js')).buildApolloPlans(readSdl());
      try {
        return plan(document, overrides);
      } catch (error) {
        throw error instanceof RequestError ? error : new PlannerRefusal((error as Error).message);
      }
    },
    close: async () => undefined,
  };
}
