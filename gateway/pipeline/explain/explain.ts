import type { GraphQLError, GraphQLFormattedError } from 'graphql';
import { ERRORS, isErrorCode, requestError } from '../../errors.js';
import { MAX_ERRORS, type ExecutionError } from '../../executor/executor.js';
import { formatError, isDeliberate } from './format-error.js';
import { isLegacyClient } from '../media-type.js';
import { missingExtensions } from './missing.js';
import { hasValueAt, isWarning } from './warnings.js';
import type { RequestState } from '../request-state.js';

/** A response as the client reads it, before it is written as bytes. */
export interface Explained {
  readonly status: number;
  readonly errors: readonly GraphQLFormattedError[];
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** Codes of a document, its variables or what it may read, in a request that was itself well formed. */
const LEGACY_CODES = new Set<unknown>([
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'BAD_USER_INPUT',
  'UNAUTHENTICATED',
  'FORBIDDEN',
]);

/**
 * Works out the status of a response, its errors in the caller's language, and why fields are null or lack something (`extensions.missing`).
 * Errors without a code of ours are logged and masked. A result has at most 200 errors; when there are more,
 * `extensions.errorCount` is the number of all.
 *
 * @param suggests true when graphql-js may suggest names of the schema for a wrong one
 */
export function explain(state: RequestState, suggests: boolean): Explained {
  const explained = explainResult(state, suggests);
  const { errors } = explained;
  if (errors.length > 0) state.codes = [...new Set(errors.map(({ extensions }) => String(extensions?.['code'])))];
  return explained;
}

function explainResult(state: RequestState, suggests: boolean): Explained {
  const { result, refusals, language, extensions } = state;
  if (refusals || !result)
    return { status: refusalStatus(state), errors: formatErrors(state, refusals ?? [], suggests), extensions };

  if (state.errors.length + result.missing.length === 0) return { status: state.status ?? 200, errors: [], extensions };
  // Only names and nulls are read of it, and names are ASCII: the texts need not be decoded.
  const { data } = JSON.parse(result.json.toString('latin1')) as { data: unknown };
  const isOfValue = (error: GraphQLError | ExecutionError) => isWarning(error) && hasValueAt(data, error.path ?? []);
  const warnings = formatErrors(state, state.errors.filter(isOfValue), suggests);
  const all = state.errors.filter((error) => !isOfValue(error));
  const errors = formatErrors(state, all.slice(0, MAX_ERRORS), suggests);
  const errorCount = Math.max(all.length, (result.errorCount ?? 0) - warnings.length);
  return {
    status: state.status ?? 200,
    errors,
    extensions: {
      ...extensions,
      ...missingExtensions(data, errors, result.missing, language, warnings),
      ...(errorCount > errors.length && { errorCount }),
    },
  };
}

/** Errors as the client reads them, in its language. */
export function formatErrors(
  state: RequestState,
  errors: readonly (GraphQLError | ExecutionError)[],
  suggests: boolean,
): GraphQLFormattedError[] {
  return errors.map((error) => formatError(mask(state, error), { language: state.language, suggests }));
}

function refusalStatus({ status, refusals = [], request }: RequestState): number {
  const codes = refusals.map(({ extensions }) => extensions['code']);
  if (isLegacyClient(request.headers.accept) && codes.length > 0 && codes.every((code) => LEGACY_CODES.has(code)))
    return 200;
  if (status !== undefined) return status;
  const [code] = codes;
  const { http } = (refusals[0]?.extensions ?? {}) as { http?: { status?: number } };
  return http?.status ?? (isErrorCode(code) ? ERRORS[code].status : ERRORS.INTERNAL_SERVER_ERROR.status);
}

function mask<E extends GraphQLError | ExecutionError>({ log }: RequestState, error: E): E | ExecutionError {
  if (isDeliberate(error)) return error;
  log.error(
    { err: ('originalError' in error && error.originalError) || error, path: error.path },
    'An unexpected error was masked',
  );
  const { message, extensions } = requestError('INTERNAL_SERVER_ERROR');
  return {
    message,
    locations: error.locations,
    path: error.path,
    extensions: { ...extensions, code: 'INTERNAL_SERVER_ERROR' },
  };
}
