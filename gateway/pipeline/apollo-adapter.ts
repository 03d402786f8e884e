import { ApolloServer, HeaderMap, type ApolloServerOptions, type ApolloServerPlugin } from '@apollo/server';
import {
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { FastifyBaseLogger } from 'fastify';
import { GraphQLError, type DocumentNode, type GraphQLFormattedError, type GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import { hashOf } from '../documents/document-store.js';
import type { ExecutionError } from '../executor/executor.js';
import { HttpError } from '../http/http-error.js';
import { refuse } from './refuse.js';
import { JsonBody } from '../http/json-bodies.js';
import type { RequestState } from './request-state.js';

/** The context value of Apollo Server's plugins. */
export interface PluginContext {
  readonly state: RequestState;
  /** Apollo Server copies the context value, and not what is in it. */
  readonly executed: { data?: unknown };
}

interface ApolloAdapterOptions {
  apiSchema: GraphQLSchema;
  plugins: readonly ApolloServerPlugin<PluginContext>[];
  /** The pipeline's stages, up to the operation. */
  prepare: (state: RequestState) => Promise<void>;
  /** The pipeline's stages, from the operation to the result. */
  execute: (state: RequestState) => Promise<void>;
  production: boolean;
  log: FastifyBaseLogger;
}

/** Apollo Server around the pipeline's stages, for the sake of its plugins. */
interface ApolloAdapter {
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Runs both groups of stages, and has the plugins called as Apollo Server calls them. */
  execute(state: RequestState): Promise<void>;
  /** Tells the plugins of another schema (`schemaDidLoadOrUpdate`). Requests in flight go on with their own. */
  replaceSchema(schema: GraphQLSchema): void;
}

type Gateway = NonNullable<ApolloServerOptions<PluginContext>['gateway']>;
type GatewayExecutor = NonNullable<Awaited<ReturnType<Gateway['load']>>['executor']>;

/** Documents that the pipeline found valid, by their hashes; Apollo Server reads one as soon as it is put there. */
const MAX_DOCUMENTS = 100;

/**
 * Creates an Apollo Server whose executor is the pipeline. It parses and validates nothing that the pipeline has: only a
 * document that is wrong, so that plugins learn of its errors.
 */
export function createApolloAdapter(options: ApolloAdapterOptions): ApolloAdapter {
  const { apiSchema, plugins, prepare, execute, production, log } = options;
  const gateway = createGatewayInterface(apiSchema, runStages);
  const documents = new LRUCache<string, DocumentNode>({ max: MAX_DOCUMENTS });
  const server = new ApolloServer<PluginContext>({
    gateway,
    nodeEnv: production ? 'production' : 'development',
    introspection: true,
    logger: log,
    persistedQueries: false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    // With one, it prints and hashes each new schema, while requests wait.
    documentStore:
      plugins.length === 0
        ? null
        : {
            get: async (key) => documents.get(key.slice(-64)),
            set: async () => undefined,
            delete: async () => undefined,
          },
    // The pipeline formats errors when the plugins have seen them.
    formatError: (_formatted, error) => error as GraphQLFormattedError,
    plugins: [
      ...plugins,
      ApolloServerPluginInlineTraceDisabled(),
      ApolloServerPluginLandingPageDisabled(), // It loads from a CDN.
      // An APOLLO_KEY in the environment must not make them send anything.
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginSchemaReportingDisabled(),
    ],
  });

  async function runStages({ context }: { context: unknown }): ReturnType<GatewayExecutor> {
    const { state, executed } = context as PluginContext;
    try {
      if (state.refusals) return { errors: state.refusals };
      await execute(state);
      const { data } = JSON.parse(state.result!.json.toString('utf8')) as { data: Record<string, unknown> | null };
      executed.data = data;
      return {
        data,
        ...(state.errors.length > 0 && { errors: state.errors.map(toGraphQLError) }),
        ...(Object.keys(state.extensions).length > 0 && { extensions: state.extensions }),
      };
    } catch (error) {
      refuse(state, error);
      return { errors: state.refusals! };
    }
  }

  return {
    start: () => server.start(),
    stop: () => server.stop(),
    replaceSchema(schema) {
      documents.clear();
      gateway.replaceSchema(schema);
    },
    async execute(state) {
      const { text, parameters, request } = state;
      try {
        await prepare(state);
        documents.set(hashOf(text), state.operation.document);
      } catch (error) {
        if (error instanceof HttpError) throw error; // A plugin must not parse what is too large.
        refuse(state, error);
      }
      const isRefused = state.refusals !== undefined;
      const executed: PluginContext['executed'] = {};
      const { persistedQuery: _persistedQuery, ...extensions } = parameters.extensions;
      const headers = new HeaderMap();
      for (const [name, value] of Object.entries(request.headers)) if (value) headers.set(name, String(value));
      const response = await server.executeOperation(
        {
          query: text,
          operationName: parameters.operationName,
          variables: { ...parameters.variables },
          extensions,
          http: {
            method: request.method,
            headers,
            search: new URL(request.url, 'http://-').search,
            body: request.body instanceof JsonBody ? request.body.value : request.body,
          },
        },
        { contextValue: { state, executed } },
      );
      if (!isRefused) takeResponse(state, executed.data, response);
    },
  };
}

/** What Apollo Server sets by itself for a refusal; the pipeline knows a better one by its code. */
const DEFAULT_STATUSES: ReadonlySet<number | undefined> = new Set([400, 500]);

/** What plugins have made of the response. */
function takeResponse(
  state: RequestState,
  executed: unknown,
  { body, http }: Awaited<ReturnType<ApolloServer<PluginContext>['executeOperation']>>,
): void {
  for (const [name, value] of http.headers) void state.reply.header(name, value);
  const isDefault = state.refusals !== undefined && DEFAULT_STATUSES.has(http.status);
  if (http.status !== undefined && !isDefault) state.status = http.status;
  if (body.kind !== 'single') throw new Error(`Incremental delivery is not served, but got: ${body.kind}`);
  const { data, errors = [], extensions } = body.singleResult;
  Object.assign(state.extensions, extensions);
  if (data === undefined) return void (state.refusals = errors as GraphQLError[]);
  state.refusals = undefined;
  state.errors = errors as ExecutionError[];
  // Data that no plugin has replaced stay the bytes that they were.
  if (!state.result || data !== executed)
    state.result = {
      missing: [],
      listedObjects: 0,
      ...state.result,
      json: Buffer.from(JSON.stringify({ data })),
      errors: [],
    };
}

function toGraphQLError(error: GraphQLError | ExecutionError): GraphQLError {
  if (error instanceof GraphQLError) return error;
  const { message, path, extensions, locations } = error;
  return Object.assign(new GraphQLError(message, { path, extensions }), locations && { locations });
}

/** https://www.apollographql.com/docs/apollo-server/using-federation/api/apollo-gateway: what Apollo Server takes as a gateway. */
function createGatewayInterface(
  apiSchema: GraphQLSchema,
  executor: GatewayExecutor,
): Gateway & { replaceSchema(schema: GraphQLSchema): void } {
  let notify: Parameters<Gateway['onSchemaLoadOrUpdate']>[0] = () => undefined;
  return {
    onSchemaLoadOrUpdate(callback) {
      notify = callback;
      return () => (notify = () => undefined);
    },
    async load() {
      notify({ apiSchema, coreSupergraphSdl: '' });
      return { executor };
    },
    replaceSchema: (schema) => notify({ apiSchema: schema, coreSupergraphSdl: '' }),
    stop: async () => undefined,
  };
}
