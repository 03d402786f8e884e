import type { ApolloGateway } from '@apollo/gateway';
import { buildASTSchema, getOperationAST, getVariableValues, parse, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import type { RequestContext } from '../../request-context.js';
import type { SubgraphClient } from '../../upstream/subgraph-client.js';
import { createPlanner, type Planner } from '../planner.js';
import { createStockGateway, type StockExecutorOptions } from '../stock.js';
import { canCompile } from './can-compile.js';
import { compileOperation, type CompiledOperation } from './compile-operation.js';
import { replayOf, type Replay } from './replay.js';
import type { Run } from './run.js';

/** The supergraph that is served, as compiled code needs it. */
interface Served {
  apiSchema: GraphQLSchema;
  schema: GraphQLSchema;
  planner: Planner;
  operations: Map<string, Prepared | null>;
}

interface Prepared {
  operation: OperationDefinitionNode;
  compiled: CompiledOperation;
}

/** Operations that are kept compiled; beyond them, all are compiled anew. */
const MAX_OPERATIONS = 1_000;

type Executor = ApolloGateway['executor'];
type ExecutorRequest = Parameters<Executor>[0];

/**
 * Makes Apollo's gateway with compiled operations in the place of its executor. Its own executor stays behind it: it
 * answers what cannot be compiled, and works out the errors of an answer that is not just so, from what the subgraphs
 * have already sent.
 */
export function createCompiledGateway(options: StockExecutorOptions): ApolloGateway {
  const clients = new Map<string, SubgraphClient>();
  const replays = new WeakMap<object, Replay>();
  let served: Served;

  const gateway = createStockGateway({
    ...options,
    clientOf: (subgraph) => {
      const client = options.clientOf(subgraph);
      clients.set(subgraph.name, client);
      return client;
    },
    replayFor: (request) => replays.get(request),
  });
  gateway.onSchemaLoadOrUpdate(({ apiSchema, coreSupergraphSdl }) => {
    const schema = buildASTSchema(parse(coreSupergraphSdl, { noLocation: true }), { assumeValid: true, assumeValidSDL: true });
    served = { apiSchema, schema, planner: createPlanner(coreSupergraphSdl), operations: new Map() };
  });

  const explain = gateway.executor;
  gateway.executor = async (request) => {
    const prepared = isPlanAsked(request) ? null : preparedFor(served, request);
    const defaulted = prepared && defaultedVariables(served, prepared, request);
    if (!prepared || !defaulted) return explain(request);
    const result = await prepared.compiled.run(request.request.variables ?? {}, defaulted, asking(clients, request.context as RequestContext, prepared.operation));
    if ('text' in result) return { data: JSON.parse(result.text) as Record<string, unknown> };
    replays.set(request, replayOf(result.records));
    return explain(request);
  };
  return gateway;

  /** A plan is shown by Apollo's executor only. */
  function isPlanAsked({ request }: ExecutorRequest): boolean {
    return options.exposePlans && request.http?.headers.has('apollo-query-plan-experimental') === true;
  }
}

/** Null for what cannot be compiled. */
function preparedFor(served: Served, { document, queryHash, request: { operationName } }: ExecutorRequest): Prepared | null {
  const key = `${queryHash} ${operationName ?? ''}`;
  let prepared = served.operations.get(key);
  if (prepared === undefined) {
    const operation = getOperationAST(document, operationName);
    prepared = operation && canCompile(document) ? { operation, compiled: compileOperation({ ...served, document, operation, plan: served.planner.plan(document, operationName ?? undefined) }) } : null;
    if (served.operations.size >= MAX_OPERATIONS) served.operations.clear();
    served.operations.set(key, prepared);
  }
  return prepared;
}

/** The variables with their defaults; null when they do not fit, which Apollo's executor then says. */
function defaultedVariables({ apiSchema }: Served, { operation }: Prepared, { request: { variables = {} } }: ExecutorRequest): Run['conditions'] | null {
  return getVariableValues(apiSchema, operation.variableDefinitions ?? [], variables).coerced ?? null;
}

/** A mutation that has begun is let end: nobody could tell what an aborted one has done. */
function asking(clients: ReadonlyMap<string, SubgraphClient>, { upstreamHeaders, gone }: RequestContext, { operation }: OperationDefinitionNode): Run['ask'] {
  const signal = operation === 'mutation' ? undefined : gone;
  return (service, body) => clients.get(service)!.post(body, upstreamHeaders, signal);
}
