import type { Identity } from '../auth/identity.js';
import { HttpError } from '../http/http-error.js';
import type { StreamLimit } from '../limits/stream-limit.js';

/** A connection over which results are sent. */
export interface Stream {
  /** Shows a proxy or a client that the stream lives. */
  beat(): void;
  /** Ends it: the client has to sign in again, or it resumes when its lease has ended, here or at another gateway. */
  end(why: 'token' | 'lease' | 'shutdown'): void;
}

interface StreamsOptions {
  limit: StreamLimit;
  /** Milliseconds after which a stream ends, about: a proxy may go on reading for a client that has gone. */
  leaseMs: number;
  /** Milliseconds between two signs of life. */
  heartbeatMs: number;
}

/** Leases differ by this share, so that streams that were opened together do not end together. */
const LEASE_SPREAD = 0.2;

/** The open streams: counts them, and ends them in time. */
export class Streams {
  readonly #options: StreamsOptions;
  readonly #open = new Set<Stream>();
  readonly #heartbeat: NodeJS.Timeout;
  #isClosed = false;

  constructor(options: StreamsOptions) {
    this.#options = options;
    this.#heartbeat = setInterval(() => {
      for (const stream of this.#open) stream.beat();
    }, options.heartbeatMs).unref();
  }

  get size(): number {
    return this.#open.size;
  }

  /** All that is counted for callers: streams, and live queries and subscriptions of WebSockets. */
  get counted(): number {
    return this.#options.limit.open;
  }

  /** @throws HttpError OVERLOADED when the gateway ends */
  check(): void {
    if (this.#isClosed) throw new HttpError('OVERLOADED', undefined, { 'retry-after': '1' });
  }

  /**
   * Keeps account of a stream, and ends it after its lease or with the token of its caller.
   *
   * @param key of the caller
   * @returns what is to be called when it has ended
   * @throws HttpError OVERLOADED, RATE_LIMITED
   */
  add(stream: Stream, key: string, identity: Identity | null): () => void {
    this.check();
    const leave = this.count(key);
    this.#open.add(stream);
    const leaseMs = this.#options.leaseMs * (1 - LEASE_SPREAD * Math.random());
    const tokenMs = (identity?.expiresAt ?? Infinity) - Date.now();
    const timer =
      tokenMs < leaseMs
        ? setTimeout(() => stream.end('token'), Math.max(tokenMs, 0))
        : setTimeout(() => stream.end('lease'), leaseMs);
    let hasEnded = false;
    return () => {
      if (hasEnded) return;
      hasEnded = true;
      clearTimeout(timer);
      this.#open.delete(stream);
      leave();
    };
  }

  /**
   * Counts one of the live queries and subscriptions of a WebSocket, which end with it.
   *
   * @returns what counts its end; call it once
   * @throws HttpError RATE_LIMITED when the caller has as many streams as it may
   */
  count(key: string): () => void {
    return this.#options.limit.enter(key);
  }

  /** Ends all streams; none is opened any more. */
  close(): void {
    this.#isClosed = true;
    clearInterval(this.#heartbeat);
    for (const stream of [...this.#open]) stream.end('shutdown');
  }
}
