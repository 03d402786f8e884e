import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { buildASTSchema, parse } from 'graphql';
import { createGracefulShutdown } from '../subgraphs/process/graceful-shutdown.js';
import type { Access } from './auth/access/access.js';
import { accessPlugin } from './auth/access/access.plugin.js';
import { takeAccess } from './auth/access/take-access.js';
import { withoutTakenOut } from './auth/access/without-taken-out.js';
import { createAuthenticate } from './auth/authenticate.js';
import type { GatewayConfig } from './config.js';
import { createLog } from './create-log.js';
import { createDocumentStore } from './documents/document-store.js';
import { learnDocumentsPlugin } from './documents/learn-documents.plugin.js';
import { readDocuments } from './documents/read-documents.js';
import { createCompiledGateway, type CompiledGatewayOptions } from './executor/compiled/create-compiled-gateway.js';
import { createStockGateway, type StockExecutorOptions } from './executor/stock.js';
import { createApollo } from './graphql/create-apollo.js';
import { serveHealth } from './health/health-routes.js';
import { createHealthChecks } from './health/network-health.js';
import { Connections } from './http/connections.js';
import { createApp, type Timeouts } from './http/create-app.js';
import { costLimitsPlugin } from './limits/cost-limits.plugin.js';
import { Admission } from './limits/admission.js';
import { CostModel } from './limits/cost-model.js';
import { LoadShedder, measureLoopDelay } from './limits/load-shedder.js';
import { playgroundPages } from './playground/pages.js';
import { queryPlanPlugin } from './playground/query-plan.plugin.js';
import { serveGraph } from './serve-graph.js';
import { readSupergraph } from './supergraph/read-supergraph.js';
import { subgraphAddresses } from './supergraph/subgraph-addresses.js';
import { SupergraphError } from './supergraph/supergraph-error.js';
import { createSubgraphClients } from './upstream/subgraph-clients.js';

export interface GatewayParts {
  /** Defaults to JSON lines at the configured level. */
  log?: FastifyBaseLogger;
  /** Of the HTTP server; tests shorten them. */
  timeouts?: Partial<Timeouts>;
}

/** The public door to a supergraph. */
export interface Gateway {
  readonly app: FastifyInstance;
  /** Everything that is counted or held for requests, by name: all are 0 when no request is in flight. */
  counters(): Record<string, number>;
  /** Starts answering; resolves to the server's address, such as `http://127.0.0.1:4000`. */
  listen(): Promise<string>;
  /** Says for the configured grace that it is not ready, and then closes: those who ask it in turn with others have gone by then. */
  leave(): Promise<void>;
  /** Closes the door, lets requests in flight end (10 s at most), then closes the connections to the subgraphs. */
  close(): Promise<void>;
}

const GRAPHQL_PATH = '/graphql';
const PLAYGROUND_FOLDER = '.citylink/playground';
const DRAIN_MS = 10_000;
const LEAST_DRAIN_MS = 5_000;
/** Milliseconds for which who kept a connection, and has not asked since the gateway began to leave, may still do so. */
const LINGER_MS = 500;

/**
 * Makes the gateway of the supergraph in `config.supergraphFile`. Nothing listens yet and no subgraph is
 * asked: any of them may be down.
 *
 * @throws ConfigError when the key file cannot be used
 * @throws SupergraphError when the file is missing, is no supergraph, or leaves a subgraph without address
 */
