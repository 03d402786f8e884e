import { ApolloGateway, type GraphQLDataSource } from '@apollo/gateway';
import { operationFromDocument, Supergraph, type Schema } from '@apollo/federation-internals';
import { QueryPlanner } from '@apollo/query-planner';
import type { FastifyBaseLogger } from 'fastify';
import {
  Kind,
  parse,
  print,
  type DocumentNode,
  type GraphQLFormattedError,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
} from 'graphql';
import { requestError } from '../../errors.js';
import { sanitizeError } from '../../upstream/sanitize-error.js';
import type { SubgraphClient } from '../../upstream/subgraph-client.js';
import { SubgraphError } from '../../upstream/subgraph-error.js';
import { createApiSchema } from '../../graphql-document/api-schema.js';
import type { ExecutionContext, Executor, Variables } from '../executor.js';
import { findOrigins } from '../canonical/result-origins.js';
import { normalizeApolloPlan } from '../planning/apollo/apollo-plans.js';
import { createApolloRun, toApolloOperation, toResult } from './apollo-run.js';

interface StockExecutorOptions {
  /** The supergraph without the directives of access, which Apollo's gateway refuses. */
  document: DocumentNode;
  /** By the subgraph's name. */
  clientOf: (service: string) => SubgraphClient;
  log: FastifyBaseLogger;
}

/**
 * Creates an executor that is Apollo's gateway as it is: its planner, its execution and its faults. It is the oracle of the
 * tests, and a way back.
 *
 * The process must run with `APOLLO_TELEMETRY_DISABLED=true`: otherwise the gateway asks the cloud's metadata addresses when it
 * is constructed, and reports every hour.
 */
export async function createStockExecutor(options: StockExecutorOptions): Promise<Executor> {
  const { document: supergraph, clientOf, log } = options;
  const supergraphSdl = print(supergraph);
  let apiSchema: GraphQLSchema | undefined;
  const gateway = new ApolloGateway({
    supergraphSdl,
    buildService: ({ name }) => createDataSource(name, clientOf),
    logger: log,
  });
  gateway.onSchemaLoadOrUpdate((loaded) => (apiSchema = loaded.apiSchema));
  await gateway.load();
  const schema = apiSchema!;
  const apollo = createApolloRun({ schema, execute: gateway.executor, log });
  let planning: { planner: QueryPlanner; schema: Schema } | undefined;

  return {
    // Ours: documents and variables are checked alike before whichever executor runs them.
    apiSchema: createApiSchema(supergraph),
    prepare(document, operation) {
      if (operation.operation === 'subscription') throw requestError('SUBSCRIPTIONS_NOT_SERVED');
      const whole = toApolloOperation(document, operation);
      const plan = async () => {
        planning ??= createPlanning(supergraphSdl);
        const name = operation.name ? { operationName: operation.name.value } : {};
        return normalizeApolloPlan(
          planning.planner.buildQueryPlan(operationFromDocument(planning.schema, document, name)),
        );
      };
      return {
        operation,
        warm: async () => undefined,
        async run(variables, context) {
          const { refused } = context;
          if (!refused) return toResult(await apollo.send(whole, variables, context));
          return apollo.runWithoutRefused(document, operation, refused, async (rest) =>
            toResult(await apollo.send(rest, variables, context)),
          );
        },
        sourceOf: () => Promise.reject(requestError('SUBSCRIPTIONS_NOT_SERVED')),
        plan,
        origins: async () => findOrigins(await plan()),
        release: () => undefined,
      };
    },
    ready: async () => undefined,
    close: () => gateway.stop(),
  };
}

/** A planner of its own, which takes a second of CPU: Apollo's gateway does not give away its plans. */
function createPlanning(supergraphSdl: string): { planner: QueryPlanner; schema: Schema } {
  const supergraph = Supergraph.build(supergraphSdl);
  return { planner: new QueryPlanner(supergraph), schema: supergraph.apiSchema() };
}

/**
 * Sends the fetches of one subgraph through its client: signed, and with our deadlines. The client is looked up then, because
 * there is none yet when the gateway is loaded.
 */
function createDataSource(subgraph: string, clientOf: StockExecutorOptions['clientOf']): GraphQLDataSource {
  return {
    async process({ request: { query = '', variables, operationName }, context, ...options }) {
      const { headersFor, signal, deadline, log, observer, steps } = context as unknown as ExecutionContext;
      const client = clientOf(subgraph);
      const isMutation = isOfMutation(
        'document' in options ? (options.document as DocumentNode | undefined) : undefined,
      );
      const given = headersFor(client.name);
      const step = steps?.fetch(client.name, given);
      try {
        const request = { query, variables: variables as Variables, operationName };
        const { data, errors, headers } = await client.request(
          request,
          step?.headers ?? given,
          isMutation ? undefined : signal,
          deadline,
        );
        step?.end(undefined);
        observer?.onResponse({ service: client.name, headers, hasErrors: errors.length > 0 });
        return {
          data,
          ...(errors.length > 0 && { errors: errors.map((each) => toClientError(each, client.name) as never) }),
        };
      } catch (error) {
        if (!(error instanceof SubgraphError)) throw error;
        step?.end(error.code);
        observer?.onFailure(client.name);
        if (!signal.aborted)
          log.warn({ service: error.service, code: error.code, detail: error.detail }, 'A subgraph failed');
        return { data: null, errors: toFieldErrors(error, query, variables?.['representations']) as never };
      }
    },
  };
}

function toClientError(error: GraphQLFormattedError, service: string): GraphQLFormattedError {
  return { ...(error.path && { path: error.path }), ...sanitizeError(error, service).sanitized };
}

/** The error of a fetch that failed, at each of the fields that it would have brought: Apollo's executor translates the paths. */
function toFieldErrors({ message, extensions }: SubgraphError, query: string, representations: unknown) {
  const [operation] = parse(query, { noLocation: true }).definitions;
  const { selections } = (operation as OperationDefinitionNode).selectionSet;
  const paths = Array.isArray(representations)
    ? representations.flatMap(({ __typename }: { __typename: string }, index) =>
        selections.flatMap((entities) => fieldsOf(entities, __typename).map((name) => ['_entities', index, name])),
      )
    : selections.flatMap((selection) => namesOf(selection).map((name) => [name]));
  return paths.map((path) => ({ message, path, extensions }));
}

/** The fields that a fetch selects of a representation. */
function fieldsOf(entities: SelectionNode, type: string): string[] {
  if (entities.kind !== Kind.FIELD || !entities.selectionSet) return [];
  const fragments = entities.selectionSet.selections.filter((each) => each.kind === Kind.INLINE_FRAGMENT);
  const ofType = fragments.filter(({ typeCondition }) => typeCondition?.name.value === type);
  return (ofType.length > 0 ? ofType : fragments).flatMap(({ selectionSet }) =>
    selectionSet.selections.flatMap(namesOf),
  );
}

function namesOf(selection: SelectionNode): string[] {
  return selection.kind === Kind.FIELD ? [(selection.alias ?? selection.name).value] : [];
}

/** A mutation that has begun is not aborted: what it has done would not be known. */
function isOfMutation(document: DocumentNode | undefined): boolean {
  return document?.definitions.some((each) => 'operation' in each && each.operation === 'mutation') ?? false;
}
