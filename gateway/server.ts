import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyBaseLogger, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { CALLER_HEADER, writeCaller } from '../subgraphs/runtime/caller.js';
import type { Access } from './auth/access/access.js';
import { accessPlugin } from './auth/access/access.plugin.js';
import { createMayRun } from './auth/access/may-run.js';
import { takeAccess } from './auth/access/take-access.js';
import { withoutTakenOut } from './auth/access/without-taken-out.js';
import { createAuthenticate } from './auth/authenticate.js';
import type { Identity } from './auth/identity.js';
import type { GatewayConfig } from './config.js';
import { createLog } from './create-log.js';
import { createDocumentStore } from './documents/document-store.js';
import { learnDocumentsPlugin } from './documents/learn-documents.plugin.js';
import { readDocuments } from './documents/read-documents.js';
import { takeDocument } from './documents/take-document.js';
import { createCompiledGateway, type CompiledGateway, type KnownOperation } from './executor/compiled/create-compiled-gateway.js';
import type { Replay } from './executor/compiled/replay.js';
import { createStockGateway, type StockExecutorOptions } from './executor/stock.js';
import { createApollo } from './graphql/create-apollo.js';
import { answerKnownOperations } from './graphql/known-operations.js';
import { serveHealth } from './health/health-routes.js';
import { createReadiness } from './health/readiness.js';
import { createApp } from './http/create-app.js';
import { HttpRefusal } from './http/http-refusal.js';
import { tagAnswer } from './http/tag-answer.js';
import { REQUEST_ID_HEADER } from './http/request-id.js';
import { Admission } from './limits/admission.js';
import type { CallerBudget } from './limits/caller-budget.js';
import { costLimitsPlugin } from './limits/cost-limits.plugin.js';
import { countAttempts } from './limits/count-attempts.js';
import { isMutation } from './limits/is-mutation.js';
import { measureLoopDelay } from './limits/loop-delay.js';
import { Overload } from './limits/overload.js';
import { refuseLargeDocument } from './limits/refuse-large-document.js';
import { playgroundPages } from './playground/pages.js';
import { queryPlanPlugin } from './playground/query-plan.plugin.js';
import type { RequestContext } from './request-context.js';
import { readSupergraph } from './supergraph/read-supergraph.js';
import { subgraphAddresses } from './supergraph/subgraph-addresses.js';
import { SupergraphError } from './supergraph/supergraph-error.js';
import { isRemote } from './upstream/is-remote.js';
import { createSubgraphClient, type SubgraphClient } from './upstream/subgraph-client.js';

export interface GatewayParts {
  /** Defaults to JSON lines at the configured level. */
  log?: FastifyBaseLogger;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set on the graph's path; null for nobody. */
    identity: Identity | null;
    /** Set on the graph's path, where callers have limits. */
    budget: CallerBudget | undefined;
    /** Set when the subgraphs have answered already, and the errors are still to be worked out. */
    replay: Replay | undefined;
  }
}

