import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { createGracefulShutdown } from '../subgraphs/process/graceful-shutdown.js';
import { serveMetrics, type MetricsServer } from '../subgraphs/process/metrics-server.js';
import type { TracingConfig } from '../subgraphs/process/tracing.js';
import { openSharedStore } from '../subgraphs/process/shared-store.js';
import { createAuthenticate } from './auth/authenticate.js';
import { ResponseCache } from './cache/response-cache.js';
import type { GatewayConfig } from './config.js';
import { createLog } from './http/create-log.js';
import { createLearnedDocuments } from './documents/document-store.js';
import { createSharedDocuments } from './documents/shared-documents.js';
import type { OpenHiveQueue } from './executor/hive-queue.js';
import { serveExports } from './exports/export-routes.js';
import { serveChangesFeed } from './feed/changes-feed.js';
import { serveHealth } from './health/health-routes.js';
import { createHealthChecks } from './health/network-health.js';
import { Connections } from './http/connections.js';
import { createApp, type Timeouts } from './http/create-app.js';
import { LiveQueries } from './live/live-queries.js';
import { serveEventStream } from './live/event-stream.js';
import type { KeptResult, LiveTimes } from './live/live-query.js';
import { Streams } from './live/streams.js';
import { Subscriptions } from './live/subscriptions.js';
import { serveWebSockets } from './live/web-sockets.js';
import { Admission } from './limits/admission.js';
import { SharedUsage } from './limits/shared-usage.js';
import { StreamLimit } from './limits/stream-limit.js';
import { LoadShedder, measureLoopDelay } from './limits/load-shedder.js';
import { AccessLog } from './observe/access-log.js';
import { createCallerNames } from './observe/caller-names.js';
import { RequestObserver } from './observe/request-observer.js';
import type { PluginContext } from './pipeline/apollo-adapter.js';
import type { RequestState } from './pipeline/request-state.js';
import { serveGraph } from './pipeline/graph-route.js';
import { serveMcp } from './mcp/mcp-route.js';
import { createPipeline } from './pipeline/pipeline.js';
import { serveOperations } from './openapi/operation-routes.js';
import { dashboardPages } from './dashboard/pages.js';
import { playgroundPages } from './playground/pages.js';
import { Releases } from './supergraph/releases.js';
import { createSource } from './supergraph/create-source.js';
import { createLastGood, KEEP_NONE } from './supergraph/last-good.js';
import type { SubgraphClient } from './upstream/subgraph-client.js';
import type { Metrics } from './workers/worker-messages.js';
import { createUsageRecorder } from './usage/usage-recorder.js';
import { createUsageStore, gatewayId } from './usage/usage-store.js';
import { createSubgraphClients } from './upstream/subgraph-clients.js';
import { drainMs } from './http/drain-ms.js';

export interface GatewayOptions {
  /** Defaults to JSON lines at the configured level. */
  log?: FastifyBaseLogger;
  /** Of the HTTP server; tests shorten them. */
  timeouts?: Partial<Timeouts>;
  /** For tests of what finds stale results: results stay in memory whatever changes. */
  ignoresChanges?: boolean;
  /** Of live queries and subscriptions; tests shorten them, and tell themselves when a result has changed. */
  live?: Partial<LiveTimes> & {
    heartbeatMs?: number;
    spreadMs?: number;
    follow?: (state: RequestState) => KeptResult | undefined;
  };
  /** The number of this process, where several serve at one address; the one that started them serves their metrics. */
  worker?: number | undefined;
  /** Gives Hive's planner of a supergraph where it is not to be a child of this process. */
  openHiveQueue?: OpenHiveQueue | undefined;
  /** Plugins of Apollo Server. Where there are any, each request passes through Apollo Server, which costs time. */
  plugins?: readonly ApolloServerPlugin<PluginContext>[];
}

/** The public entrance to a supergraph. */
export interface Gateway {
  readonly app: FastifyInstance;
  /** Where the metrics are; undefined before it listens, and when they are not served. */
  readonly metricsUrl: string | undefined;
  /** Starts to accept requests; resolves to the server's address, such as `http://127.0.0.1:4000`. */
  listen(): Promise<string>;
  /** Reports for the configured grace that it is not ready, so that load balancers send no more requests, and then closes. */
  leave(): Promise<void>;
  /** The same without reporting it, for one of several processes at an address: clients may go on on their connections for a moment. */
  retire(): Promise<void>;
  /** Stops accepting, lets requests in flight end (for {@link drainMs} at most), then closes the connections to the subgraphs. */
  close(): Promise<void>;
  /** The metrics, as values; none when they are not measured. */
  readMetrics(): Promise<Metrics>;
  /**
   * Everything that is counted or held for requests, by name: all are 0 when no request is in flight and no supergraph is being
   * replaced. Of each subgraph, such as
   * `cities`: clients that wait for it (`cities.callers`), calls sent (`cities.inFlight`) and calls in the queue (`cities.queued`).
   */
  counters(): Record<string, number>;
}

