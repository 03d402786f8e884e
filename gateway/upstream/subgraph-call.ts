import { isUtf8 } from 'node:buffer';
import { gunzip } from 'node:zlib';
import { DATABASE_HEADER } from '../../subgraphs/protocol/headers.js';
import type { AbortSignalLike } from './abort-signal-like.js';
import type { Address, Addresses, AddressUse } from './addresses.js';
import { Attempt, type AttemptListener } from './attempt.js';
import type { Breaker, CallOutcome, Ticket } from './breaker.js';
import type { Bulkhead, Queueable } from './bulkhead.js';
import { readContentEncoding, toStatusError, type ResponseHead } from './check-response-head.js';
import { hasGraphQLErrors } from './parse-response.js';
import { claimSlot, runWhenSlotIsFree } from './response-scheduler.js';
import type { RetryBudget } from './retry-budget.js';
import { ClientDisconnected, SubgraphError, toSubgraphError } from './subgraph-error.js';

export interface RawResponse extends ResponseHead {
  /** Valid UTF-8 without a byte order mark. Shared by all waiters, so it must not be changed. */
  bytes: Buffer;
}

/** The dependencies that all calls of one subgraph share. */
export interface Endpoint {
  readonly service: string;
  readonly addresses: Pick<Addresses, 'acquire' | 'hasOther' | 'report' | 'release'>;
  /** Limit of a response's size in bytes, also when decompressed. The connection is closed beyond it. */
  readonly maxBytes: number;
  /** Makes the headers of one attempt, names and values alternating. A signature is valid for one attempt only. */
  createHeaders(body: Buffer, headers: Readonly<Record<string, string>>, leftMs: number, to: Address): string[];
  readonly breaker: Breaker;
  readonly bulkhead: Pick<Bulkhead, 'addCaller' | 'removeCallers' | 'enter' | 'leave' | 'noteResponse'>;
  readonly retryBudget: RetryBudget;
  /** Milliseconds of a monotonic clock. */
  readonly now: () => number;
  /** Called with the milliseconds of each call that has ended. */
  readonly onCallEnded?: ((ms: number, outcome: CallOutcome) => void) | undefined;
}

interface CallRequest {
  body: Buffer;
  headers: Readonly<Record<string, string>>;
  /** Milliseconds until the last byte of the response, the retry included. */
  timeoutMs: number;
  /** Queries may be sent again. */
  isQuery: boolean;
  /**
   * True when `timeoutMs` is the full subgraph timeout, not the remainder of the request's deadline. Only then does a
   * timeout count against the breaker.
   */
  hasFullTimeout: boolean;
  /** From the breaker. */
  ticket: Ticket;
}

/** Delay of a retry: a fixed part and a random part, so that calls which failed together are not repeated together. */
const RETRY_DELAY_MS = 15;
const RETRY_JITTER_MS = 45;

/** A timer that fires so much later than it is due was delayed by the gateway itself: by a long task, or a pause of its process. */
const LATE_TIMER_MS = 100;
/** The call then gets the time back by which the gateway was delayed, at most this. */
const MAX_EXTENSION_MS = 500;

const BYTE_ORDER_MARK = Buffer.from([0xef, 0xbb, 0xbf]);

interface Waiter {
  resolve(response: RawResponse): void;
  reject(error: SubgraphError): void;
  signal: AbortSignalLike | undefined;
  onAbort: (() => void) | undefined;
}

/**
 * One call to a subgraph, for every waiter that wants the same response. A query whose connection fails, or for which
 * a proxy answers 502 to 504, is sent once more within the timeout: to another address, or within the retry budget. A
 * mutation is sent to another address only when the connection to the first could not be opened. One object and one
 * timer, because a call is made for every fetch.
 */
export class SubgraphCall implements Queueable, AttemptListener {
  private readonly waiters = new Set<Waiter>();
  private attempt: Attempt;
  /** Of the attempt in flight. */
  private use: AddressUse | undefined;
  /** Where the attempt before has failed. */
  private failedAt: Address | undefined;
  private timer: NodeJS.Timeout;
  private retryTimer: NodeJS.Timeout | undefined;
  private isRetry = false;
  private isClosedToWaiters = false;
  /** The whole response has arrived and waits for its processing. */
  private isReceived = false;
  /** Waits for a free slot. */
  private isQueued = false;
  /** When it got its slot; undefined when it never waited for one. */
  private dequeuedAt: number | undefined;
  /** When the timer is due, by the clock of the endpoint. */
  private dueAt: number;
  private isExtended = false;
  /** Whether a timeout would say anything about the subgraph. */
  private isTimeoutMeaningful: boolean;
  private isDone = false;

