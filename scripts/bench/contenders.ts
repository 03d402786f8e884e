import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Contender } from './contender.js';
import { installPeers } from './install-peers.js';
import { startContender } from './start-contender.js';

export const GATEWAY = join('dist', 'bundles', 'gateway.js');
const GATEWAYS = join('dist', 'scripts', 'bench', 'gateways');

/**
 * All that is measured, but gateways that run already.
 *
 * @param folder run-time state of the benchmark
 */
export function contenders(folder: string): readonly Contender[] {
  const peers = join(folder, 'peers');
  return [
    ours('ours', 'Citylink', { executor: 'compiled' }),
    ours('ours-stock', 'Citylink, EXECUTOR=stock', { executor: 'stock' }),
    special(ours('ours-cached', 'Citylink, which keeps results', { executor: 'compiled', cacheMegabytes: 64 })),
    stock('stock', '@apollo/gateway, as it comes', peers, false),
    special(stock('stock-cached', "@apollo/gateway with Apollo's response cache", peers, true)),
    hive('hive', 'Hive Gateway', peers, {}),
    hive('hive-rust', 'Hive Gateway on its Rust runtime', peers, { onRust: true }),
    special(hive('hive-cached', 'Hive Gateway with its response cache', peers, { cached: true })),
    constant('floor', 'The floor: the same fetches, a fixed answer'),
    special(constant('fastify', 'Fastify alone, which sends bytes that it has')),
  ];
}

function special(contender: Contender): Contender {
  return { ...contender, isSpecial: true };
}

/** A program that answers with what was recorded. */
function constant(name: 'floor' | 'fastify', title: string): Contender {
  return {
    name,
    title,
    canBeFresh: false,
    async start(parts) {
      const file = join(parts.network.folder, 'recordings.json');
      await writeFile(file, JSON.stringify(parts.recordings));
      const env = { BENCH_RECORDINGS: file };
      return startContender({ name, file: join(GATEWAYS, `${name}.js`), env, onlyListens: true }, parts);
    },
  };
}

function stock(name: string, title: string, peers: string, cached: boolean): Contender {
  return {
    name,
    title,
    canBeFresh: true,
    ...(cached && { prepare: (report) => installPeers(peers, report) }),
    start: (parts) =>
      startContender(
        {
          name,
          file: join(GATEWAYS, 'stock.js'),
          env: { SUPERGRAPH_FILE: parts.network.plainSupergraphFile, ...(cached && { BENCH_CACHE_PEERS: peers }) },
        },
        parts,
      ),
  };
}

/** What our gateway does for its own safety and others do not: a benchmark asks more than anybody, and is no reason to leave a subgraph alone. */
export const WITHOUT_GUARDS = {
  SUBGRAPH_TIMEOUT_MS: '60000',
  SUBGRAPH_BREAKER_CALLS: '0',
  LIMIT_NODES: '1000000',
  LIMIT_REQUESTS: '0',
  LIMIT_COST: '0',
  OVERLOAD_REQUESTS: '0',
  OVERLOAD_DELAY_MS: '0',
  SHUTDOWN_GRACE_MS: '0',
};

function ours(
  name: string,
  title: string,
  { executor, cacheMegabytes = 0 }: { executor: string; cacheMegabytes?: number },
): Contender {
  return {
    name,
    title,
    canBeFresh: true,
    start(parts) {
      const { folder, supergraphFile, publicKeyFile } = parts.network;
      const isProduction = (parts.env['NODE_ENV'] ?? 'production') === 'production';
      const env = {
        EXECUTOR: executor,
        CACHE_MB: String(cacheMegabytes),
        SUPERGRAPH_FILE: supergraphFile,
        PLAYGROUND: 'off',
        // As users have it. USAGE=off shows what it costs.
        USAGE: parts.env['USAGE'] ?? 'on',
        USAGE_FOLDER: join(folder, 'usage'),
        ...WITHOUT_GUARDS,
        ...(!isProduction && { AUTH_PUBLIC_KEY_FILE: publicKeyFile }),
      };
      return startContender({ name, file: GATEWAY, env }, parts);
    },
  };
}

function hive(
  name: string,
  title: string,
  peers: string,
  { onRust = false, cached = false }: { onRust?: boolean; cached?: boolean },
): Contender {
  const bin = resolve(peers, 'node_modules', '@graphql-hive', 'gateway', 'dist', 'bin.js');
  return {
    name,
    title,
    canBeFresh: true,
    async prepare(report) {
      await installPeers(peers, report);
      await readFile(bin);
    },
    start(parts) {
      const file = parts.network.plainSupergraphFile;
      const args = [
        'supergraph',
        resolve(file),
        '--config-path',
        resolve(GATEWAYS, 'hive.config.js'),
        '--fork',
        '1',
        ...(onRust ? ['--hive-router-runtime'] : []),
      ];
      const env = { SUPERGRAPH_FILE: resolve(file), ...(cached && { BENCH_CACHE_PEERS: peers }) };
      return startContender({ name, file: bin, args, env }, parts);
    },
  };
}
