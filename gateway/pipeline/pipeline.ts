import { setImmediate } from 'node:timers/promises';
import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyBaseLogger, FastifyReply, FastifyRequest } from 'fastify';
import type { Access } from '../auth/access/access.js';
import type { Authenticate } from '../auth/authenticate.js';
import type { GatewayConfig } from '../config.js';
import type { DocumentStore } from '../documents/document-store.js';
import { resolveDocument } from '../documents/resolve-document.js';
import type { Executor } from '../executor/executor.js';
import { HttpError } from '../http/http-error.js';
import type { Connections } from '../http/connections.js';
import { isSafeMethod } from '../http/safe-method.js';
import type { Admission } from '../limits/admission.js';
import type { CostModel } from '../limits/cost/cost-model.js';
import { createAdmit } from './admit.js';
import { createApolloAdapter, type PluginContext } from './apollo-adapter.js';
import { authorize } from './authorize.js';
import { chargeCost, settleCost } from './charge-cost.js';
import { explain } from './explain/explain.js';
import { negotiateMediaType } from './media-type.js';
import { createPreparation } from './prepare.js';
import { readParameters } from './read-parameters.js';
import { refuse } from './refuse.js';
import type { RequestState } from './request-state.js';
import { addQueryPlan, run } from './run.js';
import { serialise } from './serialise.js';

interface PipelineOptions {
  config: GatewayConfig;
  authenticate: Authenticate;
  admission: Admission;
  connections: Connections;
  documents: DocumentStore;
  executor: Executor;
  /** Null when the supergraph has no access rules. */
  access: Access | null;
  costs: CostModel;
  /** Apollo Server's, of others than the gateway. */
  plugins: readonly ApolloServerPlugin<PluginContext>[];
  log: FastifyBaseLogger;
}

/** Handles every request to the graph. */
export interface Pipeline {
  /** Its first stage, before the body is read. */
  admit(request: FastifyRequest, reply: FastifyReply): Promise<RequestState>;
  /** All other stages: writes status and headers to the reply, and returns the body. */
  respond(state: RequestState): Promise<Buffer>;
  /** Prepares and plans persisted documents, in turn: requests go first. What cannot be prepared is logged and left out. */
  warm(texts: readonly string[]): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Creates the pipeline. Its stages are called here, each at one place: a rule that is added to one of them holds for a POST, a
 * GET, a persisted document, an operation that is sent for the first time and one that is known.
 */
export function createPipeline(options: PipelineOptions): Pipeline {
  const { config, documents, executor, access, costs, plugins, log } = options;
  const { limits, production } = config;
  const { apiSchema } = executor;
  const admit = createAdmit({ ...options, requestTimeoutMs: config.requestTimeoutMs, maxTokens: limits.tokens });
  const preparation = createPreparation({ executor, access, costs, limits, introspection: config.introspection });
  const apollo = createApolloAdapter({ apiSchema, plugins, prepare, execute, production, log });

  let isStopped = false;

  /** Reads the request: the caller, the parameters, and the text of the document. */
  function resolve(state: RequestState): void {
    const { request } = state;
    state.mediaType = negotiateMediaType(request.headers.accept);
    state.parameters = readParameters(request);
    const { text, newHash } = resolveDocument(state.parameters, documents, config.persistedOnly);
    state.text = text;
    state.newHash = newHash;
  }

  /** From the text to an operation that can run. */
  async function prepare(state: RequestState): Promise<void> {
    await preparation.prepare(state);
    refuseChangeByGet(state);
    if (state.newHash !== undefined) documents.persist(state.newHash, state.text);
  }

  /** From the operation to its result. */
  async function execute(state: RequestState): Promise<void> {
    authorize(state);
    chargeCost(state);
    await run(state, apiSchema, config.subgraphSecret !== undefined);
    settleCost(state, costs);
    if (config.playground && !production) await addQueryPlan(state);
  }

  async function respond(state: RequestState): Promise<Buffer> {
    try {
      resolve(state);
      admit.enter(state, preparation.find(state.text, state.parameters.operationName)?.operation.operation);
      if (plugins.length > 0) await apollo.execute(state);
      else {
        await prepare(state);
        await execute(state);
      }
    } catch (error) {
      refuse(state, error);
    }
    return serialise(state, explain(state, !production));
  }

  return {
    admit: (request, reply) => admit.beforeBody(request, reply),
    respond,
    async warm(texts) {
      const fail = (error: Error) => log.warn({ reason: error.message }, 'A persisted document could not be prepared');
      for (const text of texts) {
        await setImmediate();
        if (isStopped) return;
        await preparation.warm(text).catch(fail);
      }
    },
    start: () => apollo.start(),
    stop() {
      isStopped = true;
      return apollo.stop();
    },
  };
}

/** https://graphql.github.io/graphql-over-http/draft/#sec-GET */
function refuseChangeByGet({ request, operation: { operation } }: RequestState): void {
  if (!isSafeMethod(request.method) || operation.operation === 'query') return;
  const sentence = {
    en: `GET requests only support query operations, not ${operation.operation} operations`,
    th: `คำขอแบบ GET ใช้อ่านข้อมูลเท่านั้น ไม่รับ ${operation.operation}`,
  };
  throw new HttpError('METHOD_NOT_ALLOWED', sentence, { allow: 'POST' });
}