  /**
   * Sends nothing before {@link send}.
   *
   * @param onClosedToWaiters called once, when the response begins to arrive or the call ends without one
   */
  constructor(
    private readonly endpoint: Endpoint,
    readonly request: CallRequest,
    /** By the clock of the endpoint. */
    readonly endsAt: number,
    private readonly onClosedToWaiters: (call: SubgraphCall) => void,
  ) {
    this.timer = setTimeout(handleTimeout, request.timeoutMs, this);
    this.dueAt = endsAt;
    this.attempt = new Attempt(this, endpoint.maxBytes);
    // Mutations of one record wait for each other: their timeouts say nothing about queries.
    this.isTimeoutMeaningful = request.hasFullTimeout && request.isQuery;
    endpoint.retryBudget.earn();
  }

  /**
   * Waits for the response.
   *
   * @param signal stops waiting; the request is aborted when no waiter is left
   * @throws SubgraphError
   */
  wait(signal: AbortSignalLike | undefined): Promise<RawResponse> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = { resolve, reject, signal, onAbort: undefined };
      this.waiters.add(waiter);
      this.endpoint.bulkhead.addCaller();
      if (!signal) return;
      waiter.onAbort = () => this.removeWaiter(waiter);
      signal.addEventListener('abort', waiter.onAbort, { once: true });
    });
  }

  /**
   * Sends the request, or queues it until the subgraph has a free slot. The first waiter must wait already, because the
   * request may fail at once.
   */
  send(): void {
    this.isQueued = !this.endpoint.bulkhead.enter(this);
    if (this.isQueued) this.isTimeoutMeaningful = false; // The subgraph will not have the full time.
  }

  /** Ends a call that was not sent. */
  cancel(error: SubgraphError): void {
    this.rejectAll(error, 'unknown');
  }

  /** @internal A slot is free. */
  dispatch(): void {
    if (this.isQueued) {
      this.isQueued = false;
      this.dequeuedAt = this.endpoint.now();
    }
    const { body, headers, isQuery } = this.request;
    this.use = this.endpoint.addresses.acquire(isQuery, this.failedAt);
    const { address } = this.use;
    address.pool.dispatch(
      {
        path: address.path,
        method: 'POST',
        headers: this.endpoint.createHeaders(body, headers, this.dueAt - this.endpoint.now(), address),
        body,
      },
      this.attempt,
    );
  }

  /** @internal Status and headers have arrived. */
  onHead(attempt: Attempt): void {
    if (attempt !== this.attempt) return;
    this.endpoint.bulkhead.noteResponse();
    this.closeToWaiters();
  }

  /** @internal The whole response has arrived. */
  onEnd(attempt: Attempt, head: ResponseHead, chunks: readonly Buffer[]): void {
    if (attempt !== this.attempt || this.isDone) return;
    this.isReceived = true;
    if (claimSlot()) this.decompress(attempt, head, chunks);
    else runWhenSlotIsFree(() => this.decompress(attempt, head, chunks));
  }

  /** @internal */
  onError(attempt: Attempt, cause: unknown): void {
    if (attempt !== this.attempt || this.isDone) return;
    const { endpoint, request } = this;
    const error = toSubgraphError(cause, endpoint.service, request.timeoutMs);
    if (this.canRetry(attempt, error) && endpoint.now() < this.endsAt) {
      this.isRetry = true;
      this.failedAt = this.use?.address;
      this.releaseAddress('unreachable');
      this.isReceived = false;
      this.attempt = new Attempt(this, endpoint.maxBytes);
      attempt.abort(error);
      this.retryTimer = setTimeout(sendRetry, RETRY_DELAY_MS + Math.random() * RETRY_JITTER_MS, this);
      return;
    }
    this.fail(error);
  }

  /**
   * One that goes to another address takes nothing from the budget: the address that has failed is ejected, so that it
   * fails no more than the calls that it had.
   */
  private canRetry({ isSent }: Attempt, { code }: SubgraphError): boolean {
    if (this.isRetry) return false;
    const { addresses, retryBudget } = this.endpoint;
    const hasOther = this.use !== undefined && addresses.hasOther(this.use);
    if (!isSent && hasOther) return true;
    return this.request.isQuery && code === 'SUBGRAPH_UNREACHABLE' && (hasOther || retryBudget.spend());
  }

  private releaseAddress(outcome: CallOutcome): void {
    if (!this.use) return;
    this.endpoint.addresses.report(this.use, outcome);
    this.endpoint.addresses.release(this.use);
    this.use = undefined;
  }

  /** @internal */
  onTimeout(): void {
    if (this.isReceived) return;
    const { service, now } = this.endpoint;
    const lateMs = now() - this.dueAt;
    if (lateMs > LATE_TIMER_MS) {
      if (this.isExtended || lateMs > MAX_EXTENSION_MS) this.isTimeoutMeaningful = false;
      if (!this.isExtended) return this.extend(Math.min(lateMs, MAX_EXTENSION_MS));
    }
    const { timeoutMs } = this.request;
    if (this.isQueued)
      return this.cancel(new SubgraphError('SUBGRAPH_OVERLOADED', service, `${timeoutMs} ms in the queue`));
    const afterMs = this.dequeuedAt === undefined ? timeoutMs : Math.round(now() - this.dequeuedAt);
    const detail = `no complete response within ${afterMs} ms`;
    this.fail(new SubgraphError('SUBGRAPH_TIMEOUT', service, detail, { afterMs }));
  }

  /** @internal */
  get service(): string {
    return this.endpoint.service;
  }

  /** Waits a little longer: the response may be in the socket already. */
  private extend(ms: number): void {
    this.isExtended = true;
    this.dueAt = this.endpoint.now() + ms;
    this.timer = setTimeout(handleTimeout, ms, this);
  }

  private decompress(attempt: Attempt, head: ResponseHead, chunks: readonly Buffer[]): void {
    if (attempt !== this.attempt || this.isDone) return;
    const bytes = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
    if (readContentEncoding(head.headers) === 'identity') return this.settle(attempt, head, bytes);
    const { service, maxBytes } = this.endpoint;
    gunzip(bytes, { maxOutputLength: maxBytes }, (error, decompressed) => {
      if (!error) return this.settle(attempt, head, decompressed);
      const detail = `not gzip, or larger than ${maxBytes} bytes: ${error.message}`;
      this.onError(attempt, new SubgraphError('SUBGRAPH_BAD_ANSWER', service, detail));
    });
  }

  private settle(attempt: Attempt, { status, headers }: ResponseHead, content: Buffer): void {
    if (attempt !== this.attempt || this.isDone) return;
    const { service } = this.endpoint;
    const hasMark = content.length >= 3 && content.compare(BYTE_ORDER_MARK, 0, 3, 0, 3) === 0;
    const bytes = hasMark ? content.subarray(3) : content;
    if (!isUtf8(bytes)) return this.onError(attempt, new SubgraphError('SUBGRAPH_BAD_ANSWER', service, 'not UTF-8'));
    if (status >= 400 && !hasGraphQLErrors(bytes))
      return this.onError(attempt, toStatusError(status, headers, service));
    // One that fails fast has the fewest pending calls: among several it would get most of them.
    const waiters = this.finish('success', headers[DATABASE_HEADER] === 'down' ? 'unreachable' : 'success');
    const response = { status, headers, bytes };
    for (const waiter of waiters) waiter.resolve(response);
  }

  private removeWaiter(waiter: Waiter): void {
    const error = new ClientDisconnected(this.endpoint.service);
    if (this.waiters.size === 1) return this.rejectAll(error, 'unknown');
    this.waiters.delete(waiter);
    this.endpoint.bulkhead.removeCallers(1);
    waiter.reject(error);
  }

  private fail(error: SubgraphError): void {
    const mayBeDone = !this.request.isQuery && this.attempt.isSent && error.code !== 'SUBGRAPH_REFUSED';
    this.rejectAll(mayBeDone ? error.withMayBeDone() : error, this.outcomeOf(error));
  }

  private outcomeOf({ code }: SubgraphError): CallOutcome {
    if (code === 'SUBGRAPH_UNREACHABLE') return 'unreachable';
    if (code !== 'SUBGRAPH_TIMEOUT') return 'success'; // The subgraph responds.
    return this.isTimeoutMeaningful ? 'timeout' : 'unknown';
  }

  private rejectAll(error: SubgraphError, outcome: CallOutcome): void {
    if (this.isDone) return;
    const waiters = this.finish(outcome);
    for (const waiter of waiters) waiter.reject(error);
    this.attempt.abort(error);
  }

  /**
   * Gives back all that the call holds.
   *
   * @param atAddress how it ended for the address, beside others of the subgraph
   * @returns those who wait for its end
   */
  private finish(outcome: CallOutcome, atAddress = outcome): readonly Waiter[] {
    const { breaker, bulkhead } = this.endpoint;
    const waiters = [...this.waiters];
    this.isDone = true;
    this.waiters.clear();
    clearTimeout(this.timer);
    clearTimeout(this.retryTimer);
    for (const { signal, onAbort } of waiters) if (onAbort) signal!.removeEventListener('abort', onAbort);
    this.closeToWaiters();
    bulkhead.removeCallers(waiters.length);
    const { onCallEnded, now } = this.endpoint;
    onCallEnded?.(now() - (this.endsAt - this.request.timeoutMs), outcome);
    breaker.report(this.request.ticket, outcome, waiters.length);
    this.releaseAddress(atAddress);
    bulkhead.leave(this);
    return waiters;
  }

  private closeToWaiters(): void {
    if (this.isClosedToWaiters) return;
    this.isClosedToWaiters = true;
    this.onClosedToWaiters(this);
  }
}

function handleTimeout(call: SubgraphCall): void {
  call.onTimeout();
}

function sendRetry(call: SubgraphCall): void {
  call.dispatch();
}
