import { randomBytes } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import type { FastifyBaseLogger } from 'fastify';
import type { CacheProxiesConfig } from '../config.js';
import { createNetworkTest } from '../http/networks.js';
import type { FollowedStore } from './followed-store.js';
import type { KeptResponse } from './kept-responses.js';
import { ProxyPurger } from './proxy-purger.js';
import { keyOfStore, type StoreKey } from './store-keys.js';

/** Characters of `Surrogate-Key`; proxies take headers of 8,000. */
const MAX_HEADER_LENGTH = 4_000;
/** Seconds. */
const LONGEST_AGE = 86_400;
/** Keys that proxies may hold; beyond it they drop all that they have of this gateway. */
const MAX_HELD = 200_000;

interface CacheProxiesOptions extends CacheProxiesConfig {
  /** For how long a subgraph, or this gateway, may be silent before nothing of it is given. */
  silenceMs: number;
  /** The stores whose changes are followed. */
  stores: () => Iterable<FollowedStore>;
  log: FastifyBaseLogger;
}

/**
 * The proxies that keep responses of this gateway (`gateway/varnish/`). Each response that a proxy may keep names what it was read
 * from (`Surrogate-Key`); what changes is purged from all proxies at once.
 */
export class CacheProxies {
  /** Another one after each start: what proxies have of the process before is not ours, and its time passes. */
  readonly #gateway = randomBytes(6).toString('base64url');
  readonly #isProxy: (address: string) => boolean;
  readonly #purgers: readonly ProxyPurger[];
  readonly #stores: () => Iterable<FollowedStore>;
  /** The keys of responses that proxies were given since each was purged. */
  readonly #held = new Set<string>();
  /** Of responses: the header; null where it would be too long. */
  readonly #headers = new WeakMap<KeptResponse, readonly string[] | null>();

  constructor({ urls, networks, silenceMs, stores, log }: CacheProxiesOptions) {
    this.#isProxy = createNetworkTest(networks);
    this.#stores = stores;
    const heardAt = () => this.#heardAt();
    this.#purgers = urls.map((url) => new ProxyPurger({ url, gateway: this.#gateway, silenceMs, heardAt, log }));
  }

  /** Tells whether a request comes from one of the proxies. */
  isProxy(address: string | undefined): boolean {
    return address !== undefined && this.#isProxy(address);
  }

  /**
   * Makes the headers by which a proxy may keep a response, which holds now: https://www.w3.org/TR/edge-arch/
   *
   * They are for the proxy alone, which passes none of them on.
   */
  headersOf(kept: KeptResponse): Readonly<Record<string, string>> {
    const keys = this.#keysOf(kept);
    const seconds = Math.min(LONGEST_AGE, Math.floor((kept.holdsUntil - performance.now()) / 1_000));
    if (!keys || seconds < 1) return { 'surrogate-control': 'no-store' };
    if (this.#held.size + keys.length > MAX_HELD) this.purgeAll();
    for (const key of keys) this.#held.add(key);
    return {
      'surrogate-control': `max-age=${seconds}`,
      'surrogate-key': [this.#gateway, ...keys].join(' '),
      'citylink-gateway': this.#gateway,
    };
  }

  /** Has proxies drop what they were given that has one of the keys. */
  onChange(storeKeys: Iterable<StoreKey>): void {
    const keys: string[] = [];
    for (const storeKey of storeKeys) {
      const key = surrogateKeyOf(storeKey);
      if (this.#held.delete(key)) keys.push(key);
    }
    if (keys.length > 0) this.#purge(keys);
  }

  /** Has proxies drop what has one of the keys, whichever gateway has given it. */
  purge(storeKeys: Iterable<StoreKey>): void {
    const keys = [...storeKeys].map(surrogateKeyOf);
    for (const key of keys) this.#held.delete(key);
    this.#purge(keys);
  }

  /** Has proxies drop all that they were given. */
  purgeAll(): void {
    if (this.#held.size === 0) return;
    this.#held.clear();
    this.#purge([this.#gateway]);
  }

  /** Resolves when the proxies have dropped what they were told to drop; those that do not respond give nothing of it for long. */
  async purged(): Promise<void> {
    await Promise.all(this.#purgers.map((purger) => purger.purged()));
  }

  async close(): Promise<void> {
    await Promise.all(this.#purgers.map((purger) => purger.close()));
  }

  #purge(keys: readonly string[]): void {
    for (const purger of this.#purgers) purger.add(keys);
  }

  /** Until when all changes are purged. A subgraph that is silent has nothing in the proxies, so it does not count. */
  #heardAt(): number {
    const now = performance.now();
    let silentMs = 0;
    for (const store of this.#stores())
      if (store.isHeard(now)) silentMs = Math.max(silentMs, store.silentMs(now));
      else this.onChange([keyOfStore(store.name)]);
    return now - silentMs;
  }

  #keysOf(kept: KeptResponse): readonly string[] | null {
    let keys = this.#headers.get(kept);
    if (keys === undefined) {
      keys = this.#keysWithinLimit(kept);
      this.#headers.set(kept, keys);
    }
    return keys;
  }

  #keysWithinLimit({ storeKeys, parts }: KeptResponse): readonly string[] | null {
    if (!storeKeys || storeKeys.size > MAX_HEADER_LENGTH) return null;
    const stores = new Set(parts.flatMap(({ subgraphs }) => subgraphs.map(keyOfStore)));
    const keys = [...stores, ...storeKeys].map(surrogateKeyOf);
    return [this.#gateway, ...keys].join(' ').length <= MAX_HEADER_LENGTH ? keys : null;
  }
}

/** The name by which proxies know a key: equal at all gateways. */
function surrogateKeyOf(key: StoreKey): string {
  return key.toString(36);
}
