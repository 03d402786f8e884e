import { GraphQLError } from 'graphql';
import { requestError } from '../errors.js';
import { HttpError, limitOf } from '../http/http-error.js';
import type { RequestState } from './request-state.js';

/**
 * Notes why a request as a whole is refused.
 *
 * @param error thrown by a stage: an HttpError, whose headers the reply gets; a GraphQLError, or an AggregateError of several;
 *   anything else is unexpected
 */
export function refuse(state: RequestState, error: unknown): void {
  if (error instanceof HttpError) void state.reply.headers(error.headers);
  state.limit = limitOf(error);
  state.refusals = toGraphQLErrors(error);
}

function toGraphQLErrors(error: unknown): GraphQLError[] {
  if (error instanceof HttpError) return [requestError(error.code, error.sentence)];
  if (error instanceof AggregateError) return error.errors.flatMap(toGraphQLErrors);
  if (error instanceof GraphQLError) return [error];
  return [
    new GraphQLError('Unexpected error', { originalError: error instanceof Error ? error : new Error(String(error)) }),
  ];
}
