import type { ApolloServer } from '@apollo/server';
import { fastifyApolloHandler } from '@as-integrations/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { negotiateLanguage } from '../subgraphs/protocol/language.js';
import type { Access } from './auth/access/access.js';
import { createMayRun } from './auth/access/may-run.js';
import type { Authenticate } from './auth/authenticate.js';
import type { Identity } from './auth/identity.js';
import type { GatewayConfig } from './config.js';
import { createContext } from './create-context.js';
import type { DocumentStore } from './documents/document-store.js';
import { takeDocument } from './documents/take-document.js';
import type { CompiledGateway, KnownOperation } from './executor/compiled/create-compiled-gateway.js';
import type { Replay } from './executor/compiled/replay.js';
import { complaintInThai } from './graphql/complaint-in-thai.js';
import { answerKnownOperations } from './graphql/known-operations.js';
import { HttpError } from './http/http-error.js';
import { queryTextOf } from './http/query-text.js';
import { createCompression } from './http/compression.js';
import { addEtag } from './http/etag.js';
import type { Connections } from './http/connections.js';
import type { Admission } from './limits/admission.js';
import { isMutationRequest } from './limits/is-mutation.js';
import type { CallerBudget } from './limits/caller-budget.js';
import { countMutationFields } from './limits/count-mutation-fields.js';
import { onePerTick } from './http/one-per-tick.js';
import type { Priority } from './limits/load-shedder.js';
import { refuseLargeDocument } from './limits/document-limits.js';
import type { RequestContext } from './request-context.js';

export interface GraphParts {
  url: string;
  config: GatewayConfig;
  connections: Connections;
  admission: Admission;
  authenticate: Authenticate;
  /** Rules of the supergraph that is served; null when it has none. */
  access: () => Access | null;
  documents: DocumentStore;
  /** Started. */
  apollo: ApolloServer<RequestContext>;
  /** Null when Apollo's executor is taken. */
  compiled: CompiledGateway | null;
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

/** Adds the graph's path: who asks is let in, and answered by the compiled executor where it can, by Apollo Server else. */
export function serveGraph(
  app: FastifyInstance,
  { url, config, connections, admission, authenticate, access, documents, apollo, compiled }: GraphParts,
): void {
  app.decorateRequest('identity', null);
  app.decorateRequest('budget', undefined);
  app.decorateRequest('replay', undefined);
  const contextOf = (request: FastifyRequest, reply: FastifyReply) =>
    createContext(request, reply, config, connections);
  const mayRun = createMayRun(access);
  const take = takeDocument({ documents, persistedOnly: config.persistedOnly });
  const priorityOf = (request: FastifyRequest): Priority =>
    isMutationRequest(request, compiled?.known, config.limits.tokens)
      ? 'mutation'
      : request.identity
        ? 'signed in'
        : 'anonymous';
  const turn = onePerTick();
  const handle = fastifyApolloHandler(apollo, { context: async (request, reply) => contextOf(request, reply) });

  app.route({
    method: ['GET', 'POST'],
    url,
    // Before the body is read: a stranger with a wrong token has no say over our memory.
    onRequest: async (request, reply) => {
      admission.checkBeforeBody(request);
      try {
        request.identity = await authenticate(request.raw, request.log);
      } finally {
        // Whoever guesses tokens has asked, too.
        request.budget = admission.chargeCaller(request, reply, request.identity);
      }
    },
    preHandler: async (request, reply) => {
      take(request);
      if (!admission.enter(reply.raw, request.budget, () => priorityOf(request))) reply.hijack();
    },
    onSend: [addEtag, refundUnchanged, createCompression(config.responseCompression)],
    handler: compiled
      ? answerKnownOperations({ known: compiled.known, isAllowed, contextOf, otherwise: answer })
      : answer,
  });

  /** A 304 costs half of what the same response costs with its body. */
  async function refundUnchanged({ budget }: FastifyRequest, { statusCode }: FastifyReply): Promise<void> {
    if (statusCode === 304) budget?.refundUnchanged();
  }

  async function answer(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    // What is not known costs far more than what is, which goes on meanwhile.
    await turn();
    if (connections.hasEnded(reply.raw)) return reply.hijack();
    const text = queryTextOf(request);
    if (text !== undefined) refuseLargeDocument(text, config.limits);
    const body = await handle.call(app, request, reply);
    const isRefused = reply.statusCode >= 400 && reply.statusCode < 500;
    return isRefused && typeof body === 'string' && negotiateLanguage(request.headers['accept-language']) === 'TH'
      ? complaintInThai(body)
      : body;
  }

  function isAllowed(
    known: KnownOperation,
    variables: Record<string, unknown>,
    { identity, budget }: RequestContext,
  ): boolean {
    const cost = known.cost(variables);
    if (!(cost <= config.limits.nodes) || !mayRun(known, variables, identity)) return false;
    if (budget && !budget.spend(cost, countMutationFields(known.document, known.operation)))
      throw new HttpError('RATE_LIMITED');
    return true;
  }
}
