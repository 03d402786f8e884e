import type { FastifyBaseLogger } from 'fastify';
import type { QueryPlan } from '@apollo/query-planner';
import { requestError } from '../../errors.js';
import type { SubgraphClient } from '../../upstream/subgraph-client.js';
import type { ExecutionContext, ExecutionResult, Executor, Variables } from '../executor.js';
import { createApolloRun, toApolloOperation, toResult, type ApolloOperation } from '../stock/apollo-run.js';
import { createCompiledGateway, type Prepared } from './create-compiled-gateway.js';
import type { ExplainContext } from './explain-context.js';

export interface CompiledExecutorOptions {
  /** Without the directives of access. */
  supergraphSdl: string;
  /** By the subgraph's name. */
  clientOf: (service: string) => SubgraphClient;
  log: FastifyBaseLogger;
}

/** Creates the executor that compiles operations, with Apollo's behind it for what cannot be compiled and for errors. */
export async function createCompiledExecutor(options: CompiledExecutorOptions): Promise<Executor> {
  const { supergraphSdl, clientOf, log } = options;
  const compiled = createCompiledGateway({
    readSupergraph: async () => supergraphSdl,
    clientOf: ({ name }) => clientOf(name),
    exposePlans: false,
    log,
  });
  await compiled.gateway.load();
  const { apiSchema } = compiled;
  const apollo = createApolloRun({ schema: apiSchema, execute: compiled.gateway.executor, log });

  return {
    apiSchema,
    prepare(document, operation) {
      if (operation.operation === 'subscription') throw requestError('SUBSCRIPTIONS_NOT_SERVED');
      const whole = known(toApolloOperation(document, operation));
      return {
        operation,
        weight: whole.prepared?.weight ?? 0,
        warm: async () => whole.prepared?.plan(),
        run: (variables, context) =>
          context.refused
            ? apollo.runWithoutRefused(document, operation, context.refused, (rest) =>
                runKnown(known(rest), variables, context),
              )
            : runKnown(whole, variables, context),
        plan: async (variables): Promise<QueryPlan> => {
          if (!whole.prepared) throw new Error('The operation has no plan');
          return whole.prepared.planFor(whole.toVariables(variables));
        },
      };
    },
    async close() {
      await compiled.close();
      await compiled.gateway.stop();
    },
  };

  function known(operation: ApolloOperation): ApolloOperation & { prepared: Prepared | null } {
    const { document, queryHash } = operation;
    return { ...operation, prepared: compiled.prepare(document, queryHash, operation.operation.name?.value) };
  }

  async function runKnown(
    operation: ReturnType<typeof known>,
    variables: Variables,
    { log, headers, signal, deadline }: ExecutionContext,
  ): Promise<ExecutionResult> {
    const context: ExplainContext = { log, upstreamHeaders: headers, gone: signal, deadline };
    const result = await operation.prepared?.run(operation.toVariables(variables), context);
    if (result && 'answer' in result) {
      const { answer, absent } = result;
      const end = answer.at(-1) === NEWLINE ? answer.length - 1 : answer.length;
      return { json: answer.subarray(0, end), errors: [], missing: absent, fetches: 0 };
    }
    if (result) context.replay = result.replay;
    const explained = toResult(await apollo.send(operation, variables, context));
    return { ...explained, missing: context.absent ?? [] };
  }
}

const NEWLINE = 0x0a;
