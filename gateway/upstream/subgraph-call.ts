import { isUtf8 } from 'node:buffer';
import { gunzip } from 'node:zlib';
import type { Pool } from 'undici';
import type { AbortSignalLike } from './abort-signal-like.js';
import { Attempt, type ResponseHead } from './attempt.js';
import type { Breaker } from './breaker.js';
import { claimSlot, runWhenSlotIsFree } from './response-scheduler.js';
import type { RetryBudget } from './retry-budget.js';
import { SubgraphError, toSubgraphError } from './subgraph-error.js';

export interface RawResponse extends ResponseHead {
  /** Valid UTF-8. Shared by all waiters, so it must not be changed. */
  bytes: Buffer;
}

/** What all calls of one subgraph have in common. */
export interface Endpoint {
  readonly service: string;
  readonly pool: Pool;
  readonly path: string;
  /** Limit of a response's size in bytes, also when decompressed. The connection is closed beyond it. */
  readonly maxBytes: number;
  /** Whether responses may be compressed. */
  readonly acceptsGzip: boolean;
  /** Makes the headers of one attempt, names and values alternating. A signature is valid for one attempt only. */
  createHeaders(body: Buffer, headers: Readonly<Record<string, string>>): string[];
  readonly breaker: Breaker;
  readonly retryBudget: RetryBudget;
}

export interface CallRequest {
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
}

/** Delay of a retry: a fixed part and a random part, so that calls which failed together are not repeated together. */
const RETRY_DELAY_MS = 15;
const RETRY_JITTER_MS = 45;

interface Waiter {
  resolve(response: RawResponse): void;
  reject(error: SubgraphError): void;
  signal: AbortSignalLike | undefined;
  onAbort: (() => void) | undefined;
}

/**
 * One call to a subgraph, for every waiter that wants the same response. A query whose connection fails, or for which
 * a proxy answers 502 to 504, is sent once more within the timeout and the retry budget. One object and one timer,
 * because a call is made for every fetch.
 */
export class SubgraphCall {
  private readonly waiters: Waiter[] = [];
  private attempt: Attempt;
  private readonly timer: NodeJS.Timeout;
  private retryTimer: NodeJS.Timeout | undefined;
  private isRetry = false;
  private isClosedToWaiters = false;
  private isDone = false;