export async function createGateway(
  config: GatewayConfig,
  { log = createLog(config.logLevel, false), timeouts }: GatewayParts = {},
): Promise<Gateway> {
  const operations = join(dirname(config.supergraphFile), 'operations');
  const clients = createSubgraphClients(config, log);
  const exposePlans = config.playground && !config.production;
  const authenticate = await createAuthenticate(config.auth, log);
  let addresses = new Map<string, string>();
  let access: Access | null = null;
  let costs: CostModel;
  let isLeaving = false;
  /** Whether clients are told to come back by another connection. */
  let sendsAway = false;

  const parts: StockExecutorOptions = {
    readSupergraph: async () => {
      const sdl = await readSupergraph(config.supergraphFile);
      addresses = subgraphAddresses(sdl, config.subgraphUrls);
      const taken = takeAccess(sdl);
      access = taken.access;
      const schema = access?.schema ?? buildASTSchema(parse(taken.sdl), { assumeValid: true, assumeValidSDL: true });
      costs = new CostModel(schema, { listSize: config.listSize, limit: config.limits.nodes });
      return taken.sdl;
    },
    clientOf: ({ name }) => clients.add(name, addresses.get(name)!),
    exposePlans,
    log,
  };
  const estimateCost: CompiledGatewayOptions['estimateCost'] = (document, operation) =>
    costs.measure(document, operation).estimate;
  const persisted = await readDocuments(operations);
  const documents = createDocumentStore(persisted);
  const compiled = config.executor === 'compiled' ? createCompiledGateway({ ...parts, estimateCost }) : null;
  const gateway = compiled?.gateway ?? createStockGateway(parts);
  gateway.executor = withoutTakenOut(gateway.executor, () => access);
  const apollo = createApollo({
    gateway,
    production: config.production,
    introspection: config.introspection,
    plugins: [
      costLimitsPlugin(() => costs),
      learnDocumentsPlugin(documents),
      accessPlugin(() => access),
      ...(exposePlans ? [queryPlanPlugin()] : []),
    ],
    log,
  });
  await apollo.start().catch((error: Error) => {
    if (error instanceof SupergraphError && error.message.includes(config.supergraphFile)) throw error;
    throw new SupergraphError(`The supergraph file ${config.supergraphFile} cannot be used. ${error.message}`);
  });

  // Not waited for: who asks for one of them meanwhile waits for that one.
  void compiled?.warm(persisted);

  const connections = new Connections();
  const app = await createApp({
    log,
    corsOrigins: config.corsOrigins,
    connections,
    ...(timeouts && { timeouts }),
    isLeaving: () => sendsAway,
  });
  const shutdown = createGracefulShutdown(app.server);
  const loopDelay = measureLoopDelay();
  const admission = new Admission({
    callerLimits: config.callerLimits,
    trustedProxies: config.trustedProxies,
    shedder: new LoadShedder(config.overload, loopDelay, config.subgraphTimeoutMs),
    connections,
    clock: () => performance.now(),
  });
  serveGraph(app, {
    url: GRAPHQL_PATH,
    config,
    connections,
    admission,
    authenticate,
    access: () => access,
    documents,
    apollo,
    compiled,
  });
  serveHealth(app, createHealthChecks(clients.all), () => isLeaving);
  await app.register(
    playgroundPages({
      playground: config.playground,
      folder: PLAYGROUND_FOLDER,
      operations,
      endpoint: GRAPHQL_PATH,
      home: () => ({
        name: 'Citylink',
        graphql: GRAPHQL_PATH,
        health: '/health/network',
        ...(config.playground && { playground: '/playground' }),
      }),
    }),
  );

  async function close(drainMs = DRAIN_MS): Promise<void> {
    const tooLong = setTimeout(() => app.server.closeAllConnections(), drainMs);
    sendsAway = false;
    await shutdown.stopAccepting();
    sendsAway = true;
    await shutdown.drain(isLeaving ? LINGER_MS : 0);
    await app.close();
    clearTimeout(tooLong);
    loopDelay.close();
    await apollo.stop();
    await compiled?.close();
    await clients.close();
  }

  return {
    app,
    counters: () => {
      const { requests, ofCallers } = admission.inFlight;
      return {
        requestsInFlight: requests,
        requestsOfCallers: ofCallers,
        requestsOfConnections: connections.running,
        requestsWaiting: connections.waiting,
      };
    },
    listen: () => app.listen({ host: config.host, port: config.port }),
    async leave() {
      isLeaving = sendsAway = config.graceMs > 0;
      if (isLeaving) await pause(config.graceMs);
      await close(Math.max(DRAIN_MS - config.graceMs, LEAST_DRAIN_MS));
    },
    close: () => close(),
  };
}
