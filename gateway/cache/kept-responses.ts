import { LRUCache } from 'lru-cache';
import type { ExecutionResult } from '../executor/executor.js';
import type { ResultPart } from './result-part.js';
import type { StoreKey } from './store-keys.js';

/** A result without errors, for as long as all of its parts hold. */
export class KeptResponse {
  readonly result: ExecutionResult;
  readonly parts: readonly ResultPart[];
  /** When it was read, and until when it holds, in milliseconds of `performance.now()`. */
  readonly readAt: number;
  readonly holdsUntil: number;
  readonly #watched: Set<KeptResponse>;
  readonly #listeners = new Set<() => void>();
  #isDropped = false;

  /**
   * @param watched where it is while somebody is to be called when it is dropped: whoever hears of a change checks these
   */
  constructor(result: ExecutionResult, parts: readonly ResultPart[], readAt: number, watched: Set<KeptResponse>) {
    this.result = result;
    this.parts = parts;
    this.readAt = readAt;
    this.holdsUntil = Math.min(...parts.map(({ holdsUntil }) => holdsUntil));
    this.#watched = watched;
  }

  /** False when only the same caller may get it, or one with the same headers. */
  get isShared(): boolean {
    return this.parts.every(({ isShared }) => isShared);
  }

  /** The keys of all that it has read, each once; null when they are not known. */
  get storeKeys(): ReadonlySet<StoreKey> | null {
    const all = new Set<StoreKey>();
    for (const { keys } of this.parts) {
      if (!keys.sorted) return null;
      for (const key of keys.sorted) all.add(key);
    }
    return all;
  }

  /** Whether something has changed that it has read. */
  get isDropped(): boolean {
    if (this.#isDropped) return true;
    for (const part of this.parts) {
      if (!part.ended) continue;
      this.#isDropped = true;
      this.#watched.delete(this);
      for (const listener of this.#listeners) listener();
      this.#listeners.clear();
      return true;
    }
    return false;
  }

  /** Whether it is known to hold now. */
  holds(now: number): boolean {
    for (const part of this.parts) if (!part.holds(now)) return false;
    return true;
  }

  /**
   * Has a function called once, when the response is dropped.
   *
   * @returns what ends it
   */
  onDropped(listener: () => void): () => void {
    this.#listeners.add(listener);
    this.#watched.add(this);
    for (const { keys } of this.parts) void keys.sorted; // Not for all at once when something changes.
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#watched.delete(this);
    };
  }

  /** For how long it may have been outdated, and the subgraph that is the reason; null where that is the time of day. */
  outdated(now: number): { ms: number; subgraph: string | null } {
    return this.parts
      .map((part) => part.outdated(now))
      .reduce((worst, each) => (each.ms > worst.ms ? each : worst), { ms: 0, subgraph: null });
  }
}

/** Bytes of an entry beside its result, its name and its keys: measured. */
const BYTES_OF_ENTRY = 1_000;

/** Share of the bytes that responses may take which are outdated, for clients that accept such ones. */
const OUTDATED_SHARE = 1 / 4;

/** The responses that are kept. */
export class KeptResponses {
  readonly #responses: LRUCache<string, KeptResponse>;
  readonly #outdated: LRUCache<string, KeptResponse>;
  #dropped = 0;
  #evicted = 0;

  /** @param maxBytes of all responses together; those that were not asked for the longest go first */
  constructor(maxBytes: number) {
    const outdatedBytes = Math.ceil(maxBytes * OUTDATED_SHARE);
    // A response that is larger than that is not kept.
    const maxEntrySize = Math.ceil(maxBytes / 8);
    const sizeCalculation = sizeOf;
    this.#responses = new LRUCache({
      maxSize: maxBytes - outdatedBytes,
      maxEntrySize,
      sizeCalculation,
      dispose: (_response, _key, reason) => {
        if (reason === 'evict') this.#evicted += 1;
      },
    });
    this.#outdated = new LRUCache({ maxSize: outdatedBytes, maxEntrySize, sizeCalculation });
  }

  get size(): number {
    return this.#responses.size;
  }

  /**
   * How many are kept and their bytes; since the start, how many a request found dropped, and how many had to make room for
   * others.
   */
  get figures(): { kept: number; bytes: number; dropped: number; evicted: number } {
    const { size, calculatedSize } = this.#responses;
    return { kept: size, bytes: calculatedSize, dropped: this.#dropped, evicted: this.#evicted };
  }

  /** A response that holds now. */
  find(key: string, now: number): KeptResponse | undefined {
    const response = this.#responses.get(key);
    if (response?.holds(now)) return response;
    if (!response?.isDropped) return undefined;
    this.#dropped += 1;
    this.#responses.delete(key);
    this.#outdated.set(key, response);
    return undefined;
  }

  /** A response that may not hold any more. */
  getOutdated(key: string): KeptResponse | undefined {
    return this.#responses.get(key) ?? this.#outdated.get(key);
  }

  set(key: string, response: KeptResponse): void {
    this.#outdated.delete(key);
    this.#responses.set(key, response);
  }

  clear(): void {
    this.#responses.clear();
    this.#outdated.clear();
  }
}

function sizeOf({ result, parts }: KeptResponse, key: string): number {
  return parts.reduce((sum, { keys }) => sum + keys.bytes, BYTES_OF_ENTRY + result.json.length + 2 * key.length);
}
