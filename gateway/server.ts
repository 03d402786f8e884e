import { dirname, join } from 'node:path';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayConfig } from './config.js';
import { createLog } from './create-log.js';
import { createStockGateway } from './executor/stock.js';
import { createApollo } from './graphql/create-apollo.js';
import { serveHealth } from './health/health-routes.js';
import { createReadiness } from './health/readiness.js';
import { createApp } from './http/create-app.js';
import { REQUEST_ID_HEADER } from './http/request-id.js';
import { playgroundPages } from './playground/pages.js';
import { queryPlanPlugin } from './playground/query-plan.plugin.js';
import type { RequestContext } from './request-context.js';
import { readSupergraph } from './supergraph/read-supergraph.js';
import { subgraphAddresses } from './supergraph/subgraph-addresses.js';
import { SupergraphError } from './supergraph/supergraph-error.js';
import { createSubgraphClient, type SubgraphClient } from './upstream/subgraph-client.js';

export interface GatewayParts {
  /** Defaults to JSON lines at the configured level. */
  log?: FastifyBaseLogger;
}

/** The public door to a supergraph. */
export interface Gateway {
  readonly app: FastifyInstance;
  /** Starts answering; resolves to the server's address, such as `http://127.0.0.1:4000`. */
  listen(): Promise<string>;
  /** Closes the door, lets requests in flight end (10 s at most), then closes the connections to the subgraphs. */
  close(): Promise<void>;
}

const GRAPHQL_PATH = '/graphql';
const PLAYGROUND_FOLDER = '.citylink/playground';
const DRAIN_MS = 10_000;

/**
 * Makes the gateway of the supergraph in `config.supergraphFile`. Nothing listens yet and no subgraph is
 * asked: any of them may be down.
 *
 * @throws SupergraphError when the file is missing, is no supergraph, or leaves a subgraph without address
 */
export async function createGateway(config: GatewayConfig, { log = createLog(config.logLevel, false) }: GatewayParts = {}): Promise<Gateway> {
  const clients = new Map<string, SubgraphClient>();
  const exposePlans = config.playground && !config.production;
  let addresses = new Map<string, string>();

  const apollo = createApollo({
    gateway: createStockGateway({
      readSupergraph: async () => {
        const sdl = await readSupergraph(config.supergraphFile);
        addresses = subgraphAddresses(sdl, config.subgraphUrls);
        return sdl;
      },
      clientOf: ({ name }) => {
        const client = createSubgraphClient({ name, url: addresses.get(name)!, secret: config.subgraphSecret, timeoutMs: config.subgraphTimeoutMs });
        clients.set(name, client);
        return client;
      },
      exposePlans,
      log,
    }),
    production: config.production,
    plugins: exposePlans ? [queryPlanPlugin()] : [],
    log,
  });
  await apollo.start().catch((error: Error) => {
    if (error instanceof SupergraphError && error.message.includes(config.supergraphFile)) throw error;
    throw new SupergraphError(`The supergraph file ${config.supergraphFile} cannot be used. ${error.message}`);
  });

  const app = await createApp({ log, corsOrigins: config.corsOrigins });
  app.route({ method: ['GET', 'POST'], url: GRAPHQL_PATH, handler: fastifyApolloHandler(apollo, { context: async (request, reply) => contextOf(request, reply) }) });
  serveHealth(app, createReadiness(() => clients.values()));
  await app.register(
    playgroundPages({
      playground: config.playground,
      folder: PLAYGROUND_FOLDER,
      operations: join(dirname(config.supergraphFile), 'operations'),
      endpoint: GRAPHQL_PATH,
      home: () => ({ name: 'Citylink', graphql: GRAPHQL_PATH, health: '/health/ready', ...(config.playground && { playground: '/playground' }) }),
    }),
  );

  return {
    app,
    listen: () => app.listen({ host: config.host, port: config.port }),
    async close() {
      const tooLong = setTimeout(() => app.server.closeAllConnections(), DRAIN_MS);
      await app.close();
      clearTimeout(tooLong);
      await apollo.stop();
      await Promise.all([...clients.values()].map((client) => client.close()));
    },
  };
}

function contextOf(request: FastifyRequest, reply: FastifyReply): RequestContext {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  const language = request.headers['accept-language'];
  return {
    log: request.log,
    upstreamHeaders: { [REQUEST_ID_HEADER]: request.id, ...(language !== undefined && { 'accept-language': language }) },
    gone: gone.signal,
  };
}
