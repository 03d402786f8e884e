import { AT_HEADER, FRESHNESS_HEADER } from '../../subgraphs/protocol/freshness.js';
import { COST_HEADER } from '../limits/cost/cost-model.js';
import type { RequestState } from '../pipeline/request-state.js';
import { PLAN_HEADER } from '../pipeline/run.js';
import type { Release } from '../supergraph/release.js';
import type { StreamClient } from './exchange.js';
import { LiveQuery, type LiveOperation, type LiveQueryOptions } from './live-query.js';
import { Watcher } from './watcher.js';

interface LiveQueriesOptions extends LiveQueryOptions {
  releases: { readonly current: Release; onReplaced(listener: (current: Release) => void): void };
  /** False when the results of equal queries may differ: plugins may make anything of them. */
  shares: boolean;
}

/** A watcher, and what its query is found by. */
interface Watched {
  readonly operation: LiveOperation;
  /** The key of the query, on a supergraph. */
  readonly keyOn: (release: Release) => string;
}

/** The live queries that somebody watches. Equal ones of equal callers are one. */
export class LiveQueries {
  readonly #options: LiveQueriesOptions;
  readonly #queries = new Map<string, LiveQuery>();
  readonly #watched = new WeakMap<Watcher, Watched>();
  #unshared = 0;

  constructor(options: LiveQueriesOptions) {
    this.#options = options;
    options.releases.onReplaced(() => this.#moveAll());
  }

  /** The number of queries. */
  get size(): number {
    return this.#queries.size;
  }

  /**
   * Watches a live query. Close the watcher when nobody reads it any more.
   *
   * @param state of a request that may run it
   * @param knownId of the result that the client has already
   */
  watch({ text, parameters, identity }: RequestState, client: StreamClient, knownId?: string): Watcher {
    const { operationName, variables, exactVariables, extensions } = parameters;
    const takesPatches = (extensions['live'] as { patch?: unknown } | null | undefined)?.patch === true;
    const watcher = new Watcher({ client, takesPatches, knownId });
    const ofRequest = [text, operationName, variables, [...(exactVariables ?? [])]];
    const ofCaller = identity && [identity.id, identity.roles, [...identity.scopes]];
    const own = this.#options.shares ? 0 : (this.#unshared += 1);
    this.#watched.set(watcher, {
      operation: { text, operationName, variables, exactVariables },
      keyOn: (release) => JSON.stringify([ofRequest, ofCaller, headersRead(client, release), own]),
    });
    this.#add(watcher);
    return watcher;
  }

  #add(watcher: Watcher): void {
    const { operation, keyOn } = this.#watched.get(watcher)!;
    const key = keyOn(this.#options.releases.current);
    let query = this.#queries.get(key);
    if (!query) {
      query = new LiveQuery(operation, this.#options, () => this.#queries.delete(key));
      this.#queries.set(key, query);
    }
    query.add(watcher);
  }

  /** Another supergraph may forward other headers, so that clients have different results that had the same before. */
  #moveAll(): void {
    const { current } = this.#options.releases;
    for (const [key, query] of [...this.#queries]) {
      query.runWithin(this.#options.times.spreadMs);
      for (const watcher of [...query.watchers]) {
        if (this.#watched.get(watcher)!.keyOn(current) === key) continue;
        query.remove(watcher);
        this.#add(watcher);
      }
    }
  }
}

/** The headers of a client on which the results of a supergraph depend. */
function headersRead({ headers }: StreamClient, { forwarding }: Release): unknown[] {
  const names = ['accept-language', COST_HEADER, PLAN_HEADER, AT_HEADER, FRESHNESS_HEADER];
  for (const rule of forwarding?.values() ?? []) names.push(...rule.headers);
  return names.map((name) => headers[name] ?? null);
}
