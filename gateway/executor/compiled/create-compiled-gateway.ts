import { createHash } from 'node:crypto';
import type { ApolloGateway } from '@apollo/gateway';
import type { QueryPlan } from '@apollo/query-planner';
import {
  buildASTSchema,
  getOperationAST,
  getVariableValues,
  GraphQLError,
  parse,
  print,
  separateOperations,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { weightOf } from '../document-weight.js';
import type { SubgraphClient } from '../../upstream/subgraph-client.js';
import { createPlanner } from './planning/create-planner.js';
import { createPlanCache, type PlanCache } from './planning/plan-cache.js';
import type { Planner } from './planning/planner.js';
import { createStockGateway, type StockExecutorOptions } from './explaining-gateway.js';
import { canCompile } from './can-compile.js';
import { compileOperation, type Answered, type CompiledOperation } from './compile-operation.js';
import { conditionVariables } from './condition-variables.js';
import { contendedFields, type Contended } from './contended-fields.js';
import { decideDocument } from './decide-document.js';
import type { ExplainContext } from './explain-context.js';
import { inOrder } from './in-order.js';
import { replayOf, type AskedDocument, type Replay } from './replay.js';
import { restoreName, restoreNames } from './restore-names.js';
import type { Run } from './run.js';

/** An operation that was found valid and compiled. */
export interface KnownOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** Bytes that it takes, about. */
  readonly weight: number;
  /**
   * Runs it. Null when the variables do not fit, which Apollo's executor then says; a replay when the answer is not
   * just so, out of which Apollo's executor works out the errors.
   */
  run(variables: Run['variables'], context: ExplainContext): Promise<Answered | { replay: Replay } | null>;
}

export interface CompiledGateway {
  readonly gateway: ApolloGateway;
  readonly apiSchema: GraphQLSchema;
  /** Null for what cannot be compiled. */
  prepare(document: DocumentNode, queryHash: string, operationName: string | undefined): Prepared | null;
  close(): Promise<void>;
}

/** The supergraph that is served, as compiled code needs it. */
interface Served {
  apiSchema: GraphQLSchema;
  schema: GraphQLSchema;
  planner: Planner;
  plans: PlanCache;
  contended: Contended;
}

/** Choices of `@skip` and `@include` that are kept of one operation. */
const MAX_CHOICES = 8;

/** An operation for one choice of `@skip` and `@include`. */
interface Chosen {
  compiled: CompiledOperation;
  asked: AskedDocument;
}

type ExecutorRequest = Parameters<ApolloGateway['executor']>[0];

/**
 * Makes Apollo's gateway with compiled operations in the place of its executor. Its own executor stays behind it: it
 * answers what cannot be compiled, and works out the errors of an answer that is not just so, from what the subgraphs
 * have already sent.
 */
