import { performance } from 'node:perf_hooks';
import type { ErrorCode } from '../errors.js';
import type { Connections } from '../http/connections.js';
import { JsonBody } from '../http/json-bodies.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import type { RequestState } from '../pipeline/request-state.js';
import { Exchange, type StreamClient } from './exchange.js';
import { LiveResult } from './live-result.js';
import { toRefusal } from './to-refusal.js';
import type { Watcher } from './watcher.js';

/** A result that is kept in memory, and tells when it is dropped because something has changed that it has read. */
export interface KeptResult {
  readonly isDropped: boolean;
  /** Until when it holds if nothing changes, in milliseconds of `performance.now()`. */
  readonly holdsUntil: number;
  /** Whether it is known to hold now. */
  holds(now: number): boolean;
  /**
   * Calls back once.
   *
   * @returns what ends it
   */
  onDropped(listener: () => void): () => void;
}

/** In milliseconds. */
export interface LiveTimes {
  /** Between two results of a query, at least. */
  leastMs: number;
  /** Between two runs of a query that are refused, or whose results are not kept in memory, at most: the first ones follow sooner. */
  pollMs: number;
  /** Over which the queries are spread that run again when the supergraph was replaced. */
  spreadMs: number;
}

export interface LiveQueryOptions {
  pipeline: Pipeline;
  connections: Connections;
  times: LiveTimes;
  /** Finds what tells when a result has changed; undefined where nothing does. */
  follow: (state: RequestState) => KeptResult | undefined;
}

/** What a client asked for, and all that its result depends on beside the data. */
export interface LiveOperation {
  readonly text: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly exactVariables: ReadonlyMap<string, string> | undefined;
}

type Run = { readonly state: RequestState; readonly body: Buffer } | { readonly code: string; readonly body: Buffer };

/** Refusals of one caller, while another one may be served. */
const OF_CALLER: ReadonlySet<string> = new Set<ErrorCode>(['RATE_LIMITED', 'UNAUTHENTICATED']);
/** Refusals that pass by themselves. */
const PASSING: ReadonlySet<string> = new Set<ErrorCode>([
  'RATE_LIMITED',
  'UNAUTHENTICATED',
  'OVERLOADED',
  'REQUEST_DEADLINE',
  'CLIENT_CLOSED_REQUEST',
  'INTERNAL_SERVER_ERROR',
]);
/** Watchers in whose name one run is tried. */
const MAX_TRIED = 10;

/**
 * A live query that is run for all of its watchers together: when its result may have changed, one after the other, and at most
 * once in a while. Each run passes the whole pipeline as a request of one of the watchers in turn, which is charged for it.
 */
export class LiveQuery {
  readonly #watchers = new Set<Watcher>();
  #latest: LiveResult | undefined;
  /** When the latest result was published, or found to be the same again. */
  #publishedAt = -Infinity;
  #isRunning = false;
  #runsAgain = false;
  #exchange: Exchange | undefined;
  #timer: NodeJS.Timeout | undefined;
  #dueAt = Infinity;
  /** What the latest result is in memory; undefined where it is not kept, or dropped. */
  #kept: KeptResult | undefined;
  #unfollow: () => void = () => undefined;
  /** Runs in succession that were refused, or whose result was not kept. */
  #unkept = 0;

  constructor(
    private readonly operation: LiveOperation,
    private readonly options: LiveQueryOptions,
    private readonly onAbandoned: () => void,
  ) {}

  get latest(): LiveResult | undefined {
    return this.#latest;
  }

  get watchers(): Iterable<Watcher> {
    return this.#watchers;
  }

