import { performance } from 'node:perf_hooks';
import type { FetchStep, RunSteps, SubgraphFetch } from '../executor/executor.js';
import type { RequestState } from '../pipeline/request-state.js';

/** A request to a subgraph; times in milliseconds. */
export interface TimedFetch {
  readonly service: string;
  /** From the beginning of the run. */
  readonly at: number;
  /** Undefined while it lasts. */
  ms: number | undefined;
  /** Of the failure, if there is no response. */
  code: string | undefined;
}

/** How many are told of one run: a plan seldom has more than ten. */
const MAX_FETCHES = 50;

/** Measures the steps of one run. */
export class RequestSteps implements RunSteps {
  /** How many requests were sent to subgraphs. */
  count = 0;
  /** Milliseconds that it waited for its plan; undefined where there was one. */
  planMs: number | undefined;
  /** The first of them. */
  readonly fetches: TimedFetch[] = [];
  readonly #begin = performance.now();

  plan(): () => void {
    const begin = performance.now();
    return () => (this.planMs = Math.round(performance.now() - begin));
  }

  fetch(service: string, headers: SubgraphFetch['headers']): FetchStep {
    this.count += 1;
    const begin = performance.now();
    const fetch: TimedFetch = { service, at: Math.round(begin - this.#begin), ms: undefined, code: undefined };
    if (this.fetches.length < MAX_FETCHES) this.fetches.push(fetch);
    return {
      headers,
      end(code) {
        fetch.ms = Math.round(performance.now() - begin);
        fetch.code = code;
      },
    };
  }

  /** The response is ready. */
  end(_state: RequestState): void {}
}
