import type { RequestState } from '../pipeline/request-state.js';
import type { StreamClient } from './exchange.js';
import { LiveQuery, type LiveQueryOptions } from './live-query.js';
import { SharedOperations, type SharingOptions } from './shared-operations.js';
import { Watcher } from './watcher.js';

/** The live queries that somebody watches. */
export class LiveQueries {
  readonly #shared: SharedOperations<Watcher>;

  constructor(options: LiveQueryOptions & SharingOptions) {
    this.#shared = new SharedOperations(
      options,
      (operation, onAbandoned) => new LiveQuery(operation, options, onAbandoned),
    );
  }

  /** The number of queries. */
  get size(): number {
    return this.#shared.size;
  }

  /**
   * Watches a live query. Close the watcher when nobody reads it any more.
   *
   * @param state of a request that may run it
   * @param knownId of the result that the client has already
   */
  watch(state: RequestState, client: StreamClient, knownId?: string): Watcher {
    const { extensions } = state.parameters;
    const takesPatches = (extensions['live'] as { patch?: unknown } | null | undefined)?.patch === true;
    const watcher = new Watcher({ client, takesPatches, knownId });
    this.#shared.add(watcher, state);
    return watcher;
  }
}
