import { subgraphs } from '../../../subgraphs/index.js';
import { urlVariable } from '../../../subgraphs/process/subgraph-variables.js';

/** What a gateway of the benchmark's own is told by its environment. */
export interface PeerEnv {
  port: number;
  supergraphFile: string;
  /** With which requests to our subgraphs are signed. */
  secret: string;
  /** Who asks, as the subgraphs read it; empty for nobody. */
  caller: string;
  subgraphUrls: ReadonlyMap<string, string>;
  /** Where the packages of other gateways are, for one that keeps its responses; undefined for one that does not. */
  peers: string | undefined;
}

export function readPeerEnv(env: NodeJS.ProcessEnv = process.env): PeerEnv {
  return {
    port: Number(env['PORT']),
    supergraphFile: env['SUPERGRAPH_FILE']!,
    secret: env['SUBGRAPH_SECRET']!,
    caller: env['BENCH_CALLER'] ?? '',
    peers: env['BENCH_CACHE_PEERS'],
    subgraphUrls: new Map(subgraphs.map(({ name }) => [name, env[urlVariable(name)]!])),
  };
}
