import { readFile } from 'node:fs/promises';
import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { signedHeaders } from '../signed-headers.js';
import { readPeerEnv } from './peer-env.js';

/**
 * Apollo's gateway as its documentation sets it up: its own executor and data source behind its standalone server. The
 * one thing added is the signature that our subgraphs ask for.
 */
process.env['APOLLO_TELEMETRY_DISABLED'] = 'true'; // Read when the package is loaded.
const { ApolloGateway, RemoteGraphQLDataSource } = await import('@apollo/gateway');

const { port, supergraphFile, secret, caller } = readPeerEnv();
const gateway = new ApolloGateway({
  supergraphSdl: await readFile(supergraphFile, 'utf8'),
  buildService({ name, url }) {
    const source = new RemoteGraphQLDataSource({ ...(url !== undefined && { url }) });
    const send = source.fetcher;
    const to = { subgraph: name, target: new URL(url!).pathname };
    // Not in `willSendRequest`: the text would have to be written twice, which is not stock's doing.
    source.fetcher = (address, init) =>
      send(address, {
        ...init,
        headers: { ...init?.headers, ...signedHeaders(secret, to, String(init?.body), caller) },
      });
    return source;
  },
});
const server = new ApolloServer({ gateway, includeStacktraceInErrorResponses: false });
await startStandaloneServer(server, { listen: { port, host: '127.0.0.1' } });
process.once('SIGTERM', () => process.exit(0));
