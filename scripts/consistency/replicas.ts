import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { urlVariable } from '../../subgraphs/process/subgraph-variables.js';
import { subgraphs } from '../../subgraphs/index.js';
import { localKeys } from '../token/local-keys.js';
import { keyVariables } from '../keys/key-variables.js';
import { startChild, type Child } from '../start/child.js';
import { startReplicaProxy, type ReplicaProxy } from './replica-proxy.js';

/** Milliseconds; less than the difference of two clocks that a signature allows. */
export const CLOCK_JUMP_MS = 30_000;
const GATEWAYS = 2;
const REPLICAS = 2;
const PATIENCE_MS = 5_000;

/** A process that is started again with the same address when it was killed. */
export interface Replica {
  readonly name: string;
  readonly url: string;
  signal(signal: 'SIGSTOP' | 'SIGCONT' | 'SIGUSR2'): void;
  kill(): Promise<void>;
  revive(): Promise<void>;
}

/** Gateways and subgraphs as processes, with a proxy between each gateway and each subgraph. */
export interface Replicas {
  /** The GraphQL endpoints of the gateways. */
  readonly gatewayUrls: readonly string[];
  readonly gateways: readonly Replica[];
  readonly subgraphs: readonly Replica[];
  /** Those between gateways and subgraphs, by the subgraph. */
  readonly proxies: ReadonlyArray<{ subgraph: string; gateway: number; proxy: ReplicaProxy }>;
}

/**
 * Runs `work` with two gateways and two replicas of each subgraph, and ends them afterwards.
 *
 * @param folder of the keys of tokens
 * @param uri of the database of all subgraphs, which is seeded
 * @param cacheProxies of the gateways; empty for none
 */
export async function withReplicas<T>(
  { folder, uri, secret, cacheProxies }: { folder: string; uri: string; secret: string; cacheProxies: string },
  work: (replicas: Replicas) => Promise<T>,
): Promise<T> {
  const started: Array<{ stop(): Promise<void> }> = [];
  const children = new Set<Child>();
  // One that is paused does not notice that we have ended.
  const end = () => {
    for (const child of children) child.kill();
  };
  process.once('exit', end);
  const preload = new URL('./preload.js', import.meta.url).href;
  const shared = {
    PATH: process.env['PATH'],
    NODE_ENV: 'development',
    NODE_OPTIONS: `--import ${preload}`,
    CLOCK_JUMP_MS: String(CLOCK_JUMP_MS),
    LOG_LEVEL: 'fatal',
    HOST: '127.0.0.1',
  };
  const names = subgraphs.map(({ name }) => name);
  try {
    const ports = new Map(names.map((name) => [name, [] as string[]]));
    /** Before the replicas of each subgraph, for each gateway and for the subgraphs. */
    const proxiesFor = async () =>
      new Map(
        await Promise.all(
          names.map(async (name) => {
            const proxy = await startReplicaProxy(ports.get(name)!);
            started.push({ stop: () => proxy.close() });
            return [name, proxy] as const;
          }),
        ),
      );
    const addresses = (proxies: ReadonlyMap<string, ReplicaProxy>) =>
      Object.fromEntries([...proxies].map(([name, { url }]) => [urlVariable(name), url]));

    const between = addresses(await proxiesFor());
    const replicas: Replica[] = [];
    for (let index = 0; index < REPLICAS; index += 1)
      replicas.push(
        ...(await Promise.all(
          names.map(async (name) => {
            const env = { ...shared, ...keyVariables([secret], name, names), MONGODB_URI: uri, ...between };
            const replica = await start(name, join('dist', 'bundles', 'subgraph.js'), [name], env);
            ports.get(name)!.push(replica.url);
            return replica;
          }),
        )),
      );

    const { publicKeyFile } = await localKeys(folder);
    const gateways: Replica[] = [];
    const proxies: Array<{ subgraph: string; gateway: number; proxy: ReplicaProxy }> = [];
    for (let gateway = 0; gateway < GATEWAYS; gateway += 1) {
      const own = await proxiesFor();
      for (const [subgraph, proxy] of own) proxies.push({ subgraph, gateway, proxy });
      const env = {
        ...shared,
        ...addresses(own),
        ...{ SUBGRAPH_SECRET: secret, AUTH_PUBLIC_KEY_FILE: publicKeyFile, PLAYGROUND: 'off', USAGE: 'off' },
        ...{ SUPERGRAPH_CACHE: 'off', LIMIT_REQUESTS: '0', LIMIT_COST: '0' },
        CACHE_PROXIES: cacheProxies,
      };
      gateways.push(await start('gateway', join('dist', 'bundles', 'gateway.js'), [], env));
    }
    return await work({
      gatewayUrls: gateways.map(({ url }) => new URL('/graphql', url).href),
      gateways,
      subgraphs: replicas,
      proxies,
    });
  } finally {
    // The last started are the gateways, which ask the others.
    for (const each of started.reverse()) await each.stop();
    process.off('exit', end);
  }

  async function start(name: string, file: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<Replica> {
    let child: Child;
    const run = async (port: string) => {
      const running = startChild({ file, args, env: { ...env, PORT: port } });
      child = running;
      children.add(running);
      void running.ended.then(() => children.delete(running));
      return running.listening;
    };
    started.push({
      async stop() {
        child.kill();
        await Promise.race([child.ended, sleep(PATIENCE_MS, undefined, { ref: false })]);
      },
    });
    const url = await run('0');
    return {
      name,
      url,
      signal: (signal) => void process.kill(child.pid, signal),
      async kill() {
        child.kill();
        await child.ended;
      },
      revive: async () => void (await run(new URL(url).port)),
    };
  }
}
