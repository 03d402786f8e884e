import type { SubgraphError } from './subgraph-error.js';

export interface BulkheadLimits {
  /** Calls in flight. */
  concurrency: number;
  /** Calls that wait until one in flight has ended. */
  queue: number;
}

interface BulkheadOptions extends BulkheadLimits {
  /** Milliseconds that a call of the subgraph may take. */
  timeoutMs: number;
  /** Sends a trivial query; rejects when the subgraph does not respond. */
  probe: () => Promise<unknown>;
  /** Milliseconds of a monotonic clock. */
  now: () => number;
}

/** A call as the bulkhead sees it. */
export interface Queueable {
  /** Sends the request: a slot is free. */
  dispatch(): void;
  /** Ends a call that was not sent. */
  cancel(error: SubgraphError): void;
}

/** Clients that may wait for a subgraph that does not respond. */
const MAX_UNRESPONSIVE_CALLERS = 32;
/** From so many waiting clients on, a silent subgraph is probed, so that it is known in time whether it responds. */
const PROBED_CALLERS = 8;
/** Shares of the timeout: a subgraph without any response for the first, that does not respond to a probe for the second, is unresponsive. */
const SILENCE_SHARE = 1 / 16;
const PROBE_SHARE = 1 / 16;

/**
 * Bounds what one subgraph can hold of the gateway: calls in flight, calls in the queue, and, while the subgraph does not
 * respond at all, the clients that wait. So a subgraph that hangs leaves room for requests that need other subgraphs.
 *
 * A subgraph that is merely slow must not be taken for one that hangs: whether it responds is found out by a probe, which
 * is sent only when many clients wait and nothing has arrived for a while.
 */
export class Bulkhead {
  readonly #limits: BulkheadLimits;
  readonly #silenceMs: number;
  readonly #probeMs: number;
  readonly #probe: () => Promise<unknown>;
  readonly #now: () => number;
  readonly #queue = new Set<Queueable>();
  readonly #running = new Set<Queueable>();
  #callers = 0;
  /** When the latest response began to arrive, or the first of the present clients began to wait. */
  #lastResponseAt = 0;
  /** When the first probe of the present silence was sent. */
  #probeSentAt: number | undefined;
  #isProbing = false;

  constructor({ concurrency, queue, timeoutMs, probe, now }: BulkheadOptions) {
    this.#limits = { concurrency, queue };
    this.#silenceMs = timeoutMs * SILENCE_SHARE;
    this.#probeMs = timeoutMs * PROBE_SHARE;
    this.#probe = probe;
    this.#now = now;
  }

  /** Calls that were sent and have not ended. */
  get inFlight(): number {
    return this.#running.size;
  }

  /** Calls that wait for a slot. */
  get queued(): readonly Queueable[] {
    return [...this.#queue];
  }

  /** Clients that wait for a call. */
  get callers(): number {
    return this.#callers;
  }

  /** Tells whether one more client may wait, for a call that exists or for a new one. */
  acceptsCaller(): boolean {
    if (this.#callers < PROBED_CALLERS) return true;
    return !this.#isUnresponsive() || this.#callers < MAX_UNRESPONSIVE_CALLERS;
  }

  /** Tells whether one more call fits. */
  acceptsCall(): boolean {
    return this.#running.size < this.#limits.concurrency || this.#queue.size < this.#limits.queue;
  }

  addCaller(): void {
    if (this.#callers === 0) this.noteResponse(); // Nobody has waited until now.
    this.#callers += 1;
  }

  removeCallers(count: number): void {
    this.#callers -= count;
  }

  /**
   * Sends a call, now or when a slot is free. {@link leave} must follow.
   *
   * @returns false when it has to wait
   */
  enter(call: Queueable): boolean {
    if (this.#running.size >= this.#limits.concurrency) {
      this.#queue.add(call);
      return false;
    }
    this.#running.add(call);
    call.dispatch();
    return true;
  }

  /** The call has ended: its slot goes to the next, or it is taken out of the queue. */
  leave(call: Queueable): void {
    if (this.#queue.delete(call) || !this.#running.delete(call)) return;
    for (const next of this.#queue) {
      this.#queue.delete(next);
      this.#running.add(next);
      next.dispatch();
      return;
    }
  }

  /** A response has begun to arrive: the silence is over. */
  noteResponse(): void {
    this.#lastResponseAt = this.#now();
    this.#probeSentAt = undefined;
  }

  #isUnresponsive(): boolean {
    const time = this.#now();
    if (time - this.#lastResponseAt < this.#silenceMs) return false;
    this.#probeSentAt ??= time;
    if (!this.#isProbing) this.#sendProbe();
    return time - this.#probeSentAt >= this.#probeMs;
  }

  #sendProbe(): void {
    this.#isProbing = true;
    this.#probe()
      .then(
        () => this.noteResponse(),
        () => undefined,
      )
      .finally(() => (this.#isProbing = false));
  }
}

/** For calls that are not bounded. */
export const NO_BULKHEAD: Pick<Bulkhead, 'addCaller' | 'removeCallers' | 'enter' | 'leave' | 'noteResponse'> = {
  addCaller() {},
  removeCallers() {},
  enter(call) {
    call.dispatch();
    return true;
  },
  leave() {},
  noteResponse() {},
};
