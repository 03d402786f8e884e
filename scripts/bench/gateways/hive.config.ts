import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { signedHeaders } from '../signed-headers.js';
import { readPeerEnv } from './peer-env.js';

/** What of Hive Gateway's hook is used: https://the-guild.dev/graphql/hive/docs/gateway/other-features/custom-plugins */
interface FetchHook {
  url: string;
  options: RequestInit;
  setOptions(options: RequestInit): void;
}

const { port, supergraphFile, secret, caller, subgraphUrls, peers } = readPeerEnv();
const audiences = new Map(
  [...subgraphUrls].map(([subgraph, url]) => [url, { subgraph, target: new URL(url).pathname }]),
);

const responseCache = peers === undefined ? undefined : await loadResponseCache(peers);

/** Hive Gateway as its command sets it up, without what it does beside answering; it signs what it sends. */
export const gatewayConfig = {
  supergraph: supergraphFile,
  pollingInterval: 0,
  host: '127.0.0.1',
  port,
  fork: 1,
  graphiql: false,
  landingPage: false,
  plugins: () => [
    {
      onFetch({ url, options, setOptions }: FetchHook) {
        const to = audiences.get(url);
        if (typeof options.body !== 'string' || !to) return;
        setOptions({
          ...options,
          headers: {
            ...(options.headers as Record<string, string>),
            ...signedHeaders(secret, to, options.body, caller),
          },
        });
      },
    },
    ...(responseCache ? [responseCache({ session: () => null, ttl: 600_000 })] : []),
  ],
};

type ResponseCache = (options: { session: () => string | null; ttl: number }) => object;

/**
 * The response cache of GraphQL Yoga, on which Hive Gateway is built, with its store in memory. That of the gateway's
 * own configuration wraps it, and kept nothing here.
 */
async function loadResponseCache(folder: string): Promise<ResponseCache> {
  const require = createRequire(join(resolve(folder), 'package.json'));
  const gateway = createRequire(require.resolve('@graphql-hive/gateway'));
  const entry = pathToFileURL(gateway.resolve('@graphql-yoga/plugin-response-cache')).href;
  return ((await import(entry)) as { useResponseCache: ResponseCache }).useResponseCache;
}
