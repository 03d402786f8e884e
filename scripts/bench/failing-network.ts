import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { urlVariable } from '../../subgraphs/process/subgraph-variables.js';
import { freePort } from '../database/free-port.js';
import type { BenchNetwork } from './bench-network.js';
import { locatedSupergraph } from './located-supergraph.js';
import type { Operation } from './operation.js';

/** What a subgraph whose database is away answers. */
const RESULT = JSON.stringify({
  errors: [{ message: 'The database did not answer.', extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
  data: null,
});

/** Makes of a network one in which a subgraph fails; the others stay as they are. Close it before the network. */
export async function startFailingNetwork(
  network: BenchNetwork,
  { subgraph, how }: NonNullable<Operation['failing']>,
): Promise<BenchNetwork> {
  const { port, close } =
    how === 'error' ? await startErrorServer() : { port: await freePort(0), close: async () => {} };
  const url = `http://127.0.0.1:${port}${new URL(network.urls.get(subgraph)!).pathname}`;
  const urls = new Map([...network.urls, [subgraph, url]]);
  const plainSupergraphFile = join(network.folder, `supergraph-${how}.graphql`);
  await writeFile(plainSupergraphFile, locatedSupergraph(await readFile(network.supergraphFile, 'utf8'), urls));
  return { ...network, urls, plainSupergraphFile, env: { ...network.env, [urlVariable(subgraph)]: url }, close };
}

/** Answers each request with an error, as GraphQL over HTTP writes it. */
async function startErrorServer(): Promise<{ port: number; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    request.resume().once('end', () => {
      response
        .writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(RESULT) })
        .end(RESULT);
    });
  });
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
