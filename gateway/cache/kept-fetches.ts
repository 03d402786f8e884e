import { LRUCache } from 'lru-cache';
import { AT_HEADER } from '../../subgraphs/protocol/freshness.js';
import { CALLER_HEADER, REQUEST_ID_HEADER } from '../../subgraphs/protocol/headers.js';
import type { SubgraphFetch } from '../executor/executor.js';
import { hashBody, haveSameEffect } from '../upstream/request-deduplication.js';
import type { ResultPart } from './result-part.js';

/** A request to a subgraph, and its response. */
export interface KeptFetch {
  readonly fetch: SubgraphFetch;
  /** The body of the response. */
  readonly bytes: Buffer;
  readonly part: ResultPart;
}

/** Bytes of an entry beside its bodies. */
const BYTES_OF_ENTRY = 1_000;

/** Headers of a request that make no difference to a response which is not its caller's alone. */
const WITHOUT_EFFECT: ReadonlySet<string> = new Set([REQUEST_ID_HEADER, AT_HEADER, CALLER_HEADER]);

/**
 * Responses of subgraphs in memory: when one subgraph's part of a result has changed, only its fetches are sent again. Of those
 * that depend on the caller none is kept.
 */
export class KeptFetches {
  readonly #fetches: LRUCache<string, KeptFetch>;

  /** @param maxBytes of all bodies together; those that were not asked for the longest go first */
  constructor(maxBytes: number) {
    this.#fetches = new LRUCache({
      maxSize: maxBytes,
      maxEntrySize: Math.ceil(maxBytes / 4),
      sizeCalculation: ({ fetch, bytes }) => BYTES_OF_ENTRY + fetch.body.length + bytes.length,
    });
  }

  /** Finds the response to an equal request, if it holds now. */
  find(fetch: SubgraphFetch, now: number): KeptFetch | undefined {
    const key = keyOf(fetch);
    const kept = this.#fetches.get(key);
    if (!kept?.fetch.body.equals(fetch.body) || !haveSameEffect(kept.fetch.headers, fetch.headers, WITHOUT_EFFECT))
      return undefined;
    if (kept.part.holds(now)) return kept;
    if (kept.part.ended) this.#fetches.delete(key);
    return undefined;
  }

  keep(kept: KeptFetch): void {
    if (kept.part.isShared) this.#fetches.set(keyOf(kept.fetch), kept);
  }

  clear(): void {
    this.#fetches.clear();
  }
}

function keyOf({ service, body, headers }: SubgraphFetch): string {
  return `${hashBody(body)} ${service} ${headers['accept-language'] ?? ''}`;
}
