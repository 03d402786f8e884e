import { LRUCache } from 'lru-cache';
import type { ExecutionResult } from '../executor/executor.js';
import type { Reading } from './reading.js';
import type { ReadKeys } from './read-keys.js';

interface KeptResponseOptions {
  result: ExecutionResult;
  readings: readonly Reading[];
  /** Of all that was read. */
  keys: ReadKeys;
  /** When it was read, and until when it holds, in milliseconds of `performance.now()`. */
  readAt: number;
  holdsUntil: number;
  /** False when only the same caller may get it, or one with the same headers. */
  isShared: boolean;
  /** Where it is while somebody is to be called when it is dropped: whoever hears of a change checks these. */
  watched: Set<KeptResponse>;
}

/** A result without errors, for as long as nothing that it has read has changed. */
export class KeptResponse {
  readonly result: ExecutionResult;
  readonly keys: ReadKeys;
  readonly readAt: number;
  readonly holdsUntil: number;
  readonly isShared: boolean;
  readonly #readings: readonly Reading[];
  readonly #watched: Set<KeptResponse>;
  readonly #listeners = new Set<() => void>();
  /** When it was dropped, in milliseconds of `performance.now()`, and the subgraph whose change it was; undefined until then. */
  #dropped: { at: number; subgraph: string } | undefined;

  constructor({ result, readings, keys, readAt, holdsUntil, isShared, watched }: KeptResponseOptions) {
    this.result = result;
    this.keys = keys;
    this.readAt = readAt;
    this.holdsUntil = holdsUntil;
    this.isShared = isShared;
    this.#readings = readings;
    this.#watched = watched;
  }

  /** The names of the subgraphs that were read. */
  get subgraphs(): readonly string[] {
    return this.#readings.map(({ subgraph }) => subgraph);
  }

  /** Whether something has changed that it has read. Changes are looked at here, those that were heard since the last time. */
  get isDropped(): boolean {
    if (this.#dropped) return true;
    for (const reading of this.#readings) {
      const at = reading.endedAt(this.keys);
      if (at === undefined) continue;
      this.#dropped = { at, subgraph: reading.subgraph };
      this.#watched.delete(this);
      for (const listener of this.#listeners) listener();
      this.#listeners.clear();
      return true;
    }
    return false;
  }

  /** Whether it is known to hold now. A store that is silent is judged at each use: a paused process has not heard anything. */
  holds(now: number): boolean {
    if (now >= this.holdsUntil) return false;
    for (const reading of this.#readings) if (reading.silentMs(now) > 0) return false;
    return !this.isDropped;
  }

  /**
   * Has a function called once, when the response is dropped.
   *
   * @returns what ends it
   */
  onDropped(listener: () => void): () => void {
    this.#listeners.add(listener);
    this.#watched.add(this);
    void this.keys.sorted; // Not for all at once when something changes.
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#watched.delete(this);
    };
  }

  /** For how long it may have been outdated, and the subgraph that is the reason; null where that is the time of day. */
  outdated(now: number): { ms: number; subgraph: string | null } {
    let worst = { ms: Math.max(0, now - this.holdsUntil), subgraph: null as string | null };
    if (this.isDropped) worst = { ms: now - this.#dropped!.at, subgraph: this.#dropped!.subgraph };
    for (const reading of this.#readings) {
      const ms = reading.silentMs(now);
      if (ms > worst.ms) worst = { ms, subgraph: reading.subgraph };
    }
    return worst;
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

  /** @param maxBytes of all responses together; those that were not asked for the longest go first */
  constructor(maxBytes: number) {
    const outdatedBytes = Math.ceil(maxBytes * OUTDATED_SHARE);
    // A response that is larger than that is not kept.
    const maxEntrySize = Math.ceil(maxBytes / 8);
    const sizeCalculation = sizeOf;
    this.#responses = new LRUCache({ maxSize: maxBytes - outdatedBytes, maxEntrySize, sizeCalculation });
    this.#outdated = new LRUCache({ maxSize: outdatedBytes, maxEntrySize, sizeCalculation });
  }

  get size(): number {
    return this.#responses.size;
  }

  /** A response that nothing has dropped. */
  get(key: string): KeptResponse | undefined {
    const response = this.#responses.get(key);
    if (!response?.isDropped) return response;
    this.#responses.delete(key);
    this.#outdated.set(key, response);
    return undefined;
  }

  /** A response that may not hold any more. */
  getOutdated(key: string): KeptResponse | undefined {
    return this.get(key) ?? this.#outdated.get(key);
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

function sizeOf({ result, keys }: KeptResponse, key: string): number {
  return BYTES_OF_ENTRY + result.json.length + 2 * key.length + keys.bytes;
}
