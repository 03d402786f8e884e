import type { GraphQLFormattedError } from 'graphql';
import { ERRORS } from '../errors.js';

export interface SanitizedError {
  message: string;
  extensions: Record<string, unknown> & { code: string; service: string };
}

/** Codes of errors that the subgraph did not make for clients: it failed unexpectedly, or the gateway's request was wrong. */
const INTERNAL_CODES = new Set<unknown>([
  undefined,
  null,
  '',
  'INTERNAL_SERVER_ERROR',
  'BAD_REQUEST',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'PERSISTED_QUERY_NOT_FOUND',
  'OPERATION_RESOLUTION_FAILURE',
]);

/** Extensions that servers write for themselves, not for clients. */
const INTERNAL_EXTENSIONS = new Set([
  'stacktrace',
  'exception',
  'originalError',
  'http',
  'response',
  'ftv1',
  'validationErrors',
  'serviceName',
]);

/** Each repetition is bounded, so that the time stays linear: a subgraph's message may contain text of a client. */
const ADDRESS =
  /\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s"'<>]+|\b(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?\b|\[[0-9a-f]{0,4}:[0-9a-f:.]{1,40}\](?::\d+)?|\blocalhost(?::\d+)?\b/gi;

/** Extensions below this depth are left out. */
const MAX_DEPTH = 10;

/**
 * Makes the part of a subgraph's error that a client may see. An error with a code of its own keeps its message and
 * code; any other is masked. Stack traces and addresses are removed from both.
 *
 * @returns the error for the client, and whether the original was masked and should be logged
 */
export function sanitizeError(
  error: GraphQLFormattedError,
  service: string,
): { sanitized: SanitizedError; isMasked: boolean } {
  const code = error.extensions?.code;
  if (typeof code !== 'string' || INTERNAL_CODES.has(code)) {
    return {
      sanitized: {
        message: ERRORS.INTERNAL_SERVER_ERROR.message.en,
        extensions: { code: 'INTERNAL_SERVER_ERROR', service },
      },
      isMasked: true,
    };
  }
  const kept = Object.entries(error.extensions ?? {}).filter(([name]) => !INTERNAL_EXTENSIONS.has(name));
  const extensions = Object.fromEntries(kept.map(([name, value]) => [name, sanitizeValue(value)]));
  return {
    sanitized: { message: removeAddresses(error.message), extensions: { ...extensions, code, service } },
    isMasked: false,
  };
}

function sanitizeValue(value: unknown, depth = 1): unknown {
  if (typeof value === 'string') return removeAddresses(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return undefined;
  if (Array.isArray(value)) return value.map((element) => sanitizeValue(element, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, sanitizeValue(inner, depth + 1)]));
}

function removeAddresses(text: string): string {
  return text.replace(ADDRESS, '[address]');
}