  /**
   * Sends nothing before {@link send}.
   *
   * @param onClosedToWaiters called once, when the response begins to arrive or the call ends without one
   */
  constructor(
    private readonly endpoint: Endpoint,
    readonly request: CallRequest,
    /** By the clock of the client. */
    readonly endsAt: number,
    private readonly onClosedToWaiters: (call: SubgraphCall) => void,
  ) {
    this.timer = setTimeout(handleTimeout, request.timeoutMs, this);
    this.attempt = new Attempt(this, endpoint.maxBytes);
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
      this.waiters.push(waiter);
      if (!signal) return;
      waiter.onAbort = () => this.removeWaiter(waiter);
      signal.addEventListener('abort', waiter.onAbort, { once: true });
    });
  }

  /** Sends the request. The first waiter must wait already, because the request may fail at once. */
  send(): void {
    const { body, headers } = this.request;
    this.endpoint.pool.dispatch(
      { path: this.endpoint.path, method: 'POST', headers: this.endpoint.createHeaders(body, headers), body },
      this.attempt,
    );
  }

  /** @internal Status and headers have arrived. */
  onHead(attempt: Attempt): void {
    if (attempt !== this.attempt || this.isClosedToWaiters) return;
    this.isClosedToWaiters = true;
    this.onClosedToWaiters(this);
  }

  /** @internal The whole response has arrived. */
  onEnd(attempt: Attempt, head: ResponseHead, chunks: readonly Buffer[]): void {
    if (claimSlot()) this.decompress(attempt, head, chunks);
    else runWhenSlotIsFree(() => this.decompress(attempt, head, chunks));
  }

  /** @internal */
  onError(attempt: Attempt, cause: unknown): void {
    if (attempt !== this.attempt || this.isDone) return;
    const { endpoint, request } = this;
    const error = toSubgraphError(cause, endpoint.service, request.timeoutMs);
    if (error.code === 'SUBGRAPH_UNREACHABLE' && request.isQuery && !this.isRetry && endpoint.retryBudget.spend()) {
      this.isRetry = true;
      this.attempt = new Attempt(this, endpoint.maxBytes);
      attempt.abort(error);
      this.retryTimer = setTimeout(sendRetry, RETRY_DELAY_MS + Math.random() * RETRY_JITTER_MS, this);
      return;
    }
    this.fail(error);
  }

  /** @internal */
  onTimeout(): void {
    const { timeoutMs } = this.request;
    const detail = `no complete response within ${timeoutMs} ms`;
    this.fail(new SubgraphError('SUBGRAPH_TIMEOUT', this.endpoint.service, detail, { afterMs: timeoutMs }));
  }

  /** @internal */
  get acceptsGzip(): boolean {
    return this.endpoint.acceptsGzip;
  }

  /** @internal */
  get service(): string {
    return this.endpoint.service;
  }

  private decompress(attempt: Attempt, { status, headers }: ResponseHead, chunks: readonly Buffer[]): void {
    if (attempt !== this.attempt || this.isDone) return;
    const bytes = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
    if ((headers['content-encoding'] ?? 'identity') === 'identity') return this.settle(attempt, status, headers, bytes);
    const { service, maxBytes } = this.endpoint;
    gunzip(bytes, { maxOutputLength: maxBytes }, (error, decompressed) => {
      if (!error) return this.settle(attempt, status, headers, decompressed);
      const detail = `not gzip, or larger than ${maxBytes} bytes: ${error.message}`;
      this.onError(attempt, new SubgraphError('SUBGRAPH_BAD_ANSWER', service, detail));
    });
  }

  private settle(attempt: Attempt, status: number, headers: ResponseHead['headers'], bytes: Buffer): void {
    if (attempt !== this.attempt || this.isDone) return;
    if (!isUtf8(bytes))
      return this.onError(attempt, new SubgraphError('SUBGRAPH_BAD_ANSWER', this.endpoint.service, 'not UTF-8'));
    this.finish();
    this.endpoint.breaker.succeeded();
    const response = { status, headers, bytes };
    for (const waiter of this.waiters) waiter.resolve(response);
  }

  private removeWaiter(waiter: Waiter): void {
    const error = new SubgraphError('SUBGRAPH_UNREACHABLE', this.endpoint.service, 'the client disconnected');
    this.waiters.splice(this.waiters.indexOf(waiter), 1);
    waiter.reject(error);
    if (this.waiters.length > 0 || this.isDone) return;
    this.finish();
    this.endpoint.breaker.abandoned();
    this.attempt.abort(error);
  }

  private fail(cause: SubgraphError): void {
    const { isQuery, hasFullTimeout } = this.request;
    const { breaker } = this.endpoint;
    const isOutcomeUnknown = cause.code === 'SUBGRAPH_UNREACHABLE' || cause.code === 'SUBGRAPH_TIMEOUT';
    const error =
      isOutcomeUnknown && !isQuery && this.attempt.isSent
        ? new SubgraphError(cause.code, cause.service, cause.detail, { ...cause.hints, mayBeDone: true })
        : cause;
    this.finish();
    if (error.code === 'SUBGRAPH_UNREACHABLE') breaker.failed('unreachable');
    else if (error.code !== 'SUBGRAPH_TIMEOUT')
      breaker.succeeded(); // The subgraph responds.
    // Mutations of one record wait for each other: their timeouts say nothing about queries.
    else if (hasFullTimeout && isQuery) breaker.failed('timeout');
    else breaker.abandoned();
    for (const waiter of this.waiters) waiter.reject(error);
    this.attempt.abort(error);
  }

  private finish(): void {
    this.isDone = true;
    clearTimeout(this.timer);
    clearTimeout(this.retryTimer);
    for (const { signal, onAbort } of this.waiters) if (onAbort) signal!.removeEventListener('abort', onAbort);
    this.onHead(this.attempt);
  }
}

function handleTimeout(call: SubgraphCall): void {
  call.onTimeout();
}

function sendRetry(call: SubgraphCall): void {
  call.send();
}
