import type { Registry } from 'prom-client';
import type { PlannerRequest, PlannerResponse } from './planner-messages.js';

/**
 * Version of the messages between a worker and the process that starts the workers, those about planners included. To be raised by
 * every change that the other side of the version before would misunderstand: an update then needs a restart.
 */
export const WORKER_PROTOCOL = 1;

/**
 * How a worker ends: `retire` when others stay at its address, `leave` when balancers have to notice first that this gateway takes
 * no more requests, `close` without either.
 */
export type Ending = 'retire' | 'leave' | 'close';

/** As prom-client writes them. */
export type Metrics = Awaited<ReturnType<Registry['getMetricsAsJSON']>>;

export type MessageToWorker =
  | { readonly type: 'end'; readonly how: Ending }
  | { readonly type: 'read-metrics'; readonly id: number }
  /** To be returned, so that it is known that the worker responds. */
  | { readonly type: 'pulse' }
  | PlannerResponse;

export type MessageFromWorker =
  | { readonly type: 'listening'; readonly url: string }
  | { readonly type: 'pulse' }
  /** `id` is that of the request; absent when the worker ends. */
  | { readonly type: 'metrics'; readonly id?: number; readonly metrics: Metrics }
  | PlannerRequest;
