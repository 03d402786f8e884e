import type { ApolloServerOptions, BaseContext } from '@apollo/server';
import {
  defaultFieldResolver,
  execute,
  getNamedType,
  isCompositeType,
  isObjectType,
  OperationTypeNode,
  type GraphQLFieldResolver,
  type GraphQLSchema,
} from 'graphql';
import type { OperationBudget } from './operation-budget.js';
import { isTurnFull } from './turn-queue.js';

type Gateway = NonNullable<ApolloServerOptions<BaseContext>['gateway']>;

/** Under which a context has the budget of its operation. */
export const BUDGET = Symbol('budget');

/** Under which a context has the root value of its operation: the event of a subscription. */
export const ROOT = Symbol('root');

/**
 * Lets graphql-js execute the operations of a schema within the budget of their contexts. Apollo Server takes another
 * executor in the form of a gateway.
 */
export function boundedExecution(schema: GraphQLSchema): Gateway {
  boundFields(schema);
  return {
    onSchemaLoadOrUpdate(tell) {
      tell({ apiSchema: schema, coreSupergraphSdl: '' });
      return () => undefined;
    },
    load: async () => ({
      async executor({ context, document, operation, request: { operationName, variables = {} } }) {
        const budget = budgetOf(context);
        if (budget) budget.isMutation = operation.operation === OperationTypeNode.MUTATION;
        const execution = Promise.resolve(
          execute({
            schema,
            document,
            rootValue: (context as { [ROOT]?: unknown })[ROOT],
            contextValue: context,
            variableValues: variables,
            operationName: operationName ?? null,
          }),
        );
        if (!budget) return execution;
        const result = await Promise.race([execution, budget.ended]);
        return budget.isEnded ? budget.ended : budget.checkResult(result);
      },
    }),
    stop: async () => undefined,
  };
}

/** Counts what the resolvers of objects give, and lets them wait where they are many. */
function boundFields(schema: GraphQLSchema): void {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields()))
      if (isCompositeType(getNamedType(field.type))) field.resolve = bounded(field.resolve ?? defaultFieldResolver);
  }
}

function bounded(resolve: GraphQLFieldResolver<unknown, unknown>): GraphQLFieldResolver<unknown, unknown> {
  return (source, args, context, info) => {
    const budget = budgetOf(context);
    if (!budget) return resolve(source, args, context, info);
    // Its result is thrown away: a promise that never settles makes no more work.
    if (budget.isEnded) return new Promise(() => undefined);
    return inTurn(budget, () => counted(budget, resolve(source, args, context, info)));
  };
}

/** A batch of a loader settles all its values at once: what is made of them is spread over turns as well. */
function counted(budget: OperationBudget, value: unknown): unknown {
  if (!(value instanceof Promise)) return budget.count(value);
  return value.then((resolved: unknown) => {
    budget.count(resolved);
    return inTurn(budget, () => resolved);
  });
}

/** Does a work now, or in a later turn, unless the operation has ended by then. */
function inTurn(budget: OperationBudget, work: () => unknown): unknown {
  if (!isTurnFull()) return work();
  return new Promise((fulfil, reject) => {
    budget.queue.add(() => {
      if (budget.isEnded) return;
      try {
        fulfil(work());
      } catch (error) {
        reject(error as Error);
      }
    });
  });
}

function budgetOf(context: unknown): OperationBudget | undefined {
  return (context as { [BUDGET]?: OperationBudget } | undefined)?.[BUDGET];
}
