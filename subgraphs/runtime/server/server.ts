import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginInlineTraceDisabled } from '@apollo/server/plugin/disabled';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import Fastify, {
  LogController,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
} from 'fastify';
import { requestIdOf } from '../../protocol/request-id.js';
import type { TracingConfig, TracingLog } from '../../process/tracing.js';
import { createGracefulShutdown } from '../../process/graceful-shutdown.js';
import { serveMetrics, type MetricsServer } from '../../process/metrics-server.js';
import { negotiateLanguage } from '../../protocol/language.js';
import { readCaller } from '../../protocol/caller.js';
import { FRESHNESS_HEADER } from '../../protocol/freshness.js';
import { CALLER_HEADER, DATABASE_HEADER, TIMEOUT_HEADER } from '../../protocol/headers.js';
import { systemClock, type Clock } from '../clock.js';
import { compressResponse } from './compress-response.js';
import { boundedDatabase } from '../database/bounded-database.js';
import { openDatabase, type Database } from '../database/database.js';
import { createDocumentCache } from './document-cache.js';
import { exactIdsPlugin } from '../errors/exact-ids.plugin.js';
import { errorFormatter } from '../errors/errors.js';
import { localiseErrorsPlugin } from '../errors/localise-errors.plugin.js';
import { warningsPlugin } from '../errors/warnings.js';
import { boundedExecution } from '../execution/bounded-execution.js';
import { openSharedStore } from '../../process/shared-store.js';
import { runWithin } from '../execution/current-operation.js';
import { OperationBudget, type ResultLimits } from '../execution/operation-budget.js';
import { requireSignature } from './require-signature.js';
import { cacheControlPlugin } from '../schema/cache-control.js';
import { buildSchemaOf } from '../schema/schema.js';
import { createChangeFeed, type ChangeFeed } from '../freshness/change-feed.js';
import { createChanges } from '../freshness/changes.js';
import { freshnessPlugin } from '../freshness/freshness.plugin.js';
import { OperationClock } from '../freshness/operation-clock.js';
import { OperationFreshness } from '../freshness/result-freshness.js';
import { OperationContext } from './operation-context.js';
import { serveChanges } from './serve-changes.js';
import { createSubscriptions, wantsEvents } from './serve-subscriptions.js';
import type { Subgraph } from '../subgraph.js';
import { createForeignEntityClient, type ForeignEntityClient } from '../foreign/foreign-entity-client.js';

export interface SubgraphServerOptions {
  mongodbUri: string;
  databaseName: string;
  /** The subgraph's own keys: a request that was signed with none of them is refused. */
  keys: readonly string[];
  /** The keys with which it signs its calls to other subgraphs, by their name. */
  callKeys?: Readonly<Record<string, string>>;
  /** Where the other subgraphs are, by name: those that are not told are not asked for what a write names. */
  subgraphUrls?: Readonly<Record<string, string>>;
  /** Milliseconds that a write waits for the owner of what it names. */
  ownerDeadlineMs?: number;
  /** Where the processes of this subgraph share the signatures that they have accepted; absent when each has its own. */
  redisUrl?: string | undefined;
  /** What the result of one operation may have. */
  limits?: ResultLimits;
  logger?: FastifyServerOptions['logger'];
  /** The time, for tests. */
  clock?: Clock;
  /** Told the name of every command sent to the database. */
  onCommand?: (command: string) => void;
  /** Where its traces are sent; undefined when none are told. */
  tracing?: TracingConfig | undefined;
  /** The port of its metrics, 0 for any that is free; undefined when they are not served. */
  metricsPort?: number | undefined;
}

export interface SubgraphServer {
  readonly app: FastifyInstance;
  readonly database: Database;
  /** Where the metrics are; undefined before it listens, and when they are not served. */
  readonly metricsUrl: string | undefined;
  /** Starts answering; resolves to the address of its GraphQL endpoint. */
  listen(at: { host: string; port: number }): Promise<string>;
  /**
   * Lets requests in flight end, then closes listener and database.
   *
   * @param lingerMs as long may a gateway, which keeps connections, still ask on them
   */
  close(lingerMs?: number): Promise<void>;
}

/** Bytes; a gateway's largest request is a batch of representations. */
const BODY_LIMIT = 4 * 1024 * 1024;
/** Milliseconds for which an operation may run where its caller does not say for how long it waits. */
const MAX_REQUEST_MS = 30_000;
/** Milliseconds after which a process that ends cuts off what is not completed: beyond the time that an operation may take, for its response. */
export const DRAIN_MS = MAX_REQUEST_MS + 1_000;
/** The status of a request that has no response, because whoever has sent it has disconnected. */
const ABANDONED = 499;
/** Longer than the gateway keeps an idle connection, so that it is never closed under a request. */
const KEEP_ALIVE_MS = 65_000;
/**
 * After so many requests a connection ends. A balancer gives a process that was added new connections alone, and those that are
 * busy would never end. Not by maxRequestsPerSocket of Node, which refuses what was sent beyond it with 503.
 */
