import type { FastifyRequest } from 'fastify';
import { getOperationAST, parse } from 'graphql';
import type { CompiledGateway } from '../executor/compiled/create-compiled-gateway.js';
import { queryTextOf } from '../http/query-text.js';

/**
 * True when a request whose body has been read runs a mutation.
 *
 * @param known finds operations that were prepared before; undefined where none is
 * @param maxTokens a longer document is not parsed to its end
 */
export function isMutationRequest(
  request: FastifyRequest,
  known: CompiledGateway['known'] | undefined,
  maxTokens: number,
): boolean {
  const text = queryTextOf(request);
  if (request.method === 'GET' || text === undefined) return false;
  const { operationName } = request.body as { operationName?: unknown };
  const name = typeof operationName === 'string' ? operationName : undefined;
  const found = known?.(text, name);
  return found ? found.operation.operation === 'mutation' : isMutation(text, name, maxTokens);
}

/**
 * True when a document runs a mutation. A text that cannot be parsed does not.
 *
 * @param maxTokens a longer document is not parsed to its end
 */
export function isMutation(text: string, operationName: string | undefined, maxTokens: number): boolean {
  if (!text.includes('mutation')) return false;
  try {
    return getOperationAST(parse(text, { noLocation: true, maxTokens }), operationName)?.operation === 'mutation';
  } catch {
    return false;
  }
}
