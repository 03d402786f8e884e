import type { FastifyBaseLogger } from 'fastify';
import type { GatewayConfig } from '../config.js';
import { isRemote } from './is-remote.js';
import { createSubgraphClient, type SubgraphClient } from './subgraph-client.js';

/** The clients of all subgraphs of the supergraph that is served. */
export interface SubgraphClients {
  /**
   * Makes the client of a subgraph, once.
   *
   * @param url where it listens
   */
  add(name: string, url: string): SubgraphClient;
  all(): Iterable<SubgraphClient>;
  /** Lets requests in flight end, then closes every connection. */
  close(): Promise<void>;
}

/** Begins without any client: each comes when the supergraph is loaded. */
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
        onLeftAlone: (isLeftAlone) =>
          log.warn(
            { service: name },
            isLeftAlone
              ? 'A subgraph has failed so often that it is left alone for a while'
              : 'The subgraph is asked again',
          ),
        takesGzip: config.compression === 'on' || (config.compression === 'remote' && isRemote(url)),
        shares: config.sharesInFlight,
      });
      clients.set(name, client);
      return client;
    },
    all: () => clients.values(),
    close: async () => void (await Promise.all([...clients.values()].map((client) => client.close()))),
  };
}
