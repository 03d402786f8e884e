import type { ApolloServerOptions, ApolloServerPlugin, BaseContext } from '@apollo/server';
import { execute, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { LRUCache } from 'lru-cache';
import { compileOperation, type CompiledOperation } from './compile-operation.js';
import { weightOf } from '../server/document-weight.js';
import { runOperation } from './run-operation.js';

type Gateway = NonNullable<ApolloServerOptions<BaseContext>['gateway']>;
type Executor = NonNullable<Awaited<ReturnType<Gateway['load']>>['executor']>;

/** Bytes that the operations which are kept take, about. */
const MAX_BYTES = 48 * 1024 * 1024;

/** The operations that Apollo Server found valid, compiled. */
export interface KnownOperations {
  /** Undefined for one that was not found valid yet, or that is not compiled. */
  find(query: string, operationName: string | undefined): CompiledOperation | undefined;
  /** Keeps what Apollo Server finds valid. */
  readonly plugin: ApolloServerPlugin<object>;
  /** Stands where Apollo Server has a gateway: it runs compiled what can be, and the rest by graphql-js. */
  readonly gateway: Gateway;
}

/** Under which a context brings the answer that Apollo Server is to write instead of running the operation again. */
export const ANSWER = Symbol('answer');

export function knownOperations(schema: GraphQLSchema): KnownOperations {
  const compiled = new LRUCache<string, { operation: CompiledOperation | null }>({ maxSize: MAX_BYTES });
  const keyOf = (query: string, operationName: string | null | undefined) => `${operationName ?? ''}\n${query}`;
  const find = (query: string, operationName: string | null | undefined) =>
    compiled.get(keyOf(query, operationName))?.operation ?? undefined;

  const executor: Executor = async ({ context, source, document, request: { operationName, variables = {} } }) => {
    const answer = (context as { [ANSWER]?: ExecutionResult })[ANSWER];
    if (answer) return answer;
    const operation = find(source, operationName);
    return operation
      ? runOperation(operation, variables, context)
      : execute({
          schema,
          document,
          contextValue: context,
          variableValues: variables,
          operationName: operationName ?? null,
        });
  };

  return {
    find,
    plugin: {
      async requestDidStart() {
        return {
          async didResolveOperation({ source, document, operation, request: { operationName } }) {
            const key = keyOf(source, operationName);
            if (operation && !compiled.has(key))
              compiled.set(
                key,
                { operation: compileOperation(schema, document, operation) },
                { size: weightOf(document) },
              );
          },
        };
      },
    },
    gateway: {
      onSchemaLoadOrUpdate(tell) {
        tell({ apiSchema: schema, coreSupergraphSdl: '' });
        return () => undefined;
      },
      load: async () => ({ executor }),
      stop: async () => undefined,
    },
  };
}
