import type { FollowedStore } from './followed-store.js';
import type { ReadKeys } from './read-keys.js';

/** That a result has read data of a subgraph, which may change. */
export interface Reading {
  readonly subgraph: string;
  /** Milliseconds for which the data may have changed without the gateway knowing; 0 when all changes are known. */
  silentMs(now: number): number;
  /**
   * When a change of what was read was heard, in milliseconds of `performance.now()`; undefined while there was none.
   *
   * @param keys of what was read
   */
  endedAt(keys: ReadKeys): number | undefined;
}

/** Of a subgraph that tells of the changes in its store. */
export class StoreReading implements Reading {
  readonly #store: FollowedStore;
  readonly #generation: number;
  /** The changes before it were looked at. */
  #next: number;

  /**
   * @param store that was read
   * @param time a later change of one of the keys ends it
   * @param generation of the store's changes: {@link FollowedStore.generation}
   * @param next the number of the first change that may be later
   */
  constructor(
    store: FollowedStore,
    readonly time: string,
    generation: number,
    next: number,
  ) {
    this.#store = store;
    this.#generation = generation;
    this.#next = next;
  }

  get subgraph(): string {
    return this.#store.name;
  }

  silentMs(now: number): number {
    return this.#store.isHeard(now) ? 0 : this.#store.silentMs(now);
  }

  endedAt(keys: ReadKeys): number | undefined {
    const store = this.#store;
    if (store.generation !== this.#generation) return store.resetAt;
    if (this.#next === store.nextChange) return undefined;
    const heardAt = store.findChange(this.#next, this.time, keys);
    if (heardAt === undefined) this.#next = store.nextChange;
    return heardAt;
  }
}

/** A subgraph that tells nothing of its changes: only mutations that the gateway serves are known. */
export interface ForeignSubgraph {
  readonly name: string;
  /** When the last mutation of it was served, in milliseconds of `performance.now()`. */
  changedAt: number;
}

/** Of a subgraph that tells nothing of its changes. */
export class ForeignReading implements Reading {
  constructor(
    private readonly foreign: ForeignSubgraph,
    private readonly readAt: number,
  ) {}

  get subgraph(): string {
    return this.foreign.name;
  }

  silentMs(): number {
    return 0;
  }

  endedAt(): number | undefined {
    const { changedAt } = this.foreign;
    return changedAt >= this.readAt ? changedAt : undefined;
  }
}
