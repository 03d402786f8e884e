import type { StreamClient } from './exchange.js';
import type { LiveResult } from './live-result.js';
import { OperationRefused, type Frame, type Results } from './results.js';

/** A live query, as its watchers see it. */
interface WatchedQuery {
  readonly latest: LiveResult | undefined;
  remove(watcher: Watcher): void;
}

interface WatcherOptions {
  client: StreamClient;
  /** The client applies JSON Patch to the result before. */
  takesPatches: boolean;
  /** The result that the client has already. */
  knownId: string | undefined;
}

/**
 * One client's view of a live query. It takes a result when it has sent the one before: what came meanwhile is replaced by what
 * came last, so that a slow client holds no memory.
 */
export class Watcher implements Results {
  readonly client: StreamClient;
  readonly #takesPatches: boolean;
  #knownId: string | undefined;
  #query!: WatchedQuery;
  #given: LiveResult | undefined;
  /** Results that were given since the last whole one, and it. */
  #revision = 0;
  /** False until the query has run that the watcher waits for. */
  #hasRun = false;
  #failure: OperationRefused | undefined;
  #isClosed = false;
  #wake: () => void = () => undefined;

  constructor({ client, takesPatches, knownId }: WatcherOptions) {
    this.client = client;
    this.#takesPatches = takesPatches;
    this.#knownId = knownId;
  }

  /** @param hasRun false when a result of before does not do */
  attach(query: WatchedQuery, hasRun: boolean): void {
    this.#query = query;
    this.#hasRun = hasRun && query.latest !== undefined;
  }

  /** The query has run. */
  notify(): void {
    this.#hasRun = true;
    this.#wake();
  }

  /** The query cannot run any more. */
  fail(body: Buffer): void {
    this.#failure = new OperationRefused(body);
    this.close();
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#query.remove(this);
    this.#wake();
  }

  /**
   * Resolves when there is a first result, which the client may have already, or none will be.
   *
   * @throws OperationRefused
   */
  async ready(): Promise<void> {
    while (!this.#hasRun && !this.#isClosed) await new Promise<void>((resolve) => (this.#wake = resolve));
    if (this.#failure) throw this.#failure;
  }

  /**
   * Resolves to the next result that is not the one before. Call it again when it has resolved.
   *
   * @throws OperationRefused
   */
  async next(): Promise<IteratorResult<Frame, undefined>> {
    for (;;) {
      if (this.#failure) throw this.#failure;
      if (this.#isClosed) return { done: true, value: undefined };
      const { latest } = this.#query;
      if (this.#hasRun && latest && latest !== this.#given) {
        const value = this.#give(latest);
        if (value) return { done: false, value };
      }
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  async return(): Promise<IteratorResult<Frame, undefined>> {
    this.close();
    return { done: true, value: undefined };
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #give(result: LiveResult): Frame | undefined {
    const before = this.#given;
    this.#given = result;
    const knownId = this.#knownId;
    this.#knownId = undefined;
    if (knownId === result.id) return undefined;
    return { id: result.id, text: this.#takesPatches ? this.#textSince(before, result) : result.text };
  }

  /** https://github.com/n1ru4l/graphql-live-query: a whole result has the revision 1, and each patch the next one. */
  #textSince(before: LiveResult | undefined, result: LiveResult): string {
    const patch = before && this.#revision > 0 ? result.patchFrom(before) : undefined;
    this.#revision = patch === undefined ? 1 : this.#revision + 1;
    return patch === undefined
      ? `${result.text.slice(0, -1)},"revision":1}`
      : `{"patch":${patch},"revision":${this.#revision}}`;
  }
}
