import { isUtf8 } from 'node:buffer';
import { gunzip } from 'node:zlib';
import type { Pool } from 'undici';
import { inLaterTurn, isInTurn } from './answers-in-turn.js';
import { Attempt, type Answered } from './attempt.js';
import type { Breaker } from './breaker.js';
import { faultOf } from './fault-of.js';
import type { LeaveSignal } from './leave-signal.js';
import type { RetryBudget } from './retry-budget.js';
import { SubgraphFault } from './subgraph-fault.js';

export interface Exchanged extends Answered {
  /** Found to be UTF-8; of all who asked, so nobody may change them. */
  bytes: Buffer;
}

/** What all exchanges with a subgraph have in common. */
export interface Line {
  readonly service: string;
  readonly pool: Pool;
  readonly path: string;
  /** The most bytes of an answer that are read; the connection is dropped beyond them. */
  readonly maxBytes: number;
  /** Whether answers may come compressed; they are not larger than that when they are unfolded, either. */
  readonly takesGzip: boolean;
  /** Names and values in turn; made anew for each attempt, as a signature is good for one. */
  headersOf(body: Buffer, headers: Readonly<Record<string, string>>): string[];
  readonly breaker: Breaker;
  readonly budget: RetryBudget;
}

export interface ExchangeRequest {
  body: Buffer;
  headers: Readonly<Record<string, string>>;
  /** Milliseconds from asking to the answer's last byte, the second attempt included. */
  timeoutMs: number;
  /** It changes nothing, so that it may be sent again. */
  isQuery: boolean;
  /** The time that it is given is the subgraph's whole, so that it tells of the subgraph when that is over. */
  isWhole: boolean;
}

/** Milliseconds before a second attempt, and as many again by chance: many who failed together must not return together. */
const PAUSE_MS = 15;
const JITTER_MS = 45;

interface Asker {
  resolve(exchanged: Exchanged): void;
  reject(fault: SubgraphFault): void;
  signal: LeaveSignal | undefined;
  leave: (() => void) | undefined;
}

/**
 * A request to a subgraph, for everybody who asks the same while it lasts. A query whose connection fails, or that a
 * proxy says to have nowhere to go, is sent once more, within its time and the budget. A class, and one timer: this is
 * made for every fetch.
 */
export class Exchange {
  private readonly askers: Asker[] = [];
  private attempt: Attempt;
  private readonly timer: NodeJS.Timeout;
  private pause: NodeJS.Timeout | undefined;
  private isSecond = false;
  private isAnswering = false;
  private isOver = false;

  /**
   * Nothing is sent before {@link send}.
   *
   * @param onAnswering told once, when nobody may join any more: the answer begins to come, or there will be none
   */
  constructor(
    private readonly line: Line,
    readonly request: ExchangeRequest,
    /** By the caller's clock. */
    readonly endsAt: number,
    private readonly onAnswering: (exchange: Exchange) => void,
  ) {
    this.timer = setTimeout(runOut, request.timeoutMs, this);
    this.attempt = new Attempt(this, line.maxBytes);
    line.budget.earn();
  }

  /**
   * Waits for the answer.
   *
   * @param signal gives up waiting; when all who wait have, the request is dropped
   * @throws SubgraphFault
   */
  wait(signal: LeaveSignal | undefined): Promise<Exchanged> {
    return new Promise((resolve, reject) => {
      const asker: Asker = { resolve, reject, signal, leave: undefined };
      this.askers.push(asker);
      if (!signal) return;
      asker.leave = () => this.leave(asker);
      signal.addEventListener('abort', asker.leave, { once: true });
    });
  }

  /** Sends it: after the first has begun to wait, as it may fail at once. */
  send(): void {
    const { body, headers } = this.request;
    this.line.pool.dispatch(
      { path: this.line.path, method: 'POST', headers: this.line.headersOf(body, headers), body },
      this.attempt,
    );
  }

  /** @internal The head of the answer is there. */
  answering(attempt: Attempt): void {
    if (attempt !== this.attempt || this.isAnswering) return;
    this.isAnswering = true;
    this.onAnswering(this);
  }

  /** @internal */
  answered(attempt: Attempt, head: Answered, chunks: readonly Buffer[]): void {
    if (isInTurn()) this.take(attempt, head, chunks);
    else inLaterTurn(() => this.take(attempt, head, chunks));
  }