const REQUESTS_PER_CONNECTION = 1_000;

/**
 * Makes the server of a subgraph. Nothing listens yet; the database is already being connected.
 */
export async function createSubgraphServer<L>(
  subgraph: Subgraph<L>,
  options: SubgraphServerOptions,
): Promise<SubgraphServer> {
  const app = Fastify({
    logger: options.logger ?? false,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: requestIdOf,
    bodyLimit: BODY_LIMIT,
    keepAliveTimeout: KEEP_ALIVE_MS,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
  });
  const shutdown = createGracefulShutdown(app.server);
  /** How many requests each connection has carried. */
  const carried = new WeakMap<object, number>();
  let sendsAway = false;
  const { metricsPort } = options;
  // Only a subgraph that serves metrics loads what makes them.
  const metrics =
    metricsPort === undefined
      ? undefined
      : new (await import('./subgraph-metrics.js')).SubgraphMetrics(subgraph.name, () => database.isUp());
  const tracing = options.tracing && (await createTracing(subgraph.name, options.tracing, app.log));
  let metricsServer: MetricsServer | undefined;
  const clock = options.clock ?? systemClock;
  const { sdl, schema } = buildSchemaOf(subgraph);
  const formatError = errorFormatter(app.log);
  const apollo = new ApolloServer<OperationContext<L>>({
    gateway: boundedExecution(schema),
    introspection: true,
    documentStore: createDocumentCache(),
    csrfPrevention: false, // The signature below is stronger: a browser cannot make one.
    includeStacktraceInErrorResponses: false,
    // At a signal Apollo Server would stop, and send this process another: whoever started it decides when it ends.
    stopOnTerminationSignals: false,
    formatError,
    plugins: [
      localiseErrorsPlugin(),
      warningsPlugin(),
      exactIdsPlugin,
      freshnessPlugin(() => changes),
      ApolloServerPluginInlineTraceDisabled(),
      cacheControlPlugin(sdl),
    ],
    logger: app.log,
  });
  await apollo.start();
  // Not before the schema is built: that holds the event loop for so long that a first attempt could time out.
  const database = openDatabase({
    uri: options.mongodbUri,
    name: options.databaseName,
    onReachable: (isReachable, reason) =>
      isReachable
        ? app.log.info('The database can be reached again')
        : app.log.error({ err: reason }, 'The database cannot be reached'),
    ...(options.onCommand && { onCommand: options.onCommand }),
    onCommandEnded:
      (metrics || tracing) &&
      ((command) => {
        metrics?.onCommand(command);
        tracing?.onCommand(command);
      }),
  });
  const store = options.redisUrl === undefined ? undefined : await openSharedStore(options.redisUrl, app.log);
  const owners = createForeignEntityClient({
    entityOwners: subgraph.entityOwners,
    urls: options.subgraphUrls ?? {},
    sender: subgraph.name,
    keys: options.callKeys ?? {},
    log: app.log,
    ...(options.ownerDeadlineMs !== undefined && { deadlineMs: options.ownerDeadlineMs }),
  });

  const changes = createChangeFeed(database, subgraph.models, app.log);
  const shared = { database, changes, owners, clock };
  const subscriptions = createSubscriptions({
    schema,
    apollo,
    formatError,
    isTold: () => changes.isTold(),
    createContext(request, root) {
      const budget = new OperationBudget(options.limits, MAX_REQUEST_MS);
      const timer = setTimeout(() => budget.expire(), MAX_REQUEST_MS).unref();
      return { context: contextOf(subgraph, shared, request, budget, root), done: () => clearTimeout(timer) };
    },
  });

  /** Has the commands of an operation marked by its trace, if it has one. */
  function traced(request: FastifyRequest, budget: OperationBudget): OperationBudget {
    const { traceparent } = request.headers;
    if (tracing && typeof traceparent === 'string') {
      const comment = tracing.begin(request, traceparent);
      budget.comment = comment;
      if (comment !== undefined) budget.onTransaction = (session) => tracing.onTransaction(session, comment);
    }
    return budget;
  }

  app.get('/health/live', async () => ({ status: 'live', subgraph: subgraph.name }));
  app.register(async (signed) => {
    requireSignature(signed, { audience: subgraph.name, keys: options.keys, store });
    signed.addHook('onSend', ({ raw: { socket } }, reply, _payload, done) => {
      void reply.header(DATABASE_HEADER, database.isUp() ? 'up' : 'down');
      const count = (carried.get(socket) ?? 0) + 1;
      carried.set(socket, count);
      if (sendsAway || count >= REQUESTS_PER_CONNECTION) void reply.header('connection', 'close');
      done();
    });
    signed.addHook('onSend', compressResponse);
    const execute = fastifyApolloHandler(apollo, {
      context: async (request, reply) =>
        contextOf(subgraph, shared, request, traced(request, budgetOf(request, reply, options.limits))),
    });
    signed.addHook('onResponse', (_request, { statusCode }, done) => {
      if (statusCode === 401) metrics?.onRefused();
      done();
    });
    // By the response's `close`: Fastify's onResponse does not come where whoever has asked waits no more, which a slow request ends with.
    const onRequest = (request: FastifyRequest, reply: FastifyReply, done: () => void) => {
      reply.raw.once('close', () => {
        const { elapsedTime, raw } = reply;
        const status = raw.writableFinished ? reply.statusCode : ABANDONED;
        // How long an event stream lasts says nothing about the subgraph.
        if (status !== 401 && !wantsEvents(request)) metrics?.onResponse(elapsedTime);
        tracing?.end(request, status);
        request.log.debug({ status, ms: Math.round(elapsedTime) }, 'Request completed');
      });
      done();
    };
    signed.post('/graphql', { onRequest }, function (request, reply) {
      return wantsEvents(request) ? subscriptions.handle(request, reply) : execute.call(this, request, reply);
    });
    serveChanges(signed, changes);
  });

  return {
    app,
    database,
    get metricsUrl() {
      return metricsServer?.url;
    },
    async listen({ host, port }) {
      if (metrics) metricsServer = await serveMetrics({ host, port: metricsPort!, read: () => metrics.text() });
      const address = await app.listen({ host, port });
      return `${address}/graphql`;
    },
    async close(lingerMs = 0) {
      await shutdown.stopAccepting();
      sendsAway = true;
      subscriptions.close();
      changes.hurry();
      await shutdown.drain(lingerMs);
      await app.close();
      await owners.close();
      await changes.close();
      await database.close();
      await metricsServer?.close();
      await tracing?.close();
      store?.close();
    },
  };
}

