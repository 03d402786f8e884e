import { createHash } from 'node:crypto';
import type { ApolloGateway } from '@apollo/gateway';
import type { QueryPlan } from '@apollo/query-planner';
import {
  buildASTSchema,
  getOperationAST,
  getVariableValues,
  GraphQLError,
  Kind,
  parse,
  print,
  separateOperations,
  validate,
  type DocumentNode,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { weightOf } from '../../../subgraphs/runtime/weight-of.js';
import type { RequestContext } from '../../request-context.js';
import type { SubgraphClient } from '../../upstream/subgraph-client.js';
import { createPlanner } from './planning/create-planner.js';
import { createPlanCache, type PlanCache } from './planning/plan-cache.js';
import type { Planner } from './planning/planner.js';
import { createStockGateway, type StockExecutorOptions } from '../stock.js';
import { canCompile } from './can-compile.js';
import { compileOperation, type Answered, type CompiledOperation } from './compile-operation.js';
import { conditionVariables } from './condition-variables.js';
import { contendedFields, type Contended } from './contended-fields.js';
import { decideDocument } from './decide-document.js';
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
  /** Its estimated cost. */
  cost(variables: Run['variables']): number;
  /**
   * Runs it. Null when the variables do not fit, which Apollo's executor then says; a replay when the answer is not
   * just so, out of which Apollo's executor works out the errors.
   */
  run(variables: Run['variables'], context: RequestContext): Promise<Answered | { replay: Replay } | null>;
}

export interface CompiledGateway {
  readonly gateway: ApolloGateway;
  /** An operation that has been run before, by the text and name by which clients ask for it. */
  known(text: string, operationName: string | undefined): KnownOperation | undefined;
  /** Prepares valid operations, so that the first who asks for one need not wait for its plan. What cannot be prepared is left out. */
  warm(texts: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

/** The supergraph that is served, as compiled code needs it. */
interface Served {
  apiSchema: GraphQLSchema;
  schema: GraphQLSchema;
  planner: Planner;
  plans: PlanCache;
  contended: Contended;
  /** By text, then by operation name. Null for what cannot be compiled. */
  operations: LRUCache<string, Map<string, KnownOperation | null>>;
}

/** Bytes that the operations of all texts take, about; those that nobody has asked for the longest go first. */
const MAX_BYTES = 48 * 1024 * 1024;
/** Of a text whose operation cannot be compiled; each choice of `@skip` and `@include` that is kept has a plan and code of its own. */
const LEAST_WEIGHT = 1_000;
/** Choices of `@skip` and `@include` that are kept of one operation. */
const MAX_CHOICES = 8;

/** An operation for one choice of `@skip` and `@include`. */
interface Chosen {
  compiled: CompiledOperation;
  asked: AskedDocument;
}

export interface CompiledGatewayOptions extends StockExecutorOptions {
  /** Estimates the cost of an operation of the supergraph that is served. */
  estimateCost: (document: DocumentNode, operation: OperationDefinitionNode) => KnownOperation['cost'];
}

type ExecutorRequest = Parameters<ApolloGateway['executor']>[0];

/**
 * Makes Apollo's gateway with compiled operations in the place of its executor. Its own executor stays behind it: it
 * answers what cannot be compiled, and works out the errors of an answer that is not just so, from what the subgraphs
 * have already sent.
 */
export function createCompiledGateway(options: CompiledGatewayOptions): CompiledGateway {
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
    replayFor: (request) => (request as { context: RequestContext }).context.replay,
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
      operations: new LRUCache({ maxSize: MAX_BYTES }),
    };
  });

  const explain = gateway.executor;
  gateway.executor = async (request) => {
    const context = request.context as RequestContext;
    if (context.replay) return explainReplay(request, context.replay);
    if (!served || isPlanAsked(request)) return explain(request);
    const current = served;
    const name = request.request.operationName ?? '';
    const kept = current.operations.get(request.source)?.get(name);
    const known =
      kept === undefined
        ? prepare(current, request.document, request.queryHash, request.request.operationName ?? undefined)
        : kept;
    const result = known && (await known.run(request.request.variables ?? {}, context));
    if (kept === undefined) keep(current, request.source, name, known);
    if (!result) return explain(request);
    if ('answer' in result) {
      context.absent = result.absent;
      return JSON.parse(result.answer.toString('utf8')) as { data: Record<string, unknown> };
    }
    context.replay = result.replay;
    return explainReplay(request, result.replay);
  };

  return {
    gateway,
    known: (text, operationName) => served?.operations.get(text)?.get(operationName ?? '') ?? undefined,
    async warm(texts) {
      const current = served;
      if (current)
        await Promise.all(
          texts.map((text) =>
            warmUp(current, text).catch((error: Error) =>
              options.log.warn({ reason: error.message }, 'An operation could not be prepared'),
            ),
          ),
        );
    },
    close: async () => served?.planner.close(),
  };

  /** A plan is shown by Apollo's executor only. */
  function isPlanAsked({ request }: ExecutorRequest): boolean {
    return options.exposePlans && request.http?.headers.has('apollo-query-plan-experimental') === true;
  }

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

  async function warmUp(current: Served, text: string): Promise<void> {
    const document = parse(text);
    const [problem] = validate(current.apiSchema, document);
    if (problem) throw problem;
    const queryHash = createHash('sha256').update(text).digest('hex');
    const names = document.definitions.flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION ? [definition.name?.value] : [],
    );
    // Who asks for the only operation of a document need not name it.
    for (const name of names.length === 1 ? new Set([names[0], undefined]) : names) {
      const known = prepare(current, document, queryHash, name);
      await known?.plan();
      keep(current, text, name ?? '', known);
    }
  }

  function keep({ operations }: Served, source: string, name: string, known: KnownOperation | null): void {
    const ofText = (operations.get(source) ?? new Map<string, KnownOperation | null>()).set(name, known);
    operations.set(source, ofText, {
      size: [...ofText.values()].reduce((sum, each) => sum + (each?.weight ?? 0), LEAST_WEIGHT + source.length),
    });
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

    return {
      document,
      operation,
      weight: weight * (1 + Math.min(deciding.length, MAX_CHOICES)),
      cost: options.estimateCost(document, operation),
      plan: async () =>
        void (await choose(
          deciding.map(() => '0').join(''),
          Object.fromEntries(deciding.map((name) => [name, false])),
        )),
      async run(variables, { upstreamHeaders, gone, deadline }) {
        const { coerced } =
          definitions.length === 0
            ? { coerced: {} }
            : getVariableValues(apiSchema, definitions, variables, { maxErrors: 0 });
        if (!coerced) return null;
        const choice = deciding
          .map((name) => ((coerced as Record<string, unknown>)[name] === true ? '1' : '0'))
          .join('');
        const { compiled, asked } = choices.get(choice) ?? (await choose(choice, coerced));
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
interface Prepared extends KnownOperation {
  /** Has it planned and compiled, for the case that no condition holds. */
  plan(): Promise<void>;
}

interface Asked {
  document: DocumentNode;
  operation: OperationDefinitionNode;
  queryHash: string;
  /** Of the whole document. */
  weight: number;
}
