import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ApolloServer, type ApolloServerPlugin } from '@apollo/server';
import { ApolloServerPluginCacheControl } from '@apollo/server/plugin/cacheControl';
import { startStandaloneServer } from '@apollo/server/standalone';
import { signedHeaders } from '../signed-headers.js';
import { readPeerEnv } from './peer-env.js';

/**
 * Apollo's gateway as its documentation sets it up: its own executor and data source behind its standalone server. The
 * one thing added is the signature that our subgraphs ask for.
 */
process.env['APOLLO_TELEMETRY_DISABLED'] = 'true'; // Read when the package is loaded.
const { ApolloGateway, RemoteGraphQLDataSource } = await import('@apollo/gateway');

const { port, supergraphFile, secret, caller, peers } = readPeerEnv();
const gateway = new ApolloGateway({
  supergraphSdl: await readFile(supergraphFile, 'utf8'),
  buildService({ name, url }) {
    const source = new RemoteGraphQLDataSource({ ...(url !== undefined && { url }) });
    const send = source.fetcher;
    const to = { subgraph: name, target: new URL(url!).pathname };
    // Not in `willSendRequest`: the text would have to be written twice, which is not stock's doing.
    source.fetcher = async (address, init) => {
      const response = await send(address, {
        ...init,
        headers: { ...init?.headers, ...signedHeaders(secret, to, String(init?.body), caller) },
      });
      // Our subgraphs send no Cache-Control, without which Apollo's cache keeps nothing.
      if (peers !== undefined) (response.headers as Headers).set('cache-control', 'max-age=600');
      return response;
    };
    return source;
  },
});
const server = new ApolloServer({
  gateway,
  includeStacktraceInErrorResponses: false,
  plugins: peers === undefined ? [] : await responseCache(peers),
});
await startStandaloneServer(server, { listen: { port, host: '127.0.0.1' } });
process.once('SIGTERM', () => process.exit(0));

/** Apollo's response cache, as its documentation sets it up; every result is kept, as no field has a hint. */
async function responseCache(folder: string) {
  const require = createRequire(join(resolve(folder), 'package.json'));
  const entry = pathToFileURL(require.resolve('@apollo/server-plugin-response-cache')).href;
  const loaded = (await import(entry)) as {
    default: { default?: () => ApolloServerPlugin } & (() => ApolloServerPlugin);
  };
  const create = loaded.default.default ?? loaded.default;
  return [ApolloServerPluginCacheControl({ defaultMaxAge: 600 }), create()];
}