// Only a subgraph that tells traces loads OpenTelemetry.
async function createTracing(name: string, config: TracingConfig, log: TracingLog) {
  const { SubgraphTracing } = await import('./subgraph-tracing.js');
  return new SubgraphTracing(name, config, log);
}

/** What all operations of a server share. */
interface Shared {
  database: Database;
  changes: ChangeFeed;
  owners: ForeignEntityClient;
  clock: Clock;
}

function contextOf<L>(
  subgraph: Subgraph<L>,
  { database, changes, owners, clock }: Shared,
  { headers }: FastifyRequest,
  budget: OperationBudget,
  root?: unknown,
): OperationContext<L> {
  const caller = callerHeader(headers);
  const freshness =
    headers[FRESHNESS_HEADER] === undefined
      ? null
      : new OperationFreshness(subgraph.name, changes.position(), changes.dimensions.scheme);
  const bounded = boundedDatabase(database, budget, freshness && { freshness, dimensions: changes.dimensions });
  const ownClock = freshness ? new OperationClock(clock, (moment) => freshness.holdsUntil(moment)) : clock;
  return new OperationContext<L>({
    budget,
    freshness,
    createLoaders: () => runWithin(budget, () => subgraph.loaders(bounded, ownClock)),
    database: bounded,
    clock: ownClock,
    changeLabels: subgraph.changeLabels,
    root,
    changes: createChanges(() => changes),
    owners: freshness ? owners.collecting(freshness) : owners,
    caller: caller === '' ? null : readCaller(caller),
    language: negotiateLanguage(headers['accept-language']),
  });
}

/** The budget of a request's operation: it ends when the caller disconnects, or when the time is over for which it waits. */
function budgetOf({ headers }: FastifyRequest, { raw }: FastifyReply, limits?: ResultLimits): OperationBudget {
  const timeoutMs = timeoutOf(headers);
  const budget = new OperationBudget(limits, timeoutMs);
  const timer = setTimeout(() => budget.expire(), timeoutMs).unref();
  raw.once('close', () => {
    clearTimeout(timer);
    if (!raw.writableFinished) budget.expire();
  });
  return budget;
}

/** Milliseconds that a request may take: as long as its caller waits, and never longer than the subgraph's own bound. */
function timeoutOf(headers: FastifyRequest['headers']): number {
  const told = headers[TIMEOUT_HEADER];
  const milliseconds = typeof told === 'string' && /^\d{1,9}$/.test(told) ? Number(told) : Infinity;
  return Math.min(milliseconds, MAX_REQUEST_MS);
}

function callerHeader(headers: FastifyRequest['headers']): string {
  const header = headers[CALLER_HEADER];
  return typeof header === 'string' ? header : '';
}