export function createCompiledGateway(options: StockExecutorOptions): CompiledGateway {
  const clients = new Map<string, SubgraphClient>();
  /** Plans for Apollo's executor, by its own key, while it looks one up. */
  const handed = new Map<string, QueryPlan>();
  let served: Served | undefined;

  const gateway = createStockGateway({
    ...options,
    clientOf: (subgraph) => {
      const client = options.clientOf(subgraph);
      clients.set(subgraph.name, client);
      return client;
    },
    plans: {
      get: async (key) => handed.get(key),
      set: async () => undefined,
      delete: async (key) => handed.delete(key),
      clear: () => handed.clear(),
    },
    replayFor: (request) => (request as { context: ExplainContext }).context.replay,
  });
  gateway.onSchemaLoadOrUpdate(({ apiSchema, coreSupergraphSdl }) => {
    const schema = buildASTSchema(parse(coreSupergraphSdl, { noLocation: true }), {
      assumeValid: true,
      assumeValidSDL: true,
    });
    const planner = createPlanner(coreSupergraphSdl);
    void served?.planner.close();
    served = {
      apiSchema,
      schema,
      planner,
      plans: createPlanCache(planner),
      contended: contendedFields(schema),
    };
  });

  const explain = gateway.executor;
  gateway.executor = async (request) => {
    const context = request.context as ExplainContext;
    return context.replay ? explainReplay(request, context.replay) : explain(request);
  };

  return {
    gateway,
    get apiSchema() {
      return served!.apiSchema;
    },
    prepare: (document, queryHash, operationName) => prepare(served!, document, queryHash, operationName),
    close: async () => served?.planner.close(),
  };

  /** Null for what cannot be compiled. */
  function prepare(
    current: Served,
    document: DocumentNode,
    queryHash: string,
    operationName: string | undefined,
  ): Prepared | null {
    const operation = getOperationAST(document, operationName);
    // The document's other operations have variables of their own, which nobody gives now.
    const own = operation && separateOperations(document)[operation.name?.value ?? ''];
    return own && canCompile(own)
      ? runnable(current, { document: own, operation, queryHash, weight: weightOf(document) })
      : null;
  }

  function runnable(current: Served, { document, operation, queryHash, weight }: Asked): Prepared {
    const { apiSchema, contended, plans } = current;
    const definitions = operation.variableDefinitions ?? [];
    const deciding = conditionVariables(document);
    const choices = new Map<string, Chosen>();

    async function choose(choice: string, conditions: Readonly<Record<string, unknown>>): Promise<Chosen> {
      const decided = decideDocument(document, { conditions, contended });
      const isChanged = decided !== document;
      const hash = isChanged ? createHash('sha256').update(print(decided)).digest('hex') : queryHash;
      const plan = await plans.planOf(decided, operation.name?.value);
      const chosen = {
        compiled: compileOperation({ ...current, document, operation, conditions, plan }),
        asked: { document: decided, hash, plan, isChanged },
      };
      if (choices.size >= MAX_CHOICES) choices.clear();
      choices.set(choice, chosen);
      return chosen;
    }

    async function chosenFor(variables: Run['variables']): Promise<Chosen | null> {
      const { coerced } =
        definitions.length === 0
          ? { coerced: {} }
          : getVariableValues(apiSchema, definitions, variables, { maxErrors: 0 });
      if (!coerced) return null;
      const choice = deciding.map((name) => ((coerced as Record<string, unknown>)[name] === true ? '1' : '0')).join('');
      return choices.get(choice) ?? (await choose(choice, coerced));
    }

    return {
      document,
      operation,
      weight: weight * (1 + Math.min(deciding.length, MAX_CHOICES)),
      plan: async () =>
        void (await choose(
          deciding.map(() => '0').join(''),
          Object.fromEntries(deciding.map((name) => [name, false])),
        )),
      planFor: async (variables) => (await chosenFor(variables))!.asked.plan,
      async run(variables, { upstreamHeaders, gone, deadline }) {
        const chosen = await chosenFor(variables);
        if (!chosen) return null;
        const { compiled, asked } = chosen;
        // A mutation that has begun is let end: nobody could tell what an aborted one has done.
        const signal = operation.operation === 'mutation' ? undefined : gone;
        const result = await compiled.run(variables, (service, body, parse) =>
          clients.get(service)!.post(body, parse, upstreamHeaders, signal, deadline),
        );
        return 'answer' in result ? result : { replay: replayOf(asked, result.records) };
      },
    };
  }

  /** Apollo's executor gets the document that was planned, and the client the names of its own. */
  async function explainReplay(
    request: ExecutorRequest,
    { asked: { document, hash, plan, isChanged } }: Replay,
  ): ReturnType<ApolloGateway['executor']> {
    const { operationName } = request.request;
    const key = operationName ? createHash('sha256').update(hash).update(operationName).digest('hex') : hash;
    handed.set(key, plan);
    const explaining = explain(isChanged ? { ...request, document, queryHash: hash } : request);
    handed.delete(key); // It has been looked up at once.
    const { data: unordered, errors, ...rest } = await explaining;
    const data = unordered && served ? inOrder(served.apiSchema, document, unordered) : unordered;
    if (!isChanged) return { ...rest, data, ...(errors && { errors }) };
    const renamed = errors?.map(
      (error) =>
        new GraphQLError(error.message, {
          nodes: error.nodes,
          path: error.path?.map(restoreName),
          extensions: error.extensions,
          originalError: error,
        }),
    );
    return { ...rest, data: restoreNames(data), ...(renamed && { errors: renamed }) };
  }
}

/** As long as nobody has asked for it. */
export interface Prepared extends KnownOperation {
  /** Has it planned and compiled, for the case that no condition holds. */
  plan(): Promise<void>;
  /** The plan for these variables. */
  planFor(variables: Run['variables']): Promise<QueryPlan>;
}

interface Asked {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  queryHash: string;
  /** Of the whole document. */
  weight: number;
}
