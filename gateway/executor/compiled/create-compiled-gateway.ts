import { createHash } from 'node:crypto';
import type { ApolloGateway } from '@apollo/gateway';
import type { QueryPlan } from '@apollo/query-planner';
import { buildASTSchema, getOperationAST, getVariableValues, parse, type DocumentNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import type { RequestContext } from '../../request-context.js';
import type { SubgraphClient } from '../../upstream/subgraph-client.js';
import { createPlanner } from '../planning/create-planner.js';
import { createPlanCache, type PlanCache } from '../planning/plan-cache.js';
import type { Planner } from '../planning/planner.js';
import { createStockGateway, type StockExecutorOptions } from '../stock.js';
import { canCompile } from './can-compile.js';
import { compileOperation, type CompiledOperation } from './compile-operation.js';
import { replayOf, type Replay } from './replay.js';
import type { Run } from './run.js';

/** An operation that was found valid and compiled. */
export interface KnownOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /**
   * Runs it. Null when the variables do not fit, which Apollo's executor then says; a replay when the answer is not
   * just so, out of which Apollo's executor works out the errors.
   */
  run(variables: Run['variables'], context: RequestContext): Promise<{ text: string } | { replay: Replay } | null>;
}

export interface CompiledGateway {
  readonly gateway: ApolloGateway;
  /** An operation that has been run before, by the text and name by which clients ask for it. */
  known(text: string, operationName: string | undefined): KnownOperation | undefined;
  close(): Promise<void>;
}

/** The supergraph that is served, as compiled code needs it. */
interface Served {
  apiSchema: GraphQLSchema;
  schema: GraphQLSchema;
  planner: Planner;
  plans: PlanCache;
  /** By text, then by operation name. Null for what cannot be compiled. */
  operations: Map<string, Map<string, KnownOperation | null>>;
}

/** Texts of which operations are kept; beyond them, all are compiled anew. */
const MAX_TEXTS = 2_000;

type ExecutorRequest = Parameters<ApolloGateway['executor']>[0];

/**
 * Makes Apollo's gateway with compiled operations in the place of its executor. Its own executor stays behind it: it
 * answers what cannot be compiled, and works out the errors of an answer that is not just so, from what the subgraphs
 * have already sent.
 */
export function createCompiledGateway(options: StockExecutorOptions): CompiledGateway {
  const clients = new Map<string, SubgraphClient>();
  /** Plans for Apollo's executor, by its own key. */
  const handed = new Map<string, QueryPlan>();
  let served: Served | undefined;

  const gateway = createStockGateway({
    ...options,
    clientOf: (subgraph) => {
      const client = options.clientOf(subgraph);
      clients.set(subgraph.name, client);
      return client;
    },
    plans: { get: async (key) => handed.get(key), set: async () => undefined, delete: async (key) => handed.delete(key), clear: () => handed.clear() },
    replayFor: (request) => (request as { context: RequestContext }).context.replay,
  });
  gateway.onSchemaLoadOrUpdate(({ apiSchema, coreSupergraphSdl }) => {
    const schema = buildASTSchema(parse(coreSupergraphSdl, { noLocation: true }), { assumeValid: true, assumeValidSDL: true });
    const planner = createPlanner(coreSupergraphSdl);
    void served?.planner.close();
    handed.clear();
    served = { apiSchema, schema, planner, plans: createPlanCache(planner), operations: new Map() };
  });

  const explain = gateway.executor;
  gateway.executor = async (request) => {
    const context = request.context as RequestContext;
    if (!served || context.replay || isPlanAsked(request)) return explain(request);
    const known = await prepare(served, request);
    const result = known && (await known.run(request.request.variables ?? {}, context));
    if (!result) return explain(request);
    if ('text' in result) return { data: JSON.parse(result.text) as Record<string, unknown> };
    context.replay = result.replay;
    return explain(request);
  };

  return {
    gateway,
    known: (text, operationName) => served?.operations.get(text)?.get(operationName ?? '') ?? undefined,
    close: async () => served?.planner.close(),
  };

  /** A plan is shown by Apollo's executor only. */
  function isPlanAsked({ request }: ExecutorRequest): boolean {
    return options.exposePlans && request.http?.headers.has('apollo-query-plan-experimental') === true;
  }

  async function prepare(current: Served, { source, document, queryHash, request }: ExecutorRequest): Promise<KnownOperation | null> {
    const operationName = request.operationName ?? undefined;
    const name = operationName ?? '';
    const known = current.operations.get(source)?.get(name);
    if (known !== undefined) return known;

    const operation = getOperationAST(document, operationName);
    let made: KnownOperation | null = null;
    if (operation && canCompile(document)) {
      const plan = await current.plans.planOf(document, operationName);
      handed.set(operationName === undefined ? queryHash : createHash('sha256').update(queryHash).update(operationName).digest('hex'), plan);
      made = runnable(current, document, operation, compileOperation({ ...current, document, operation, plan }));
    }
    if (current.operations.size >= MAX_TEXTS) {
      current.operations.clear();
      handed.clear();
    }
    current.operations.set(source, (current.operations.get(source) ?? new Map()).set(name, made));
    return made;
  }

  function runnable({ apiSchema }: Served, document: DocumentNode, operation: OperationDefinitionNode, compiled: CompiledOperation): KnownOperation {
    const definitions = operation.variableDefinitions ?? [];
    return {
      document,
      operation,
      async run(variables, { upstreamHeaders, gone }) {
        const { coerced } = definitions.length === 0 ? { coerced: {} } : getVariableValues(apiSchema, definitions, variables);
        if (!coerced) return null;
        // A mutation that has begun is let end: nobody could tell what an aborted one has done.
        const signal = operation.operation === 'mutation' ? undefined : gone;
        const result = await compiled.run(variables, coerced, (service, body) => clients.get(service)!.post(body, upstreamHeaders, signal));
        return 'text' in result ? result : { replay: replayOf(result.records) };
      },
    };
  }
}
