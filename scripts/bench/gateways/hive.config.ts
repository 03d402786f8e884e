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

/** Hive Gateway as its command sets it up, without what it does beside answering; it signs what it sends. */
export const gatewayConfig = {
  supergraph: supergraphFile,
  pollingInterval: 0,
  host: '127.0.0.1',
  port,
  fork: 1,
  graphiql: false,
  landingPage: false,
  ...(peers !== undefined && {
    cache: { type: 'localforage' },
    responseCaching: { session: () => null, ttl: 600_000 },
  }),
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
  ],
};
