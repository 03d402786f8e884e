import type { FastifyBaseLogger } from 'fastify';
import type { GatewayConfig } from '../config.js';
import { createAddressRules } from './address-rules.js';
import type { CallOutcome } from './breaker.js';
import { createSubgraphClient, type SubgraphClient } from './subgraph-client.js';

/** A subgraph as a supergraph names it. Equal ones have one client, over all supergraphs. */
export interface Subgraph {
  readonly name: string;
  /** At least one; each may be asked for everything. */
  readonly urls: readonly string[];
  /** Where it takes subscriptions, if elsewhere: an http or a ws address. */
  readonly subscriptionUrl?: string;
  /** Whether the rules of addresses hold for it, also after name resolution: its URL comes from a registry. */
  readonly isAddressRestricted: boolean;
  /** Where the registry says another one than the configuration. */
  readonly timeoutMs?: number;
  readonly concurrency?: number;
}

/**
 * The clients of all subgraphs of the supergraphs in use. A subgraph that a new supergraph has unchanged keeps its client, with
 * its connections and the state of its breaker.
 */
export interface SubgraphClients {
  /** Gives the subgraph's client. Each call is followed by one of {@link release}. */
  acquire(subgraph: Subgraph): SubgraphClient;
  /** Closes the client, after its requests in flight, when nobody has it any more. */
  release(client: SubgraphClient): void;
  all(): Iterable<SubgraphClient>;
  /** Waits for requests in flight, then closes every connection. */
  close(): Promise<void>;
}

/** Gives what is called with the milliseconds of each call to a subgraph that has ended. */
type MeterCalls = (subgraph: string) => (ms: number, outcome: CallOutcome) => void;

export function createSubgraphClients(
  config: GatewayConfig,
  log: FastifyBaseLogger,
  meterCalls?: MeterCalls,
): SubgraphClients {
  const clients = new Map<string, { client: SubgraphClient; users: number }>();
  const closing = new Set<Promise<void>>();

  const { lookup } = createAddressRules({ production: config.production, allowed: config.subgraphAddresses });

  function create({
    name,
    urls,
    subscriptionUrl,
    isAddressRestricted,
    timeoutMs,
    concurrency,
  }: Subgraph): SubgraphClient {
    return createSubgraphClient({
      name,
      urls,
      subscriptionUrl,
      secret: config.subgraphSecret,
      timeoutMs: timeoutMs ?? config.subgraphTimeoutMs,
      lookup: isAddressRestricted ? lookup : undefined,
      retryPercent: config.retryPercent,
      breaker: config.breaker,
      bulkhead: { ...config.bulkhead, concurrency: concurrency ?? config.bulkhead.concurrency },
      onBreakerChange: (isOpen) =>
        log.warn(
          { service: name },
          isOpen
            ? 'The circuit breaker of a subgraph opened after many failures: no requests are sent to it for a while'
            : 'The circuit breaker of a subgraph closed: requests are sent to it again',
        ),
      onAddressChange: (url, isOut) =>
        log.warn(
          { service: name, url },
          isOut
            ? 'An address of a subgraph fails: requests go to its other addresses until it responds to a probe'
            : 'An address of a subgraph responds again',
        ),
      onCallEnded: meterCalls?.(name),
      acceptsGzip: config.compression === 'on' || (config.compression === 'remote' && urls.some(isRemote)),
      deduplicates: config.sharesInFlight,
    });
  }

  return {
    acquire(subgraph) {
      const key = JSON.stringify(subgraph);
      let used = clients.get(key);
      if (!used) clients.set(key, (used = { client: create(subgraph), users: 0 }));
      used.users += 1;
      return used.client;
    },
    release(client) {
      const [key, used] = [...clients].find(([, each]) => each.client === client)!;
      used.users -= 1;
      if (used.users > 0) return;
      clients.delete(key);
      const closed = client.close().finally(() => closing.delete(closed));
      closing.add(closed);
    },
    *all() {
      for (const { client } of clients.values()) yield client;
    },
    async close() {
      await Promise.all([...closing, ...[...clients.values()].map(({ client }) => client.close())]);
    },
  };
}

/** Tells whether a URL's host is another machine. */
export function isRemote(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname !== 'localhost' && hostname !== '[::1]' && !hostname.startsWith('127.');
}
