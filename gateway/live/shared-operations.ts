import { AT_HEADER, FRESHNESS_HEADER } from '../../subgraphs/protocol/freshness.js';
import { COST_HEADER } from '../limits/cost/cost-model.js';
import type { RequestState } from '../pipeline/request-state.js';
import { PLAN_HEADER } from '../pipeline/run.js';
import type { Release } from '../supergraph/release.js';
import type { StreamClient } from './exchange.js';

/** What a client asked for, and all that its result depends on beside the data. */
export interface StreamOperation {
  readonly text: string;
  readonly operationName: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly exactVariables: ReadonlyMap<string, string> | undefined;
}

/** An operation that is run for several clients together. */
export interface SharedOperation<C> {
  readonly clients: Iterable<C>;
  add(client: C): void;
  remove(client: C): void;
  /** Another supergraph is served: passes to it within some milliseconds, drawn at random. */
  moveWithin(ms: number): void;
}

export interface SharingOptions {
  releases: { readonly current: Release; onReplaced(listener: (current: Release) => void): void };
  /** False when the results of equal operations may differ: plugins may make anything of them. */
  shares: boolean;
  /** Milliseconds over which the operations are spread that pass to another supergraph. */
  spreadMs: number;
}

/** What a client's operation is, and what it is found by. */
interface Shared {
  readonly operation: StreamOperation;
  /** Its key, on a supergraph. */
  readonly keyOn: (release: Release) => string;
}

type Create<C> = (operation: StreamOperation, onAbandoned: () => void) => SharedOperation<C>;

/** The operations of one kind that run for clients of streams. Equal ones of equal callers are one. */
export class SharedOperations<C extends { readonly client: StreamClient }> {
  readonly #options: SharingOptions;
  readonly #create: Create<C>;
  readonly #operations = new Map<string, SharedOperation<C>>();
  readonly #shared = new WeakMap<C, Shared>();
  #unshared = 0;

  constructor(options: SharingOptions, create: Create<C>) {
    this.#options = options;
    this.#create = create;
    options.releases.onReplaced(() => this.#moveAll());
  }

  /** The number of operations. */
  get size(): number {
    return this.#operations.size;
  }

  /** @param state of a request that may run it */
  add(client: C, { text, parameters, identity }: RequestState): void {
    const { operationName, variables, exactVariables } = parameters;
    const ofRequest = [text, operationName, variables, [...(exactVariables ?? [])]];
    const ofCaller = identity && [identity.id, identity.roles, [...identity.scopes]];
    const own = this.#options.shares ? 0 : (this.#unshared += 1);
    this.#shared.set(client, {
      operation: { text, operationName, variables, exactVariables },
      keyOn: (release) => JSON.stringify([ofRequest, ofCaller, headersRead(client.client, release), own]),
    });
    this.#join(client);
  }

  #join(client: C): void {
    const { operation, keyOn } = this.#shared.get(client)!;
    const key = keyOn(this.#options.releases.current);
    let shared = this.#operations.get(key);
    if (!shared) {
      shared = this.#create(operation, () => this.#operations.delete(key));
      this.#operations.set(key, shared);
    }
    shared.add(client);
  }

  /** Another supergraph may forward other headers, so that clients have different results that had the same before. */
  #moveAll(): void {
    const { current } = this.#options.releases;
    for (const [key, shared] of [...this.#operations]) {
      shared.moveWithin(this.#options.spreadMs);
      for (const client of [...shared.clients]) {
        if (this.#shared.get(client)!.keyOn(current) === key) continue;
        shared.remove(client);
        this.#join(client);
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
