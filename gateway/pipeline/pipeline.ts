import type { ApolloServerPlugin } from '@apollo/server';
import type { FastifyBaseLogger } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { Authenticate } from '../auth/authenticate.js';
import type { GatewayConfig } from '../config.js';
import { requestError } from '../errors.js';
import type { ResponseCache } from '../cache/response-cache.js';
import type { FetchObserver } from '../executor/executor.js';
import { recallDocument, resolveDocument } from '../documents/resolve-document.js';
import { HttpError } from '../http/http-error.js';
import type { Connections } from '../http/connections.js';
import { isSafeMethod } from '../http/safe-method.js';
import type { Admission } from '../limits/admission.js';
import type { Release } from '../supergraph/release.js';
import type { UsageRecorder } from '../usage/usage-recorder.js';
import { createAdmit } from './admit.js';
import { createApolloAdapter, type PluginContext } from './apollo-adapter.js';
import { authorize } from './authorize.js';
import { chargeCost, settleCost } from './charge-cost.js';
import { explain } from './explain/explain.js';
import type { GraphReply, GraphRequest } from './exchange.js';
import { negotiateMediaType } from './media-type.js';
import { readParameters } from './read-parameters.js';
import { recallOrRun } from './recall.js';
import { refuse } from './refuse.js';
import type { RequestState } from './request-state.js';
import { createResultParts } from './result-parts.js';
import { addQueryPlan, openSource, run } from './run.js';
import { serialise } from './serialise.js';

/** Told how requests begin and end. */
export interface RequestMeter {
  /** It was admitted, and its other stages begin. */
  onBegun(state: RequestState): void;
  /** Its response is ready, and was explained. */
  onEnded(state: RequestState): void;
  /** It was refused before its body was read. */
  onRefused(error: unknown, request: GraphRequest): void;
}

interface PipelineOptions {
  config: GatewayConfig;
  authenticate: Authenticate;
  admission: Admission;
  connections: Connections;
  /** The supergraph that requests which begin now are served by. */
  releases: { readonly current: Release };
  /** Undefined when it is not recorded what clients ask for. */
  usage: UsageRecorder | undefined;
  /** Undefined when no result is kept. */
  cache: ResponseCache | undefined;
  /** Undefined when nothing is measured. */
  meter: RequestMeter | undefined;
  /** Apollo Server's, of others than the gateway. */
  plugins: readonly ApolloServerPlugin<PluginContext>[];
  log: FastifyBaseLogger;
}

