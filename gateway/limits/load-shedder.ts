import { performance } from 'node:perf_hooks';
import { HttpError } from '../http/http-error.js';
import { AdaptiveConcurrencyLimit } from './adaptive-concurrency-limit.js';

/** Beyond these, requests are refused; 0 for never. */
export interface OverloadLimits {
  /** Requests in flight, at most. Fewer are accepted when their latency is too high, see {@link AdaptiveConcurrencyLimit}. */
  requests: number;
  /** Smoothed delay of the event loop in milliseconds. */
  delayMs: number;
}

export const NO_OVERLOAD: OverloadLimits = Object.freeze({ requests: 0, delayMs: 0 });

/** More than all subgraphs can work on at once, and less than the memory holds. */
export const PRODUCTION_OVERLOAD: OverloadLimits = Object.freeze({ requests: 500, delayMs: 250 });

/** The kinds of requests, in the order in which they are refused. */
export type Priority = 'anonymous' | 'signed in' | 'mutation';

/** The limits are multiplied by this for requests of that priority. */
const HEADROOM: Record<Priority, number> = { anonymous: 1, 'signed in': 1.25, mutation: 1.5 };

/** Of the requests that are accepted at the same time, the share of one caller. Above one half, so that the limit also grows for a single caller. */
const CALLER_SHARE = 0.75;

/** `Retry-After` is drawn between 1 and this many seconds, so that refused clients do not all come back at once. */
const MAX_RETRY_AFTER_SECONDS = 3;

/** Target and maximum median latency, as shares of the subgraph timeout. */
const TARGET_SHARE = 1 / 8;
const MAXIMUM_SHARE = 1 / 2;

/** Refuses requests when the gateway is overloaded. */
export class LoadShedder {
  readonly #limits: OverloadLimits;
  readonly #delay: Pick<LoopDelay, 'current'>;
  readonly #concurrency: AdaptiveConcurrencyLimit;
  readonly #subgraphTimeoutMs: number;
  #inFlight = 0;

  constructor(limits: OverloadLimits, delay: Pick<LoopDelay, 'current'>, subgraphTimeoutMs: number) {
    this.#limits = limits;
    this.#delay = delay;
    this.#subgraphTimeoutMs = subgraphTimeoutMs;
    this.#concurrency = new AdaptiveConcurrencyLimit({
      most: limits.requests,
      targetMs: subgraphTimeoutMs * TARGET_SHARE,
      maximumMs: subgraphTimeoutMs * MAXIMUM_SHARE,
    });
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** True when requests of any priority are refused now. */
  get isShedding(): boolean {
    return !this.#hasRoom('anonymous');
  }

  /** @throws HttpError OVERLOADED when requests of that priority are refused now */
  check(priority: Priority): void {
    if (!this.#hasRoom(priority))
      throw new HttpError('OVERLOADED', undefined, { 'retry-after': String(retryAfter()) }, 'overload');
  }

  /** Maximum of requests in flight of one caller: less than all that are accepted now, so that other callers are served too. */
  callerShare(priority: Priority): number {
    return this.#limits.requests === 0
      ? Infinity
      : Math.ceil(this.#concurrency.current * HEADROOM[priority] * CALLER_SHARE);
  }

  /** Counts an accepted request as in flight; call {@link leave} when it has ended. */
  enter(): void {
    this.#inFlight += 1;
  }

  leave(): void {
    this.#inFlight -= 1;
  }

  /**
   * Records the latency of a request that is in flight.
   *
   * @param isComplete false when its client disconnected before the response was ready
   * @param now in milliseconds of a clock that never goes back
   */
  record(latencyMs: number, isComplete: boolean, now: number): void {
    // A request that waited for a subgraph that hangs says nothing about the load, and must not lower the limit for others.
    if (latencyMs < this.#subgraphTimeoutMs) this.#concurrency.record(latencyMs, this.#inFlight, now, isComplete);
  }

  #hasRoom(priority: Priority): boolean {
    const { requests, delayMs } = this.#limits;
    const headroom = HEADROOM[priority];
    return (
      (requests === 0 || this.#inFlight < this.#concurrency.current * headroom) &&
      (delayMs === 0 || this.#delay.current() <= delayMs * headroom)
    );
  }
}

function retryAfter(): number {
  return 1 + Math.floor(Math.random() * MAX_RETRY_AFTER_SECONDS);
}

/** Measures how late the event loop runs its timers. */
interface LoopDelay {
  /** Milliseconds, smoothed over about half a second: one long task hardly shows, many in succession do. */
  current(): number;
  close(): void;
}

const INTERVAL_MS = 50;
/** Weight of the newest sample in the average. */
const WEIGHT = 0.1;
/** A longer delay counts as this. */
const MAX_SAMPLE_MS = 1_000;

export function measureLoopDelay(): LoopDelay {
  let delay = 0;
  let due = performance.now() + INTERVAL_MS;
  const timer = setInterval(() => {
    const now = performance.now();
    delay = smoothed(delay, now - due);
    due = now + INTERVAL_MS;
  }, INTERVAL_MS).unref();
  return { current: () => delay, close: () => clearInterval(timer) };
}

/** The average delay after one more sample; exponentially weighted. */
export function smoothed(delay: number, sampleMs: number): number {
  return delay + WEIGHT * (Math.min(Math.max(sampleMs, 0), MAX_SAMPLE_MS) - delay);
}
