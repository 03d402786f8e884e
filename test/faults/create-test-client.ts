import {
  createSubgraphClient,
  type SubgraphClient,
  type SubgraphClientOptions,
} from '../../gateway/upstream/subgraph-client.js';

/** Creates the client of a hosted subgraph, at one address or several, with the defaults of a gateway, except for a timeout of 20 s. */
export function createTestClient(
  urls: string | readonly string[],
  options: Partial<SubgraphClientOptions> = {},
): SubgraphClient {
  return createSubgraphClient({
    name: 'letters',
    urls: typeof urls === 'string' ? [urls] : urls,
    secret: undefined,
    timeoutMs: 20_000,
    retryPercent: 20,
    breaker: { calls: 20, percent: 50, openMs: 10_000 },
    bulkhead: { concurrency: 128, queue: 512 },
    acceptsGzip: false,
    deduplicates: true,
    ...options,
  });
}