  private take(attempt: Attempt, { status, headers }: Answered, chunks: readonly Buffer[]): void {
    if (attempt !== this.attempt || this.isOver) return;
    const bytes = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks);
    if ((headers['content-encoding'] ?? 'identity') === 'identity') return this.read(attempt, status, headers, bytes);
    gunzip(bytes, { maxOutputLength: this.line.maxBytes }, (error, unfolded) => {
      if (error)
        this.failed(
          attempt,
          new SubgraphFault(
            'SUBGRAPH_BAD_ANSWER',
            this.line.service,
            `not gzip, or larger than ${this.line.maxBytes} bytes: ${error.message}`,
          ),
        );
      else this.read(attempt, status, headers, unfolded);
    });
  }

  private read(attempt: Attempt, status: number, headers: Answered['headers'], bytes: Buffer): void {
    if (attempt !== this.attempt || this.isOver) return;
    if (!isUtf8(bytes))
      return this.failed(attempt, new SubgraphFault('SUBGRAPH_BAD_ANSWER', this.line.service, 'not UTF-8'));
    this.finish();
    this.line.breaker.succeeded();
    const exchanged = { status, headers, bytes };
    for (const asker of this.askers) asker.resolve(exchanged);
  }

  /** @internal */
  failed(attempt: Attempt, error: unknown): void {
    if (attempt !== this.attempt || this.isOver) return;
    const fault = faultOf(error, this.line.service, this.request.timeoutMs);
    if (fault.code === 'SUBGRAPH_UNREACHABLE' && this.request.isQuery && !this.isSecond && this.line.budget.spend()) {
      this.isSecond = true;
      this.attempt = new Attempt(this, this.line.maxBytes);
      attempt.abort(fault);
      this.pause = setTimeout(sendAgain, PAUSE_MS + Math.random() * JITTER_MS, this);
      return;
    }
    this.fail(fault);
  }

  /** @internal */
  get takesGzip(): boolean {
    return this.line.takesGzip;
  }

  /** @internal */
  get service(): string {
    return this.line.service;
  }

  /** @internal */
  runOut(): void {
    const { timeoutMs } = this.request;
    this.fail(
      new SubgraphFault('SUBGRAPH_TIMEOUT', this.line.service, `no whole answer within ${timeoutMs} ms`, {
        afterMs: timeoutMs,
      }),
    );
  }

  private leave(asker: Asker): void {
    const gone = new SubgraphFault('SUBGRAPH_UNREACHABLE', this.line.service, 'nobody waits for the answer any more');
    this.askers.splice(this.askers.indexOf(asker), 1);
    asker.reject(gone);
    if (this.askers.length > 0 || this.isOver) return;
    this.finish();
    this.line.breaker.abandoned();
    this.attempt.abort(gone);
  }

  private fail(cause: SubgraphFault): void {
    const { isQuery, isWhole } = this.request;
    const isUnknown = cause.code === 'SUBGRAPH_UNREACHABLE' || cause.code === 'SUBGRAPH_TIMEOUT';
    const fault =
      isUnknown && !isQuery && this.attempt.isSent
        ? new SubgraphFault(cause.code, cause.service, cause.detail, { ...cause.told, mayBeDone: true })
        : cause;
    this.finish();
    if (fault.code === 'SUBGRAPH_UNREACHABLE') this.line.breaker.failed('unreachable');
    else if (fault.code !== 'SUBGRAPH_TIMEOUT')
      this.line.breaker.succeeded(); // It is there.
    // Writes of one record wait for each other, and tell nothing of reads.
    else if (isWhole && isQuery) this.line.breaker.failed('late');
    else this.line.breaker.abandoned();
    for (const asker of this.askers) asker.reject(fault);
    this.attempt.abort(fault);
  }

  private finish(): void {
    this.isOver = true;
    clearTimeout(this.timer);
    clearTimeout(this.pause);
    for (const { signal, leave } of this.askers) if (leave) signal!.removeEventListener('abort', leave);
    this.answering(this.attempt);
  }
}

function runOut(exchange: Exchange): void {
  exchange.runOut();
}

function sendAgain(exchange: Exchange): void {
  exchange.send();
}
