import { performance } from 'node:perf_hooks';
import type { FastifyBaseLogger } from 'fastify';
import { FRESHNESS_HEADER, parseFreshness, type Position } from '../../subgraphs/protocol/freshness.js';
import type { ExecutionResult, FetchObserver, FetchResponse } from '../executor/executor.js';
import type { SubgraphClient } from '../upstream/subgraph-client.js';
import type { CacheProxiesConfig } from '../config.js';
import { CacheProxies } from './cache-proxies.js';
import { FollowedStore } from './followed-store.js';
import { followChanges } from './follow-changes.js';
import { KeptResponse, KeptResponses } from './kept-responses.js';
import { KeptFetches } from './kept-fetches.js';
import type { ForeignSubgraph } from './reading.js';
import { ReadsOfRun } from './reads-of-run.js';
import { keyOfStore, keysOfChange } from './store-keys.js';

export interface ResponseCacheOptions {
  /** Of all kept responses together. */
  maxBytes: number;
  /** Milliseconds for which a subgraph may be silent about its changes before nothing of it is given from memory. */
  silenceMs: number;
  /** True in tests of what finds stale results: changes are not looked at. */
  ignoresChanges?: boolean;
  /** Proxies that keep responses too. */
  proxies: CacheProxiesConfig;
  log: FastifyBaseLogger;
}

/** By what a request finds its response: two equal requests have equal keys. */
export interface ResponseKeys {
  /** For results that depend on the operation, its variables and the language only. */
  readonly shared: string;
  /** For results that depend on the caller or on its headers too. */
  readonly specific: string;
}

/** Share of the bytes that responses of subgraphs may take. */
const FETCHES_SHARE = 1 / 4;

/** A store whose changes are not looked at. */
const UNCHANGING = { judge: () => ({ subgraph: '', silentMs: () => 0, endedAt: () => undefined }) };

/** The clients of the subgraphs of one supergraph, by name. */
type Clients = ReadonlyMap<string, SubgraphClient>;

/** Results of queries in memory, each for as long as nothing has changed that it has read. */
export class ResponseCache {
  /** Undefined when there are none. */
  readonly proxies: CacheProxies | undefined;
  readonly #options: ResponseCacheOptions;
  readonly #kept: KeptResponses;
  readonly #fetches: KeptFetches;
  readonly #followed = new Map<SubgraphClient, { store: FollowedStore; end: AbortController; ended: Promise<void> }>();
  /** By the specific key: the results of runs that have begun after the last change that was heard. */
  readonly #running = new Map<string, Promise<ExecutionResult | undefined>>();
  /** By name: subgraphs that tell nothing of their changes. */
  readonly #foreign = new Map<string, ForeignSubgraph>();
  /** Responses for which somebody is called when they are dropped. */
  readonly #watched = new Set<KeptResponse>();

