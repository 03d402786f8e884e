import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { unwrapResolverError } from '@apollo/server/errors';
import mongoose from 'mongoose';

/** The codes that a subgraph answers on purpose, beside those of GraphQL itself. */
export type SubgraphErrorCode = 'BAD_USER_INPUT' | 'NOT_FOUND' | 'DATABASE_UNAVAILABLE' | 'UNAUTHENTICATED';

/** A deliberate error: its message and code reach the client as they are. */
export function deliberate(code: SubgraphErrorCode, message: string, extensions: Record<string, unknown> = {}): GraphQLError {
  return new GraphQLError(message, { extensions: { ...extensions, code } });
}

/**
 * Makes the function that turns every error of a subgraph into what a client may see: deliberate ones and
 * GraphQL's own as they are, a missing database by its code, anything else masked and logged.
 */
export function errorFormatter(log: { error(details: object, message: string): void }) {
  return (formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError => {
    const cause = unwrapResolverError(thrown);
    const { message, locations, path } = formatted;
    const place = { ...(locations && { locations }), ...(path && { path }) };
    if (isDatabaseDown(cause)) return { ...place, message: 'The data store does not answer.', extensions: { code: 'DATABASE_UNAVAILABLE' } };
    if (cause instanceof GraphQLError) return { ...place, message, extensions: withoutStack(formatted.extensions) };
    log.error({ err: cause, path }, 'An unexpected error was masked');
    return { ...place, message: 'An unexpected error occurred.', extensions: { code: 'INTERNAL_SERVER_ERROR' } };
  };
}

function withoutStack(extensions: Record<string, unknown> = {}): Record<string, unknown> {
  const { stacktrace: _stacktrace, ...rest } = extensions;
  return rest;
}

function isDatabaseDown(error: unknown): boolean {
  const { MongoNetworkError, MongoServerSelectionError, MongoNotConnectedError, MongoExpiredSessionError } = mongoose.mongo;
  if ([MongoNetworkError, MongoServerSelectionError, MongoNotConnectedError, MongoExpiredSessionError, mongoose.Error.MongooseServerSelectionError].some((kind) => error instanceof kind)) return true;
  // A command before the first connection, or one that outlived its time limit.
  return error instanceof Error && (error.message.includes('before initial connection') || (error as { codeName?: string }).codeName === 'MaxTimeMSExpired');
}