/** The public door to a supergraph. */
export interface Gateway {
  readonly app: FastifyInstance;
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

/**
 * Makes the gateway of the supergraph in `config.supergraphFile`. Nothing listens yet and no subgraph is
 * asked: any of them may be down.
 *
 * @throws ConfigError when the key file cannot be used
 * @throws SupergraphError when the file is missing, is no supergraph, or leaves a subgraph without address
 */
export async function createGateway(config: GatewayConfig, { log = createLog(config.logLevel, false) }: GatewayParts = {}): Promise<Gateway> {
  const operations = join(dirname(config.supergraphFile), 'operations');
  const clients = new Map<string, SubgraphClient>();
  const exposePlans = config.playground && !config.production;
  const authenticate = await createAuthenticate(config.auth, log);
  let addresses = new Map<string, string>();
  let access: Access | null = null;
  let isLeaving = false;

  const parts: StockExecutorOptions = {
    readSupergraph: async () => {
      const sdl = await readSupergraph(config.supergraphFile);
      addresses = subgraphAddresses(sdl, config.subgraphUrls);
      const taken = takeAccess(sdl);
      access = taken.access;
      return taken.sdl;
    },
    clientOf: ({ name }) => {
      const client = createSubgraphClient({
        name,
        url: addresses.get(name)!,
        secret: config.subgraphSecret,
        timeoutMs: config.subgraphTimeoutMs,
        retryPercent: config.retryPercent,
        breaker: config.breaker,
        onLeftAlone: (isLeftAlone) => log.warn({ service: name }, isLeftAlone ? 'A subgraph has failed so often that it is left alone for a while' : 'The subgraph is asked again'),
        takesGzip: config.compression === 'on' || (config.compression === 'remote' && isRemote(addresses.get(name)!)),
        shares: config.sharesInFlight,
      });
      clients.set(name, client);
      return client;
    },
    exposePlans,
    log,
  };
  const persisted = await readDocuments(operations);
  const documents = createDocumentStore(persisted);
  const compiled = config.executor === 'compiled' ? createCompiledGateway(parts) : null;
  const gateway = compiled?.gateway ?? createStockGateway(parts);
  gateway.executor = withoutTakenOut(gateway.executor, () => access);
  const apollo = createApollo({
    gateway,
    production: config.production,
    introspection: config.introspection,
    plugins: [costLimitsPlugin(config.limits.nodes), learnDocumentsPlugin(documents), accessPlugin(() => access), ...(exposePlans ? [queryPlanPlugin()] : [])],
    log,
  });
  await apollo.start().catch((error: Error) => {
    if (error instanceof SupergraphError && error.message.includes(config.supergraphFile)) throw error;
    throw new SupergraphError(`The supergraph file ${config.supergraphFile} cannot be used. ${error.message}`);
  });

  // Not waited for: who asks for one of them meanwhile waits for that one.
  void compiled?.warm(persisted);

  const app = await createApp({ log, corsOrigins: config.corsOrigins, isLeaving: () => isLeaving });
  app.decorateRequest('identity', null);
  app.decorateRequest('budget', undefined);
  app.decorateRequest('replay', undefined);
  const context = (request: FastifyRequest, reply: FastifyReply) => contextOf(request, reply, config);
  const mayRun = createMayRun(() => access);
  const take = takeDocument({ documents, persistedOnly: config.persistedOnly });
  const handle = fastifyApolloHandler(apollo, { context: async (request, reply) => context(request, reply) });
  const answer = async (request: FastifyRequest, reply: FastifyReply) => {
    const text = queryTextOf(request);
    if (text !== undefined) refuseLargeDocument(text, config.limits);
    return handle.call(app, request, reply);
  };
  const loopDelay = measureLoopDelay();
  const admission = new Admission({
    callerLimits: config.callerLimits,
    trustedProxies: config.trustedProxies,
    overload: new Overload(config.overload, loopDelay),
    isMutation: (request) => asksForMutation(request, compiled, config.limits.tokens),
    clock: () => performance.now(),
  });
  const isAllowed = (known: KnownOperation, variables: Record<string, unknown>, { identity, budget }: RequestContext): boolean => {
    const nodes = known.nodes(variables);
    if (!(nodes <= config.limits.nodes) || !mayRun(known, variables, identity)) return false;
    if (budget && !budget.spend(nodes, countAttempts(known.document, known.operation))) throw new HttpRefusal('RATE_LIMITED');
    return true;
  };
  app.route({
    method: ['GET', 'POST'],
    url: GRAPHQL_PATH,
    // Before the body is read: a stranger with a wrong token has no say over our memory.
    onRequest: async (request, reply) => {
      admission.atTheDoor(request);
      try {
        request.identity = await authenticate(request.raw, request.log);
      } finally {
        // Whoever guesses tokens has asked, too.
        request.budget = admission.account(request, reply);
      }
    },
    preHandler: async (request, reply) => {
      take(request);
      admission.enter(request, reply);
    },
    onSend: tagAnswer,
    handler: compiled ? answerKnownOperations({ known: compiled.known, isAllowed, contextOf: context, otherwise: answer }) : answer,
  });
  serveHealth(app, createReadiness(() => clients.values()), () => isLeaving);
  await app.register(
    playgroundPages({
      playground: config.playground,
      folder: PLAYGROUND_FOLDER,
      operations,
      endpoint: GRAPHQL_PATH,
      home: () => ({ name: 'Citylink', graphql: GRAPHQL_PATH, health: '/health/ready', ...(config.playground && { playground: '/playground' }) }),
    }),
  );

  async function close(drainMs = DRAIN_MS): Promise<void> {
    const tooLong = setTimeout(() => app.server.closeAllConnections(), drainMs);
    await app.close();
    clearTimeout(tooLong);
    loopDelay.close();
    await apollo.stop();
    await compiled?.close();
    await Promise.all([...clients.values()].map((client) => client.close()));
  }

  return {
    app,
    listen: () => app.listen({ host: config.host, port: config.port }),
    async leave() {
      isLeaving = config.graceMs > 0;
      if (isLeaving) await pause(config.graceMs);
      await close(Math.max(DRAIN_MS - config.graceMs, LEAST_DRAIN_MS));
    },
    close: () => close(),
  };
}

/** The text of the query, wherever it stands; undefined for what Apollo Server refuses, and for a hash alone. */
function queryTextOf({ method, body, query }: FastifyRequest): string | undefined {
  const text = ((method === 'GET' ? query : body) as { query?: unknown } | null | undefined)?.query;
  return typeof text === 'string' ? text : undefined;
}

function asksForMutation(request: FastifyRequest, compiled: CompiledGateway | null, maxTokens: number): boolean {
  const text = queryTextOf(request);
  if (request.method === 'GET' || text === undefined) return false;
  const { operationName } = request.body as { operationName?: unknown };
  const name = typeof operationName === 'string' ? operationName : undefined;
  const known = compiled?.known(text, name);
  return known ? known.operation.operation === 'mutation' : isMutation(text, name, maxTokens);
}

function contextOf(request: FastifyRequest, reply: FastifyReply, { subgraphSecret, requestTimeoutMs }: GatewayConfig): RequestContext {
  const gone = new AbortController();
  reply.raw.once('close', () => reply.raw.writableFinished || gone.abort());
  const language = request.headers['accept-language'];
  const { identity, budget } = request;
  // Without a signature it would prove nothing, and strangers need not know.
  const tellCaller = subgraphSecret !== undefined;
  return {
    log: request.log,
    identity,
    budget,
    // None of these but the language is a client's own: whatever else it sends stays here.
    upstreamHeaders: { [REQUEST_ID_HEADER]: request.id, ...(language !== undefined && { 'accept-language': language }), ...(identity && tellCaller && { [CALLER_HEADER]: writeCaller(identity) }) },
    gone: gone.signal,
    deadline: performance.now() - reply.elapsedTime + requestTimeoutMs,
    replay: request.replay,
  };
}
