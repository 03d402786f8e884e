import {
  createSubgraphClient,
  type SubgraphClient,
  type SubgraphClientOptions,
} from '../../gateway/upstream/subgraph-client.js';

/** The client of a hosted subgraph, as a gateway has it unless something else is said. Its clock stands still when `now` says so. */
export function subgraphClientOf(url: string, options: Partial<SubgraphClientOptions> = {}): SubgraphClient {
  return createSubgraphClient({
    name: 'letters',
    url,
    secret: undefined,
    timeoutMs: 20_000,
    retryPercent: 20,
    breaker: { calls: 20, percent: 50, openMs: 10_000 },
    acceptsGzip: false,
    deduplicates: true,
    ...options,
  });
}
