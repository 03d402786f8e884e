import { LRUCache } from 'lru-cache';
import type { ExecutionResult } from '../executor/executor.js';
import type { FollowedStore } from './followed-store.js';
import type { StoreKey } from './store-keys.js';

/** What a result has read of one store. */
export interface ReadOfStore {
  readonly store: FollowedStore;
  readonly keys: readonly StoreKey[];
  /** A later change of one of the keys ends the result. */
  readonly time: string;
}

/** A result without errors, for as long as nothing that it has read has changed. */
export class KeptResponse {
  /** Called once, when it is dropped. */
  readonly #listeners = new Set<() => void>();
  #isDropped = false;

  constructor(
    readonly result: ExecutionResult,
    readonly reads: readonly ReadOfStore[],
    /** Foreign subgraphs, which tell nothing of their changes. */
    readonly foreign: readonly string[],
    /** When it was read, and until when it holds, in milliseconds of `performance.now()`. */
    readonly readAt: number,
    readonly holdsUntil: number,
  ) {}

  get isDropped(): boolean {
    return this.#isDropped;
  }

  /** Whether it is known to hold now. A store that is silent is judged at each use: a paused process has not heard anything. */
  holds(now: number): boolean {
    if (this.#isDropped || now >= this.holdsUntil) return false;
    for (const { store } of this.reads) if (!store.isHeard(now)) return false;
    return true;
  }

  /**
   * Has a function called once, when the response is dropped.
   *
   * @returns what ends it
   */
  onDropped(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  drop(): void {
    if (this.#isDropped) return;
    this.#isDropped = true;
    for (const listener of this.#listeners) listener();
    this.#listeners.clear();
  }
}

/** Bytes of an entry beside its result and its keys, and of each key with its place in the index, as measured in a heap snapshot. */
const BYTES_OF_ENTRY = 600;
const BYTES_OF_KEY = 180;

/** The responses that are kept, and which of them a change touches. */
export class KeptResponses {
  readonly #responses: LRUCache<string, KeptResponse>;
  readonly #byKey = new Map<StoreKey, Set<string>>();

  /** @param maxBytes of all responses together; those that were not asked for the longest go first */
  constructor(maxBytes: number) {
    this.#responses = new LRUCache({
      maxSize: maxBytes,
      // A response that is larger than that is not kept.
      maxEntrySize: Math.ceil(maxBytes / 8),
      sizeCalculation: ({ result, reads }, key) =>
        BYTES_OF_ENTRY +
        result.json.length +
        2 * key.length +
        reads.reduce((sum, { keys }) => sum + keys.length * BYTES_OF_KEY, 0),
      dispose: (response, key) => {
        this.#unindex(key, response);
        response.drop();
      },
    });
  }

  get size(): number {
    return this.#responses.size;
  }

  get bytes(): number {
    return this.#responses.calculatedSize;
  }

  get(key: string): KeptResponse | undefined {
    return this.#responses.get(key);
  }

  set(key: string, response: KeptResponse): void {
    this.#responses.set(key, response);
    if (this.#responses.peek(key) !== response) return response.drop(); // It is too large.
    for (const storeKey of indexKeysOf(response)) {
      const keys = this.#byKey.get(storeKey);
      if (keys) keys.add(key);
      else this.#byKey.set(storeKey, new Set([key]));
    }
  }

  /**
   * Drops what has read one of the keys of a store before a time.
   *
   * @returns how many were dropped
   */
  dropTouched(store: string, storeKeys: readonly StoreKey[], time: string): number {
    let dropped = 0;
    for (const storeKey of storeKeys) {
      for (const key of this.#byKey.get(storeKey) ?? []) {
        const read = this.#responses.peek(key)?.reads.find((each) => each.store.name === store);
        if (read && read.time < time && this.#responses.delete(key)) dropped += 1;
      }
    }
    return dropped;
  }

  /**
   * Drops what has read anything of a store, or of a foreign subgraph.
   *
   * @returns how many were dropped
   */
  dropStore(store: string): number {
    let dropped = 0;
    for (const key of this.#byKey.get(`${store}!`) ?? []) if (this.#responses.delete(key)) dropped += 1;
    return dropped;
  }

  clear(): void {
    this.#responses.clear();
  }

  #unindex(key: string, response: KeptResponse): void {
    for (const storeKey of indexKeysOf(response)) {
      const keys = this.#byKey.get(storeKey);
      keys?.delete(key);
      if (keys?.size === 0) this.#byKey.delete(storeKey);
    }
  }
}

function* indexKeysOf({ reads, foreign }: KeptResponse): Iterable<StoreKey> {
  for (const { store, keys } of reads) {
    yield `${store.name}!`;
    yield* keys;
  }
  for (const name of foreign) yield `${name}!`;
}
