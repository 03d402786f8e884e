import { performance } from 'node:perf_hooks';
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
  readonly #listeners = new Set<() => void>();
  /** When it was dropped, in milliseconds of `performance.now()`, and the subgraph whose change it was; undefined until then. */
  #dropped: { at: number; subgraph: string | null } | undefined;

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
    return this.#dropped !== undefined;
  }

  /** Whether it is known to hold now. A store that is silent is judged at each use: a paused process has not heard anything. */
  holds(now: number): boolean {
    if (this.#dropped || now >= this.holdsUntil) return false;
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

  /** For how long it may have been outdated, and the subgraph that is the reason; null where that is the time of day. */
  outdated(now: number): { ms: number; subgraph: string | null } {
    let worst = { ms: Math.max(0, now - this.holdsUntil), subgraph: null as string | null };
    if (this.#dropped) worst = { ms: now - this.#dropped.at, subgraph: this.#dropped.subgraph };
    for (const { store } of this.reads) {
      const ms = store.isHeard(now) ? 0 : store.silentMs(now);
      if (ms > worst.ms) worst = { ms, subgraph: store.name };
    }
    return worst;
  }

  /** @param subgraph whose change ends it; null when there is none */
  drop(subgraph: string | null): void {
    if (this.#dropped) return;
    this.#dropped = { at: performance.now(), subgraph };
    for (const listener of this.#listeners) listener();
    this.#listeners.clear();
  }
}

/** Bytes of an entry beside its result and its keys, and of a key that no other one has, with its place in the index: measured. */
const BYTES_OF_ENTRY = 1_000;
const BYTES_OF_KEY = 150;

/** Share of the bytes that responses may take which are outdated, for clients that accept such ones. */
const OUTDATED_SHARE = 1 / 4;

/** The responses that are kept, and which of them a change touches. */
export class KeptResponses {
  readonly #responses: LRUCache<string, KeptResponse>;
  readonly #outdated: LRUCache<string, KeptResponse>;
  /** The responses that have a key; most keys belong to one. */
  readonly #byKey = new Map<StoreKey, string | Set<string>>();

  /** @param maxBytes of all responses together; those that were not asked for the longest go first */
  constructor(maxBytes: number) {
    const outdatedBytes = Math.ceil(maxBytes * OUTDATED_SHARE);
    // A response that is larger than that is not kept.
    const maxEntrySize = Math.ceil(maxBytes / 8);
    this.#responses = new LRUCache({
      maxSize: maxBytes - outdatedBytes,
      maxEntrySize,
      sizeCalculation: sizeOf,
      dispose: (response, key) => {
        this.#unindex(key, response);
        response.drop(null);
      },
    });
    this.#outdated = new LRUCache({ maxSize: outdatedBytes, maxEntrySize, sizeCalculation: sizeOf });
  }

  get size(): number {
    return this.#responses.size;
  }

  /** The number of different keys of stores that the responses have. */
  get storeKeys(): number {
    return this.#byKey.size;
  }

  get(key: string): KeptResponse | undefined {
    return this.#responses.get(key);
  }

  /** A response that is no longer known to hold. */
  getOutdated(key: string): KeptResponse | undefined {
    return this.#responses.get(key) ?? this.#outdated.get(key);
  }

  set(key: string, response: KeptResponse): void {
    this.#outdated.delete(key);
    this.#responses.set(key, response);
    if (this.#responses.peek(key) !== response) return response.drop(null); // It is too large.
    for (const storeKey of indexKeysOf(response)) {
      const keys = this.#byKey.get(storeKey);
      if (keys === undefined) this.#byKey.set(storeKey, key);
      else if (typeof keys !== 'string') keys.add(key);
      else if (keys !== key) this.#byKey.set(storeKey, new Set([keys, key]));
    }
  }

  /** Drops what has read one of the keys of a store before a time. */
  dropTouched(store: string, storeKeys: readonly StoreKey[], time: string): void {
    for (const storeKey of storeKeys) {
      for (const key of this.#keysOf(storeKey)) {
        const read = this.#responses.peek(key)?.reads.find((each) => each.store.name === store);
        if (read && read.time < time) this.#drop(key, store);
      }
    }
  }

  /** Drops what has read anything of a store, or of a foreign subgraph. */
  dropStore(store: string): void {
    for (const key of this.#keysOf(`${store}!`)) this.#drop(key, store);
  }

  clear(): void {
    this.#responses.clear();
    this.#outdated.clear();
  }

  #keysOf(storeKey: StoreKey): Iterable<string> {
    const keys = this.#byKey.get(storeKey);
    return typeof keys === 'string' ? [keys] : (keys ?? []);
  }

  #drop(key: string, subgraph: string): void {
    const response = this.#responses.peek(key);
    if (!response) return;
    response.drop(subgraph);
    this.#responses.delete(key);
    this.#outdated.set(key, response);
  }

  #unindex(key: string, response: KeptResponse): void {
    for (const storeKey of indexKeysOf(response)) {
      const keys = this.#byKey.get(storeKey);
      if (typeof keys === 'object') keys.delete(key);
      if (keys === key || (typeof keys === 'object' && keys.size === 0)) this.#byKey.delete(storeKey);
    }
  }
}

function sizeOf({ result, reads }: KeptResponse, key: string): number {
  const keys = reads.reduce((sum, each) => sum + each.keys.length, 0);
  return BYTES_OF_ENTRY + result.json.length + 2 * key.length + keys * BYTES_OF_KEY;
}

function* indexKeysOf({ reads, foreign }: KeptResponse): Iterable<StoreKey> {
  for (const { store, keys } of reads) {
    yield `${store.name}!`;
    yield* keys;
  }
  for (const name of foreign) yield `${name}!`;
}