  /** A result that may have changed since is not given to a new watcher: it waits for the next one. */
  add(watcher: Watcher): void {
    this.#watchers.add(watcher);
    const holds = this.#kept?.holds(performance.now()) ?? false;
    watcher.attach(this, holds);
    if (!holds && !this.#isRunning) this.#schedule(0);
  }

  remove(watcher: Watcher): void {
    if (!this.#watchers.delete(watcher) || this.#watchers.size > 0) return;
    this.#rest();
    this.#exchange?.abort();
    this.onAbandoned();
  }

  /** Runs again within some time, drawn at random. */
  runWithin(ms: number): void {
    this.#rest();
    this.#schedule(Math.random() * ms);
  }

  #rest(): void {
    clearTimeout(this.#timer);
    this.#dueAt = Infinity;
    this.#unfollow();
    this.#unfollow = () => undefined;
    this.#kept = undefined;
  }

  /** The earliest time counts. */
  #schedule(inMs: number): void {
    const dueAt = Math.max(performance.now() + inMs, this.#publishedAt + this.options.times.leastMs);
    if (dueAt >= this.#dueAt) return;
    clearTimeout(this.#timer);
    this.#dueAt = dueAt;
    this.#timer = setTimeout(() => void this.#run(), Math.ceil(dueAt - performance.now()));
  }

  async #run(): Promise<void> {
    this.#dueAt = Infinity;
    if (this.#isRunning) return void (this.#runsAgain = true);
    this.#rest();
    this.#isRunning = true;
    this.#runsAgain = false;
    const run = await this.#runForOne();
    this.#isRunning = false;
    if (this.#watchers.size === 0) return;
    if ('code' in run) this.#refuse(run);
    else this.#publish(run.body, run.state);
    if (this.#runsAgain) this.#schedule(0);
  }

  async #runForOne(): Promise<Run> {
    let run: Run | undefined;
    for (const watcher of [...this.#watchers].slice(0, MAX_TRIED)) {
      // It is another one's turn the next time.
      if (this.#watchers.delete(watcher)) this.#watchers.add(watcher);
      run = await this.#runFor(watcher.client);
      if (!('code' in run && OF_CALLER.has(run.code))) break;
    }
    return run!;
  }

  async #runFor(client: StreamClient): Promise<Run> {
    const { pipeline, connections } = this.options;
    const exchange = new Exchange(client, bodyOf(this.operation), connections);
    this.#exchange = exchange;
    try {
      const state = await pipeline.admit(exchange.request, exchange);
      const body = await pipeline.respond(state);
      const code = state.refusals?.[0]?.extensions['code'];
      return state.refusals ? { code: String(code ?? 'INTERNAL_SERVER_ERROR'), body } : { state, body };
    } catch (error) {
      return toRefusal(error, client, 'A live query failed');
    } finally {
      exchange.end();
      this.#exchange = undefined;
    }
  }

  #refuse({ code, body }: { code: string; body: Buffer }): void {
    if (this.#latest && PASSING.has(code)) return this.#backOff();
    for (const watcher of [...this.#watchers]) watcher.fail(body);
  }

  #publish(body: Buffer, state: RequestState): void {
    if (!this.#latest?.json.equals(body)) this.#latest = new LiveResult(body);
    this.#publishedAt = performance.now();
    this.#follow(this.options.follow(state));
    for (const watcher of this.#watchers) watcher.notify();
  }

  /** What changed while it was read is not kept, or its subgraph was not followed yet: the next run will tell. */
  #follow(kept: KeptResult | undefined): void {
    if (!kept || kept.isDropped) return this.#backOff();
    this.#unkept = 0;
    this.#kept = kept;
    this.#unfollow = kept.onDropped(() => {
      this.#kept = undefined;
      this.#schedule(0);
    });
    const holdsMs = kept.holdsUntil - performance.now();
    if (holdsMs < MAX_TIMEOUT_MS) this.#schedule(Math.max(holdsMs, this.options.times.pollMs));
  }

  #backOff(): void {
    const { leastMs, pollMs } = this.options.times;
    this.#unkept += 1;
    this.#schedule(Math.min(leastMs * 2 ** this.#unkept, pollMs));
  }
}

/** A longer timeout would fire at once. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1;

function bodyOf({ text, operationName, variables, exactVariables }: LiveOperation): JsonBody {
  const exact = [...(exactVariables ?? [])].map(([name, value]) => `${JSON.stringify(name)}:${value}`);
  return new JsonBody(
    { query: text, operationName, variables },
    exact.length > 0 ? `{"variables":{${exact.join()}}}` : '',
  );
}
