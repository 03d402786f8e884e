import { GraphQLError, type GraphQLErrorOptions } from 'graphql';

/**
 * Every error that the gateway itself makes: its code, what the client reads, and the HTTP status when the
 * whole request fails with it (errors of one field leave the status at 200).
 */
export const ERRORS = {
  BAD_REQUEST: { status: 400, message: 'The request cannot be read.' },
  BAD_USER_INPUT: { status: 400, message: 'A variable is not usable.' },
  GRAPHQL_PARSE_FAILED: { status: 400, message: 'The query cannot be parsed.' },
  GRAPHQL_VALIDATION_FAILED: { status: 400, message: 'The query does not fit the schema.' },
  HEADERS_TOO_LARGE: { status: 431, message: 'The headers are too large: 16 kB is the limit.' },
  INTERNAL_SERVER_ERROR: { status: 500, message: 'An unexpected error occurred.' },
  METHOD_NOT_ALLOWED: { status: 405, message: 'This path does not take that method.' },
  NOT_FOUND: { status: 404, message: 'There is nothing at this path. The graph is at /graphql.' },
  OPERATION_RESOLUTION_FAILURE: { status: 400, message: 'The document has no operation to run.' },
  PAYLOAD_TOO_LARGE: { status: 413, message: 'The body is too large: 256 kB is the limit.' },
  PERSISTED_QUERY_NOT_FOUND: { status: 200, message: 'PersistedQueryNotFound' },
  REQUEST_TIMEOUT: { status: 408, message: 'The request took too long to arrive.' },
  SUBSCRIPTIONS_NOT_SERVED: { status: 400, message: 'This gateway does not serve subscriptions.' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, message: 'Send the body as application/json in UTF-8.' },

  SUBGRAPH_BAD_ANSWER: { status: 200, message: 'The answer of the subgraph "{service}" cannot be used.' },
  SUBGRAPH_REFUSED: { status: 200, message: 'The subgraph "{service}" refused the request of the gateway.' },
  SUBGRAPH_TIMEOUT: { status: 200, message: 'The subgraph "{service}" did not answer in time.' },
  SUBGRAPH_UNREACHABLE: { status: 200, message: 'The subgraph "{service}" cannot be reached.' },
} as const satisfies Record<string, { status: number; message: string }>;

export type ErrorCode = keyof typeof ERRORS;

/** Tells whether a code is one of the gateway's own. */
export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(ERRORS, code);
}

/**
 * Makes a deliberate error that fails the whole request with the status of its code.
 *
 * @param message said instead of the table's words
 */
export function requestError(code: ErrorCode, message: string = ERRORS[code].message, options: GraphQLErrorOptions = {}): GraphQLError {
  return new GraphQLError(message, { ...options, extensions: { code, http: { status: ERRORS[code].status } } });
}

/** The body of every error that is answered outside GraphQL's own pipeline. */
export function errorBody(code: ErrorCode, message: string = ERRORS[code].message) {
  return { errors: [{ message, extensions: { code } }] };
}
