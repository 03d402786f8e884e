import type { FastifyBaseLogger } from 'fastify';
import type { GatewayConfig } from '../config.js';
import { createSubgraphClient, type SubgraphClient } from './subgraph-client.js';

/** The clients of all subgraphs of the current supergraph. */
interface SubgraphClients {
  /** Creates the client of a subgraph. */
  add(name: string, url: string): SubgraphClient;
  all(): Iterable<SubgraphClient>;
  /** Waits for requests in flight, then closes every connection. */
  close(): Promise<void>;
}

/** Creates an empty set; the clients are added when the supergraph is loaded. */
export function createSubgraphClients(config: GatewayConfig, log: FastifyBaseLogger): SubgraphClients {
  const clients = new Map<string, SubgraphClient>();
  return {
    add(name, url) {
      const client = createSubgraphClient({
        name,
        url,
        secret: config.subgraphSecret,
        timeoutMs: config.subgraphTimeoutMs,
        retryPercent: config.retryPercent,
        breaker: config.breaker,
        bulkhead: config.bulkhead,
        onBreakerChange: (isOpen) =>
          log.warn(
            { service: name },
            isOpen
              ? 'The circuit breaker of a subgraph opened after many failures: no requests are sent to it for a while'
              : 'The circuit breaker of a subgraph closed: requests are sent to it again',
          ),
        acceptsGzip: config.compression === 'on' || (config.compression === 'remote' && isRemote(url)),
        deduplicates: config.sharesInFlight,
      });
      clients.set(name, client);
      return client;
    },
    all: () => clients.values(),
    close: async () => void (await Promise.all([...clients.values()].map((client) => client.close()))),
  };
}

/** Tells whether a URL's host is another machine. */
export function isRemote(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname !== 'localhost' && hostname !== '[::1]' && !hostname.startsWith('127.');
}
