import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { ERRORS, isErrorCode } from '../errors.js';

/**
 * Tells whether an error was meant for clients: it has a code of the gateway's table, or is a subgraph's own
 * (those were masked where they came in), or is Apollo's complaint about a request.
 */
export function isDeliberate(error: unknown): boolean {
  if (!(error instanceof GraphQLError)) return false;
  const { code, service, http } = error.extensions as { code?: unknown; service?: unknown; http?: { status?: number } };
  return (
    (isErrorCode(code) && code !== 'INTERNAL_SERVER_ERROR') ||
    typeof service === 'string' ||
    isClientStatus(http?.status)
  );
}

/** What a client reads of an error: deliberate ones as they are, any other as an unexpected one. */
export function maskError(formatted: GraphQLFormattedError, thrown: unknown): GraphQLFormattedError {
  const { message, locations, path, extensions } = formatted;
  const place = { ...(locations && { locations }), ...(path && { path }) };
  if (!isDeliberate(thrown))
    return {
      message: ERRORS.INTERNAL_SERVER_ERROR.message.en,
      ...place,
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    };
  const { stacktrace: _stacktrace, code, ...rest } = extensions ?? {};
  // Apollo complains about a wrong persisted query without a code of its own.
  const shownCode = code === 'INTERNAL_SERVER_ERROR' && rest.service === undefined ? 'BAD_REQUEST' : code;
  return {
    message: rest.service === undefined ? ownWords(message) : message,
    ...place,
    extensions: { code: shownCode, ...rest },
  };
}

/** Apollo's complaints about a request, where they name libraries. */
function ownWords(message: string): string {
  if (message.startsWith('This operation has been blocked as a potential Cross-Site Request Forgery'))
    return 'A page of another site may have sent this request. Send it with the header content-type: application/json.';
  if (message.startsWith('GraphQL queries must be strings.')) return 'GraphQL queries must be strings.';
  return message;
}

function isClientStatus(status: number | undefined): boolean {
  return status !== undefined && status >= 400 && status < 500;
}
