import type { FastifyRequest } from 'fastify';
import type { CompiledGateway } from '../executor/compiled/create-compiled-gateway.js';
import { queryTextOf } from '../http/query-text.js';
import { isMutation } from './is-mutation.js';

/**
 * Tells whether a request whose body has been read asks for a mutation.
 *
 * @param known undefined where no operation is known beforehand
 * @param maxTokens of which a longer text is not read any further
 */
export function asksForMutation(
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