/** Handles every request to the graph. */
export interface Pipeline {
  /** Its first stage, before the body is read. */
  admit(request: GraphRequest, reply: GraphReply): Promise<RequestState>;
  /**
   * The stages that decide whether an operation may run, without running it: for one that runs for several clients at once
   * (`live/`).
   *
   * @returns the body of the response when it may not
   */
  examine(state: RequestState): Promise<Buffer | undefined>;
  /**
   * The same for a subscription, with the request to the subgraph that tells its events, which `state.source` becomes.
   *
   * @returns the body of the response when it may not run
   */
  openSource(state: RequestState): Promise<Buffer | undefined>;
  /**
   * All other stages, of a subscription for one event: writes status and headers to the reply, and returns the body; of a
   * result in parts, the last one.
   */
  respond(state: RequestState): Promise<Buffer>;
  /** Tells the plugins of another schema. */
  replaceSchema(schema: GraphQLSchema): void;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Creates the pipeline. Its stages are called here, each at one place: a rule that is added to one of them holds for a POST, a
 * GET, a persisted document, an operation that is sent for the first time and one that is known.
 */
export function createPipeline(options: PipelineOptions): Pipeline {
  const { config, connections, releases, usage, cache, meter, plugins, log } = options;
  const { limits, production } = config;
  const { apiSchema } = releases.current.executor;
  const admit = createAdmit({ ...options, requestTimeoutMs: config.requestTimeoutMs, maxTokens: limits.tokens });
  const apollo = createApolloAdapter({ apiSchema, plugins, prepare: prepareToRun, execute, production, log });

  /** Reads the request: the parameters, and the text of the document. */
  async function resolve(state: RequestState): Promise<void> {
    const { request, release } = state;
    state.mediaType = negotiateMediaType(request.headers.accept);
    state.parameters = readParameters(request);
    if (!config.persistedOnly) await recallDocument(state.parameters, release.documents);
    const { text, newHash } = resolveDocument(state.parameters, release.documents, config.persistedOnly);
    state.text = text;
    state.newHash = newHash;
  }

  /** From the text to an operation that can run. */
  async function prepare(state: RequestState): Promise<void> {
    await state.release.preparation.prepare(state);
    refuseChangeByGet(state);
    if (state.newHash !== undefined) state.release.documents.persist(state.newHash, state.text);
  }

  /** The same for an operation that runs now. */
  async function prepareToRun(state: RequestState): Promise<void> {
    await prepare(state);
    refuseWithoutStream(state);
  }

  /** From the operation to its result. */
  async function execute(state: RequestState): Promise<void> {
    authorize(state);
    // Of a subscription, it was counted that it was opened.
    if (!state.event) countUsage(state);
    await recallOrRun(state, cache, runOperation);
    if (config.playground && !production) await addQueryPlan(state);
  }

  function countUsage({ operation, release, request, parameters }: RequestState): void {
    usage?.count(operation, release.executor.apiSchema, request.headers, parameters.extensions);
  }

  async function runOperation(state: RequestState, observer?: FetchObserver): Promise<void> {
    chargeCost(state);
    await run(state, config.subgraphSecret !== undefined, observer);
    settleCost(state);
  }

  async function examine(
    state: RequestState,
    next?: (state: RequestState) => Promise<void>,
  ): Promise<Buffer | undefined> {
    const { current } = releases;
    state.release = current;
    current.enter();
    try {
      await resolve(state);
      admit.watch(state);
      await prepare(state);
      authorize(state);
      await next?.(state);
      return undefined;
    } catch (error) {
      refuse(state, error);
      const explained = explain(state, !production);
      meter?.onEnded(state);
      return serialise(state, explained);
    } finally {
      current.leave();
    }
  }

  async function respond(state: RequestState): Promise<Buffer> {
    const release = state.event?.release ?? releases.current;
    state.release = release;
    meter?.onBegun(state);
    release.enter();
    // Plugins of Apollo Server see whole results.
    const parts = plugins.length === 0 ? createResultParts(state, !production) : undefined;
    state.delivery = parts;
    try {
      await resolve(state);
      admit.enter(state, release.preparation.find(state.text, state.parameters.operationName)?.operation.operation);
      if (plugins.length > 0) await apollo.execute(state);
      else {
        await prepareToRun(state);
        await execute(state);
      }
    } catch (error) {
      refuse(state, error);
    } finally {
      release.leave();
    }
    const explained = explain(state, !production);
    // Its fetches were aborted: what they lack is no fault of the network.
    if (connections.hasEnded(state.reply.raw)) state.codes = ['CLIENT_CLOSED_REQUEST'];
    meter?.onEnded(state);
    return parts?.hasBegun ? parts.end(explained) : serialise(state, explained);
  }

  return {
    async admit(request, reply) {
      try {
        return await admit.beforeBody(request, reply);
      } catch (error) {
        meter?.onRefused(error, request);
        throw error;
      }
    },
    examine: (state) => examine(state),
    openSource: (state) =>
      examine(state, async () => {
        countUsage(state);
        chargeCost(state);
        await openSource(state, config.subgraphSecret !== undefined);
      }),
    respond,
    replaceSchema: (schema) => apollo.replaceSchema(schema),
    start: () => apollo.start(),
    stop: () => apollo.stop(),
  };
}

/** https://graphql.github.io/graphql-over-http/draft/#sec-GET */
function refuseChangeByGet({ request, operation: { operation } }: RequestState): void {
  if (!isSafeMethod(request.method) || operation.operation !== 'mutation') return;
  const sentence = {
    en: 'GET requests only support query operations, not mutation operations',
    th: 'คำขอแบบ GET ใช้อ่านข้อมูลเท่านั้น ไม่รับ mutation',
  };
  throw new HttpError('METHOD_NOT_ALLOWED', sentence, { allow: 'POST' });
}

/** A subscription has many results: one response cannot have them. */
function refuseWithoutStream({ event, operation: { operation } }: RequestState): void {
  if (operation.operation === 'subscription' && !event) throw requestError('SUBSCRIPTION_NEEDS_STREAM');
}
