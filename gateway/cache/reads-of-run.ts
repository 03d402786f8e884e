import { performance } from 'node:perf_hooks';
import { FRESHNESS_HEADER, parseFreshness, READS_HEADER } from '../../subgraphs/protocol/freshness.js';
import type { FetchObserver, FetchResponse, SubgraphFetch, ResponseHeaders } from '../executor/executor.js';
import { readCacheControl } from '../http/cache-control.js';
import type { FollowedStore } from './followed-store.js';
import type { KeptFetch, KeptFetches } from './kept-fetches.js';
import { ReadKeys } from './read-keys.js';
import { ForeignReading, type ForeignSubgraph, type Reading } from './reading.js';
import { ResultPart } from './result-part.js';

/** What is known of subgraphs. */
export interface KnownSubgraphs {
  /** The store of a subgraph, as far as it is followed. */
  storeOf(name: string): { judge: (...read: Parameters<FollowedStore['judge']>) => Reading | undefined } | undefined;
  foreignOf(name: string): ForeignSubgraph;
}

interface Received extends FetchResponse {
  /** Undefined where it is not known what was sent. */
  readonly fetch: SubgraphFetch | undefined;
}

/**
 * Collects what the responses of subgraphs say, while an operation runs, and gives those from memory that hold. Nothing is parsed
 * before it is wanted.
 */
export class ReadsOfRun implements FetchObserver {
  /** When the run has begun, in milliseconds of `performance.now()`. */
  readonly readAt = performance.now();
  readonly #recalled: ResultPart[] = [];
  readonly #received: Received[] = [];
  #hasFailed = false;

  /** @param fetches from which responses are given; undefined when all are to be read anew */
  constructor(private readonly fetches: KeptFetches | undefined) {}

  recall(fetch: SubgraphFetch): Buffer | undefined {
    const kept = this.fetches?.find(fetch, performance.now());
    if (kept) this.#recalled.push(kept.part);
    return kept?.bytes;
  }

  onResponse(response: FetchResponse, fetch?: SubgraphFetch): void {
    this.#received.push({ ...response, fetch });
  }

  onFailure(): void {
    this.#hasFailed = true;
  }

  /** The subgraphs that tell what their results depend on. */
  *announcing(): Iterable<string> {
    for (const { service, headers } of this.#received) if (headers[FRESHNESS_HEADER] !== undefined) yield service;
  }

  /**
   * Works out for how long what was read holds.
   *
   * @param epochMs the time of day, for moments until which something holds
   * @returns the parts of the result, undefined when it may not be kept; and the responses that may
   */
  judge(
    known: KnownSubgraphs,
    epochMs: number,
  ): { parts: readonly ResultPart[] | undefined; fetches: readonly KeptFetch[] } {
    const parts: ResultPart[] = [...this.#recalled];
    const fetches: KeptFetch[] = [];
    let isWhole = !this.#hasFailed;
    for (const received of this.#received) {
      const part = this.#partOf(received, known, epochMs);
      const { fetch, bytes, hasErrors } = received;
      if (!part) isWhole = false;
      else {
        parts.push(part);
        if (fetch && bytes && !hasErrors && received.headers[FRESHNESS_HEADER] !== undefined)
          fetches.push({ fetch, bytes, part });
      }
    }
    return { parts: isWhole && parts.length > 0 ? parts : undefined, fetches };
  }

  /** Undefined when what was read may not be kept. */
  #partOf(
    { service, headers }: Received,
    { storeOf, foreignOf }: KnownSubgraphs,
    epochMs: number,
  ): ResultPart | undefined {
    const { readAt } = this;
    const maxAgeMs = lifetimeOf(headers);
    if (maxAgeMs === null) return undefined;
    const freshness = headers[FRESHNESS_HEADER];
    if (freshness === undefined) {
      if (maxAgeMs === undefined) return undefined;
      const readings = [new ForeignReading(foreignOf(service), readAt)];
      const keys = new ReadKeys('{}');
      return new ResultPart({ service, readings, keys, readAt, holdsUntil: readAt + maxAgeMs, isShared: false });
    }
    const reads = textOf(headers[READS_HEADER]);
    const { stores, until, caller = false } = parseFreshness(textOf(freshness)) ?? {};
    if (!stores || reads === undefined) return undefined;
    const forMs = Math.min(maxAgeMs ?? Infinity, until === undefined ? Infinity : Date.parse(until) - epochMs);
    if (!(forMs > 0)) return undefined;
    const readings: Reading[] = [];
    for (const [name, read] of Object.entries(stores)) {
      const reading = storeOf(name)?.judge(read);
      if (!reading) return undefined;
      readings.push(reading);
    }
    const keys = new ReadKeys(reads);
    return new ResultPart({ service, readings, keys, readAt, holdsUntil: readAt + forMs, isShared: !caller });
  }
}

/**
 * For how long a shared cache may keep a response: what `Cache-Control` says, less what caches before us have used of it. RFC 9111
 * sections 4.1, 4.2.3 and 5.2.2.
 *
 * @returns milliseconds; undefined where the response does not say, null when it may not be kept
 */
function lifetimeOf({ 'cache-control': cacheControl, age, vary }: ResponseHeaders): number | undefined | null {
  if (textOf(vary)?.includes('*')) return null;
  if (cacheControl === undefined) return undefined;
  const directives = readCacheControl(textOf(cacheControl));
  if (['no-store', 'no-cache', 'private'].some((name) => directives.has(name))) return null;
  const maxAge = directives.get('s-maxage') ?? directives.get('max-age');
  if (maxAge === undefined) return undefined;
  const usedSeconds = /^\d+$/.test(textOf(age) ?? '') ? Number(age) : 0;
  const ms = (Number(maxAge.replaceAll('"', '')) - usedSeconds) * 1_000;
  return ms > 0 ? ms : null;
}

function textOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header.join(', ') : header;
}
