import { FRESHNESS_HEADER, parseFreshness, READS_HEADER } from '../../subgraphs/protocol/freshness.js';
import { readCacheControl } from '../http/cache-control.js';
import type { FetchObserver, ResponseHeaders } from '../executor/executor.js';
import type { FollowedStore, StoreReading } from './followed-store.js';
import { ReadKeys } from './read-keys.js';

/** What the responses to one execution say of how long its result holds. */
export interface RunFreshness {
  readonly readings: readonly StoreReading[];
  /** Subgraphs that tell nothing of their changes. */
  readonly foreign: readonly string[];
  /** Of all that was read in stores. */
  readonly keys: ReadKeys;
  /** Milliseconds for which the result holds, from when it was read. */
  readonly forMs: number;
  /** True when only the same caller may get it, or one with the same headers. */
  readonly isSpecific: boolean;
}

interface Response {
  readonly service: string;
  readonly freshness: string | undefined;
  readonly reads: string | undefined;
  readonly cacheControl: string;
}

/** Collects what the responses of subgraphs say, while an operation runs. Nothing is parsed before it is wanted. */
export class ReadsOfRun implements FetchObserver {
  readonly #responses: Response[] = [];
  #hasFailed = false;

  onResponse(service: string, headers: ResponseHeaders): void {
    this.#responses.push({
      service,
      freshness: textOf(headers[FRESHNESS_HEADER]),
      reads: textOf(headers[READS_HEADER]),
      cacheControl: textOf(headers['cache-control']) ?? '',
    });
  }

  onFailure(): void {
    this.#hasFailed = true;
  }

  /** The subgraphs that tell what their results depend on. */
  *announcing(): Iterable<string> {
    for (const { service, freshness } of this.#responses) if (freshness !== undefined) yield service;
  }

  /**
   * Works out how long the result holds.
   *
   * @param storeOf the store of a subgraph, as far as it is followed
   * @param epochMs the time of day, for moments until which a result holds
   * @returns undefined when it may not be kept
   */
  judge(storeOf: (name: string) => FollowedStore | undefined, epochMs: number): RunFreshness | undefined {
    if (this.#hasFailed || this.#responses.length === 0) return undefined;
    const readings = new Map<FollowedStore, StoreReading>();
    const told: string[] = [];
    const foreign = new Set<string>();
    let forMs = Infinity;
    let isSpecific = false;
    for (const { service, freshness: text, reads, cacheControl } of this.#responses) {
      const maxAgeMs = maxAgeOf(cacheControl);
      if (maxAgeMs === null) return undefined;
      forMs = Math.min(forMs, maxAgeMs ?? Infinity);
      if (text === undefined) {
        if (maxAgeMs === undefined) return undefined;
        foreign.add(service);
        isSpecific = true;
        continue;
      }
      const { stores, until, caller } = parseFreshness(text) ?? {};
      if (!stores || reads === undefined) return undefined;
      told.push(reads);
      if (caller) isSpecific = true;
      if (until !== undefined) forMs = Math.min(forMs, Date.parse(until) - epochMs);
      for (const [name, read] of Object.entries(stores)) {
        const store = storeOf(name);
        const reading = store?.judge(read);
        if (!store || !reading) return undefined;
        const known = readings.get(store);
        if (!known || reading.time < known.time) readings.set(store, reading);
      }
    }
    if (!(forMs > 0)) return undefined;
    return {
      readings: [...readings.values()],
      foreign: [...foreign],
      keys: new ReadKeys(told),
      forMs,
      isSpecific,
    };
  }
}

/**
 * What `Cache-Control` of a response says to a shared cache: RFC 9111 section 5.2.2.
 *
 * @returns null when the response may not be kept; otherwise for how long it may, undefined where it does not say
 */
function maxAgeOf(header: string): number | undefined | null {
  const directives = readCacheControl(header);
  if (['no-store', 'no-cache', 'private'].some((name) => directives.has(name))) return null;
  const maxAge = directives.get('s-maxage') ?? directives.get('max-age');
  if (maxAge === undefined) return undefined;
  const ms = Number(maxAge.replaceAll('"', '')) * 1_000;
  return ms > 0 ? ms : null;
}

function textOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(', ') : header;
}