const GRAPHQL_PATH = '/graphql';
/** Of server-sent events; WebSockets are at the path of the graph. */
const STREAM_PATH = '/graphql/stream';
/** Less than proxies wait for another byte, which is a minute at least. */
const HEARTBEAT_MS = 15_000;
/** Milliseconds between two results of a live query, at least. */
const LEAST_MS = 100;
/** Milliseconds over which the operations of streams are spread that pass to another supergraph. */
const MOVE_SPREAD_MS = 5_000;
const PLAYGROUND_FOLDER = '.citylink/playground';
/** Milliseconds for which requests on open connections are still accepted after the shutdown began. */
const LINGER_MS = 500;

/**
 * Creates the gateway of the supergraph in `config.supergraphFile` or `config.registry`. It does not listen yet. Any subgraph may
 * be down; only when the supergraph is another one than was served last, new subgraphs are probed.
 *
 * @throws ConfigError when the key file cannot be used, or the only planner that the configuration allows does not run
 * @throws SupergraphError when the supergraph cannot be read or used, and none was kept that was served before
 */
export async function createGateway(
  config: GatewayConfig,
  {
    log = createLog(config.logLevel, false),
    timeouts,
    live = {},
    worker,
    openHiveQueue,
    plugins = [],
    ignoresChanges = false,
  }: GatewayOptions = {},
): Promise<Gateway> {
  const metrics = config.metricsPort === undefined ? undefined : await createMetrics();
  const tracing = config.tracing && (await createTracing(config.tracing));
  const { slowMs, logCallers, subgraphSecret } = config;
  const nameCaller = createCallerNames(logCallers === 'plain', subgraphSecret);
  const connections = new Connections();
  const accessLog = new AccessLog({ slowMs, nameCaller, connections });
  const observer = new RequestObserver(accessLog, metrics, tracing?.createSteps);
  const clients = createSubgraphClients(config, log, metrics && ((name) => metrics.ofSubgraph(name)));
  const authenticate = await createAuthenticate(config.auth, log);
  const source = createSource(config);
  const clock = () => performance.now();
  const store = config.redisUrl === undefined ? undefined : await openSharedStore(config.redisUrl, log);
  const { supergraphCache } = config;
  const releases = await Releases.open({
    source,
    lastGood: supergraphCache === undefined ? KEEP_NONE : createLastGood(supergraphCache, source.location, log),
    config,
    clients,
    learned: store ? createSharedDocuments(store) : createLearnedDocuments(),
    openHiveQueue,
    onPlanned: metrics && ((ms) => metrics.onPlanned(ms)),
    log,
  });
  const loopDelay = measureLoopDelay();
  const admission = new Admission({
    callerLimits: config.callerLimits,
    trustedProxies: config.trustedProxies,
    shedder: new LoadShedder(config.overload, loopDelay, config.subgraphTimeoutMs),
    connections,
    clock,
    shared:
      store && (await SharedUsage.open(store, { limits: config.callerLimits, secret: config.subgraphSecret, clock })),
  });
  const usage = config.usageFolder === undefined ? undefined : await openUsageRecorder(config.usageFolder);
  const { cacheBytes: maxBytes, silenceMs, cacheProxies: proxies } = config;
  const cache = maxBytes > 0 ? new ResponseCache({ maxBytes, silenceMs, ignoresChanges, proxies, log }) : undefined;
  const pipeline = createPipeline({
    config,
    cache,
    authenticate,
    admission,
    connections,
    releases,
    usage,
    meter: observer,
    plugins,
    log,
  });
  await pipeline.start();
  releases.onReplaced(({ executor }) => {
    cache?.clear();
    pipeline.replaceSchema(executor.apiSchema);
  });
  const streams = new Streams({
    limit: new StreamLimit(config.streamLimit, () => metrics?.onLimit('streams')),
    leaseMs: config.liveLeaseMs,
    heartbeatMs: live.heartbeatMs ?? HEARTBEAT_MS,
  });
  const sharing = {
    pipeline,
    connections,
    releases,
    shares: plugins.length === 0,
    spreadMs: live.spreadMs ?? MOVE_SPREAD_MS,
  };
  const queries = new LiveQueries({
    ...sharing,
    times: { leastMs: LEAST_MS, pollMs: config.livePollMs, ...live },
    follow: live.follow ?? (({ kept }) => kept),
  });
  const subscriptions = new Subscriptions(sharing);
  let metricsServer: MetricsServer | undefined;
  let isLeaving = false;
  /** True when responses have `connection: close`. */
  let sendsAway = false;
  const app = await createApp({
    log,
    corsOrigins: config.corsOrigins,
    connections,
    ...(timeouts && { timeouts }),
    isLeaving: () => sendsAway,
    onResponse: (request, reply) => observer.onResponse(request, reply),
  });
  const shutdown = createGracefulShutdown(app.server);
  const { responseCompression: compression } = config;
  const { exports, batching } = config;
  serveGraph(app, {
    url: GRAPHQL_PATH,
    pipeline,
    connections,
    compression,
    proxies: cache?.proxies,
    exports,
    batching,
  });
  const { trustedProxies, corsOrigins } = config;
  const streaming = { pipeline, connections, queries, subscriptions, streams, trustedProxies };
  serveEventStream(app, { url: STREAM_PATH, ...streaming });
  serveWebSockets(app, { url: GRAPHQL_PATH, corsOrigins, log, ...streaming });
  if (config.openapi) serveOperations(app, { releases, pipeline, connections, compression, exports });
  if (exports) serveExports(app, { releases, pipeline, connections, compression });
  if (config.mcp) serveMcp(app, { releases, pipeline, connections, corsOrigins });
  serveChangesFeed(app, { releases, pipeline, compression });
  serveHealth(app, {
    checks: createHealthChecks(() => releases.current.subgraphs.values()),
    releases,
    isLeaving: () => isLeaving,
  });
  const { dashboard, playground, introspection: reference } = config;
  await app.register(
    dashboardPages({
      dashboard,
      playground,
      exports,
      reference,
      releases,
      endpoint: GRAPHQL_PATH,
      compression,
      home: (hasDashboard) => ({
        name: 'Citylink',
        graphql: GRAPHQL_PATH,
        health: '/health/network',
        ...(hasDashboard && { dashboard: '/dashboard' }),
        ...(playground && { playground: '/playground' }),
        ...(reference && { docs: '/docs/schema' }),
      }),
    }),
  );
  await app.register(
    playgroundPages({
      playground,
      folder: PLAYGROUND_FOLDER,
      docs: reference ? { apiSchema: () => releases.current.executor.apiSchema, compression } : undefined,
      releases,
      offers: config,
      endpoint: GRAPHQL_PATH,
    }),
  );

  // Only a gateway that tells traces loads OpenTelemetry.
  async function createTracing({ endpoint, share }: TracingConfig) {
    const [{ Tracing }, { createSteps }] = await Promise.all([
      import('../subgraphs/process/tracing.js'),
      import('./observe/traced-steps.js'),
    ]);
    const tracing = new Tracing({ endpoint, service: 'citylink-gateway', log });
    return {
      createSteps: (state: RequestState) => createSteps(tracing, share, state),
      close: () => tracing.close(),
    };
  }

  // Only a gateway that serves metrics loads what makes them.
  async function createMetrics() {
    const { GatewayMetrics } = await import('./observe/gateway-metrics.js');
    return new GatewayMetrics({
      counters,
      clients: () => clients.all(),
      cache: () => cache?.figures,
      isSupergraphRefused: () => releases.refused !== null,
    });
  }

  function openUsageRecorder(folder: string) {
    const gateway = gatewayId(config.port, worker);
    return createUsageRecorder({ gateway, store: createUsageStore(folder, gateway, log) });
  }

  async function close(graceMs = 0, lingerMs = 0): Promise<void> {
    const longest = drainMs(config.requestTimeoutMs, graceMs);
    const tooLong = setTimeout(() => app.server.closeAllConnections(), longest);
    sendsAway = false;
    await shutdown.stopAccepting();
    sendsAway = true;
    streams.close();
    await shutdown.drain(lingerMs);
    await app.close();
    await metricsServer?.close();
    await tracing?.close();
    clearTimeout(tooLong);
    loopDelay.close();
    await pipeline.stop();
    await usage?.close();
    await cache?.close();
    await releases.close();
    await clients.close();
    store?.close();
  }

  return {
    app,
    get metricsUrl() {
      return metricsServer?.url;
    },
    async listen() {
      const { host, metricsPort } = config;
      if (metrics && worker === undefined)
        metricsServer = await serveMetrics({ host, port: metricsPort!, read: () => metrics.text() });
      const url = await app.listen({ host: config.host, port: config.port });
      // A client that sends an operation which is being planned waits for that one only.
      releases.start();
      return url;
    },
    async leave() {
      isLeaving = sendsAway = config.graceMs > 0;
      if (isLeaving) await pause(config.graceMs);
      await close(config.graceMs, isLeaving ? LINGER_MS : 0);
    },
    retire: () => close(0, LINGER_MS),
    readMetrics: async () => (await metrics?.json()) ?? [],
    close: () => close(),
    counters,
  };

  function counters(): Record<string, number> {
    const { requests, ofCallers } = admission.inFlight;
    return {
      requestsInFlight: requests,
      requestsOfCallers: ofCallers,
      requestsOfConnections: connections.running,
      requestsWaiting: connections.waiting,
      replacedSupergraphs: releases.retiring,
      streams: streams.size,
      streamsOfCallers: streams.counted,
      liveQueries: queries.size,
      subscriptions: subscriptions.size,
      ...usageOf(clients.all()),
    };
  }
}

/** By the subgraph's name; a subgraph has two clients for a moment when its address changes. */
function usageOf(clients: Iterable<SubgraphClient>): Record<string, number> {
  const usage: Record<string, number> = {};
  for (const client of clients)
    for (const [name, count] of Object.entries(client.usage()))
      usage[`${client.name}.${name}`] = (usage[`${client.name}.${name}`] ?? 0) + count;
  return usage;
}
