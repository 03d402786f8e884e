import type { QueryPlan } from '@apollo/query-planner';
import { Worker } from 'node:worker_threads';
import { print } from 'graphql';
import type { Sentence } from '../../../../subgraphs/protocol/language.js';
import { requestError } from '../../../errors.js';
import type { Planner } from './planner.js';

/** What the thread is asked. */
export interface PlanQuestion {
  id: number;
  text: string;
  operationName: string | undefined;
}

/** What the thread says: that it is ready to be asked, and its answers. A refusal is for clients to read. */
export type PlanAnswer = 'ready' | ({ id: number } & ({ plan: QueryPlan } | { problem: string; refusal?: Sentence }));

export interface WorkerPlannerOptions {
  supergraphSdl: string;
  /** The thread's program. */
  file: URL;
  /** Milliseconds that one plan may take. */
  deadlineMs?: number;
  /** Megabytes that the thread may hold. */
  memoryMb?: number;
}

interface Waiting extends PlanQuestion {
  resolve(plan: QueryPlan): void;
  reject(error: Error): void;
}

/** No longer than a request waits for anything. */
const DEADLINE_MS = 5_000;
const MEMORY_MB = 512;
/** Megabytes for what is young: with V8's own 48, the thread holds twenty more and plans no sooner. */
const YOUNG_MB = 12;

/**
 * Plans in a thread of its own, one operation after the other: a cold plan takes tens of milliseconds, in which requests
 * go on that are planned already. An operation over which the thread runs out of time or memory is refused; those that
 * wait behind it are given to another thread.
 */
export function createWorkerPlanner({
  supergraphSdl,
  file,
  deadlineMs = DEADLINE_MS,
  memoryMb = MEMORY_MB,
}: WorkerPlannerOptions): Planner {
  /** In the order in which they are answered. */
  const waiting = new Map<number, Waiting>();
  let worker: Worker | undefined;
  /** Reading the supergraph takes its time, which is no operation's fault. */
  let isReady = false;
  let deadline: NodeJS.Timeout | undefined;
  let asked = 0;

  function start(): Worker {
    const started = new Worker(file, {
      workerData: supergraphSdl,
      resourceLimits: { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: YOUNG_MB },
    });
    started.unref();
    isReady = false;
    started.on('message', (answer: PlanAnswer) => {
      if (answer === 'ready') {
        isReady = true;
        return watchNext();
      }
      const question = waiting.get(answer.id);
      waiting.delete(answer.id);
      watchNext();
      if ('plan' in answer) question?.resolve(answer.plan);
      else
        question?.reject(
          answer.refusal ? requestError('GRAPHQL_VALIDATION_FAILED', answer.refusal) : new Error(answer.problem),
        );
    });
    started.on('error', () => undefined); // It ends next.
    started.on('exit', () => {
      if (worker === started) giveUpFirst();
    });
    for (const { id, text, operationName } of waiting.values())
      started.postMessage({ id, text, operationName } satisfies PlanQuestion);
    return started;
  }

  function watchNext(): void {
    clearTimeout(deadline);
    if (isReady && waiting.size > 0) deadline = setTimeout(giveUpFirst, deadlineMs).unref();
  }

  function giveUpFirst(): void {
    clearTimeout(deadline);
    const [first] = waiting.values();
    const failed = worker;
    worker = undefined;
    void failed?.terminate();
    if (!first) return;
    waiting.delete(first.id);
    first.reject(tooCostly());
    if (waiting.size > 0) worker = start();
  }

  worker = start();
  return {
    plan: (document, operationName) =>
      new Promise((resolve, reject) => {
        asked += 1;
        const question = { id: asked, text: print(document), operationName };
        waiting.set(asked, { ...question, resolve, reject });
        if (!worker) worker = start();
        else worker.postMessage(question satisfies PlanQuestion);
        if (waiting.size === 1) watchNext();
      }),
    async close() {
      clearTimeout(deadline);
      const closing = worker;
      worker = undefined;
      await closing?.terminate();
    },
  };
}

function tooCostly() {
  return requestError('DOCUMENT_TOO_LARGE', {
    en: 'The query takes too much to plan. Ask for less at once.',
    th: 'คำสั่งค้นนี้ใช้ทรัพยากรในการวางแผนมากเกินไป โปรดขอข้อมูลน้อยลงในแต่ละครั้ง',
  });
}
