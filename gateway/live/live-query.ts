import { performance } from 'node:perf_hooks';
import type { RequestState } from '../pipeline/request-state.js';
import type { Exchange } from './exchange.js';
import { LiveResult } from './live-result.js';
import { isPassing, runForOne, type RefusedRun, type RunOptions } from './run-for-one.js';
import type { SharedOperation, StreamOperation } from './shared-operations.js';
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
}

export interface LiveQueryOptions extends RunOptions {
  times: LiveTimes;
  /** Finds what tells when a result has changed; undefined where nothing does. */
  follow: (state: RequestState) => KeptResult | undefined;
}

/**
 * A live query that is run for all of its watchers together: when its result may have changed, one after the other, and at most
 * once in a while. Each run passes the whole pipeline as a request of one of the watchers in turn, which is charged for it.
 */
export class LiveQuery implements SharedOperation<Watcher> {
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
    private readonly operation: StreamOperation,
    private readonly options: LiveQueryOptions,
    private readonly onAbandoned: () => void,
  ) {}

  get latest(): LiveResult | undefined {
    return this.#latest;
  }

  get clients(): Iterable<Watcher> {
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

  moveWithin(ms: number): void {
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
    const run = await runForOne(this.#watchers, {
      ...this.options,
      operation: this.operation,
      run: (state) => this.options.pipeline.respond(state),
      onExchange: (exchange) => (this.#exchange = exchange),
    });
    this.#isRunning = false;
    if (this.#watchers.size === 0) return;
    if ('code' in run) this.#refuse(run);
    else this.#publish(run.body!, run.state);
    if (this.#runsAgain) this.#schedule(0);
  }

  #refuse(refused: RefusedRun): void {
    // A token that has ended is its caller's alone.
    if (this.#latest && (isPassing(refused) || refused.code === 'UNAUTHENTICATED')) return this.#backOff();
    for (const watcher of [...this.#watchers]) watcher.fail(refused.body);
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