  constructor(options: ResponseCacheOptions) {
    this.#options = options;
    this.#kept = new KeptResponses(Math.floor(options.maxBytes * (1 - FETCHES_SHARE)));
    this.#fetches = new KeptFetches(Math.floor(options.maxBytes * FETCHES_SHARE));
    const { proxies, silenceMs, log } = options;
    if (proxies.urls.length > 0)
      this.proxies = new CacheProxies({ ...proxies, silenceMs, stores: () => this.#stores(), log });
  }

  /** Of the results in memory, as of `KeptResponses`. */
  get figures(): KeptResponses['figures'] {
    return this.#kept.figures;
  }

  /** Finds a response that holds now. */
  find(keys: ResponseKeys): KeptResponse | undefined {
    const now = performance.now();
    return this.#kept.find(keys.shared, now) ?? this.#kept.find(keys.specific, now);
  }

  /**
   * Finds a response that may not hold any more.
   *
   * @param maxMs for how long it may have been outdated at most
   */
  findOutdated({ shared, specific }: ResponseKeys, maxMs: number): KeptResponse | undefined {
    const now = performance.now();
    for (const key of [shared, specific]) {
      const response = this.#kept.getOutdated(key);
      if (response && response.outdated(now).ms <= maxMs) return response;
    }
    return undefined;
  }

  /**
   * Tells whether all changes up to positions of stores are known.
   *
   * @param positions by the name of the store
   */
  hasHeard(positions: ReadonlyMap<string, Position>, clients: Clients): boolean {
    for (const [name, position] of positions) if (!this.#storeOf(clients, name)?.hasHeard(position)) return false;
    return true;
  }

  /** A run of the same that has begun after the last change. It resolves to nothing where its result is only its own. */
  findRunning({ specific }: ResponseKeys): Promise<ExecutionResult | undefined> | undefined {
    const running = this.#running.get(specific);
    return running && this.#isHeard() ? running : undefined;
  }

  /**
   * Runs a query, lets equal requests wait for its result, and keeps it if it may be kept.
   *
   * @param options `isShared` false when nobody may wait for it, `isAnew` true when all of it must be read anew
   * @returns undefined when its result is not kept
   */
  async run(
    keys: ResponseKeys,
    clients: Clients,
    { isShared, isAnew }: { isShared: boolean; isAnew: boolean },
    execute: (observer: FetchObserver) => Promise<ExecutionResult>,
  ): Promise<KeptResponse | undefined> {
    const reads = new ReadsOfRun(isAnew ? undefined : this.#fetches);
    let settle!: (result: ExecutionResult | undefined) => void;
    const running = new Promise<ExecutionResult | undefined>((resolve) => (settle = resolve));
    if (isShared) this.#running.set(keys.specific, running);
    let whole: ExecutionResult | undefined;
    try {
      const result = await execute(reads);
      if (result.errors.length === 0) whole = result;
      return this.#keep(keys, clients, reads, whole);
    } finally {
      if (this.#running.get(keys.specific) === running) this.#running.delete(keys.specific);
      settle(whole);
    }
  }

  /** Observes a mutation: what it has written is dropped before anybody is told of it. */
  observeMutation(clients: Clients): MutationObserver {
    return new MutationObserver(
      (name) => this.#storeOf(clients, name),
      (name) => this.#changeForeign(name),
      this.proxies,
    );
  }

  /** Drops everything: another supergraph is in service. */
  clear(): void {
    this.#kept.clear();
    this.#fetches.clear();
    this.#running.clear();
    this.proxies?.purgeAll();
  }

  async close(): Promise<void> {
    const following = [...this.#followed.values()];
    for (const { end } of following) end.abort();
    await Promise.all(following.map(({ ended }) => ended));
    this.clear();
    await this.proxies?.close();
  }

  #keep(
    keys: ResponseKeys,
    clients: Clients,
    reads: ReadsOfRun,
    whole: ExecutionResult | undefined,
  ): KeptResponse | undefined {
    for (const name of reads.announcing()) this.#follow(clients.get(name)!);
    const known = {
      storeOf: (name: string) => (this.#options.ignoresChanges ? UNCHANGING : this.#storeOf(clients, name)),
      foreignOf: (name: string) => this.#foreignOf(name),
    };
    const { parts, fetches } = reads.judge(known, Date.now());
    for (const fetch of fetches) this.#fetches.keep(fetch);
    if (!parts || !whole) return undefined;
    const kept = new KeptResponse(whole, parts, reads.readAt, this.#watched);
    this.#kept.set(kept.isShared ? keys.shared : keys.specific, kept);
    return kept.isDropped ? undefined : kept;
  }

  #storeOf(clients: Clients, name: string): FollowedStore | undefined {
    const client = clients.get(name);
    return client && this.#followed.get(client)?.store;
  }

  *#stores(): Iterable<FollowedStore> {
    for (const { store } of this.#followed.values()) yield store;
  }

  /** Whether nothing can have changed unheard. */
  #isHeard(): boolean {
    const now = performance.now();
    for (const store of this.#stores()) if (!store.isHeard(now)) return false;
    return true;
  }

  #follow(client: SubgraphClient): void {
    if (this.#followed.has(client)) return;
    const end = new AbortController();
    const store = new FollowedStore(client.name, this.#options.silenceMs, (keys) => {
      client.endSharing();
      this.#checkWatched();
      if (!this.#options.ignoresChanges) this.proxies?.onChange(keys ?? [keyOfStore(client.name)]);
    });
    const abort = () => end.abort();
    client.closed.addEventListener('abort', abort, { once: true });
    if (client.closed.aborted) abort();
    const ended = followChanges(client, store, end.signal, this.#options.log).finally(() => {
      client.closed.removeEventListener('abort', abort);
      this.#followed.delete(client);
      store.reset();
    });
    this.#followed.set(client, { store, end, ended });
  }

  #foreignOf(name: string): ForeignSubgraph {
    let foreign = this.#foreign.get(name);
    if (!foreign) this.#foreign.set(name, (foreign = { name, changedAt: -Infinity }));
    return foreign;
  }

  #changeForeign(name: string): void {
    this.#foreignOf(name).changedAt = performance.now();
    this.#checkWatched();
  }

  /** Nothing that has begun before a change is shared; who watches a response is called if the change has touched it. */
  #checkWatched(): void {
    this.#running.clear();
    for (const response of [...this.#watched]) void response.isDropped;
  }
}

/** Drops what a mutation has written, as soon as a subgraph tells it. */
class MutationObserver implements FetchObserver {
  /** Where each store is after the mutation, by its name. */
  readonly positions = new Map<string, Position>();

  constructor(
    private readonly storeOf: (name: string) => FollowedStore | undefined,
    private readonly changeForeign: (name: string) => void,
    private readonly proxies: CacheProxies | undefined,
  ) {}

  onResponse({ service, headers }: FetchResponse): void {
    const { written, stores } = parseFreshness(headers[FRESHNESS_HEADER]) ?? {};
    if (written) {
      this.positions.set(service, written.at);
      this.storeOf(service)?.apply(written);
      // Of responses that other gateways have given.
      this.proxies?.purge(keysOfChange(service, written.keys));
    } else if (!stores) this.onFailure(service);
  }

  /** What it has written is not known. */
  onFailure(service: string): void {
    const store = this.storeOf(service);
    if (store) store.reset();
    else this.changeForeign(service);
    this.proxies?.purge([keyOfStore(service)]);
  }

  get hasProxies(): boolean {
    return this.proxies !== undefined;
  }

  /** Resolves when the proxies have dropped it too. */
  async purged(): Promise<void> {
    await this.proxies?.purged();
  }
}
