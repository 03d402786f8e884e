import type { GraphQLFormattedError } from 'graphql';
import { ERRORS, isErrorCode } from '../errors.js';

interface SanitizedError {
  message: string;
  extensions: Record<string, unknown> & { code: string; service: string };
}

/** Codes of errors that the subgraph did not make for clients: it failed unexpectedly, or the gateway's request was wrong. */
const INTERNAL_CODES = new Set<unknown>([
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

/**
 * Each repetition is bounded, so that the time stays linear: a subgraph's message may contain text of a client. URLs with a
 * scheme, IPv4, bracketed IPv6, localhost.
 */
const ADDRESS =
  /\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s"'<>]+|\b(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?\b|\[[0-9a-f]{0,4}:[0-9a-f:.]{1,40}\](?::\d+)?|\blocalhost(?::\d+)?\b/gi;

/** Characters of a message that clients see. */
const MAX_MESSAGE_LENGTH = 2_000;
/** Values of the extensions below this depth are left out. */
const MAX_DEPTH = 10;
/** Size of all extensions of an error: characters of names and strings, and {@link VALUE_SIZE} for each value. The rest is left out. */
const MAX_SIZE = 10_000;
const VALUE_SIZE = 8;

/**
 * Makes the part of a subgraph's error that a client may see. An error with a code of its own keeps its message and
 * code; any other is masked. Stack traces and addresses are removed, and what is too large is cut.
 *
 * @param showsInternal whether a masked error keeps its message: in development
 * @returns the error for the client, and whether the original is one that should be logged
 */
export function sanitizeError(
  error: GraphQLFormattedError,
  service: string,
  showsInternal = false,
): { sanitized: SanitizedError; isMasked: boolean } {
  const code = error.extensions?.code;
  if (typeof code !== 'string' || code === '' || INTERNAL_CODES.has(code)) {
    const message = (showsInternal && sanitizeText(error.message)) || ERRORS.INTERNAL_SERVER_ERROR.message.en;
    return { sanitized: { message, extensions: { code: 'INTERNAL_SERVER_ERROR', service } }, isMasked: true };
  }
  const budget = { left: MAX_SIZE };
  const extensions = sanitizeObject(error.extensions!, 0, budget, INTERNAL_EXTENSIONS);
  return {
    sanitized: {
      message: sanitizeText(error.message) || messageOf(code),
      extensions: { ...extensions, code: sanitizeText(code), service },
    },
    isMasked: false,
  };
}

/** The same in a gateway of one developer: the error of a subgraph as it was sent. */
export function showError(
  error: GraphQLFormattedError,
  service: string,
): { sanitized: SanitizedError; isMasked: boolean } {
  const { code } = error.extensions ?? {};
  return {
    sanitized: {
      message: error.message,
      extensions: {
        ...error.extensions,
        code: typeof code === 'string' && code !== '' ? code : 'INTERNAL_SERVER_ERROR',
        service,
      },
    },
    isMasked: false,
  };
}

/** For an error without a message. */
function messageOf(code: string): string {
  return ERRORS[isErrorCode(code) ? code : 'INTERNAL_SERVER_ERROR'].message.en;
}

/** What may still be added to the extensions of an error. */
interface Budget {
  left: number;
}

/** @returns undefined for a value that is too deep or does not fit into the budget */
function sanitizeValue(value: unknown, depth: number, budget: Budget): unknown {
  budget.left -= VALUE_SIZE + (typeof value === 'string' ? value.length : 0);
  if (budget.left < 0) return undefined;
  if (typeof value === 'string') return sanitizeText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return undefined;
  return Array.isArray(value) ? sanitizeList(value, depth, budget) : sanitizeObject(value, depth, budget);
}

function sanitizeList(list: readonly unknown[], depth: number, budget: Budget): unknown[] {
  const kept: unknown[] = [];
  for (const element of list) {
    if (budget.left < 0) break;
    const sanitized = sanitizeValue(element, depth + 1, budget);
    if (sanitized !== undefined) kept.push(sanitized);
  }
  return kept;
}

function sanitizeObject(
  object: object,
  depth: number,
  budget: Budget,
  omitted?: ReadonlySet<string>,
): Record<string, unknown> {
  const kept: [string, unknown][] = [];
  for (const name in object) {
    if (budget.left < 0) break;
    if (omitted?.has(name)) continue;
    budget.left -= name.length;
    const sanitized = sanitizeValue((object as Record<string, unknown>)[name], depth + 1, budget);
    if (sanitized !== undefined) kept.push([name, sanitized]);
  }
  return Object.fromEntries(kept);
}

function sanitizeText(text: string): string {
  const cut = text.length > MAX_MESSAGE_LENGTH ? `${text.slice(0, MAX_MESSAGE_LENGTH)}…` : text;
  return cut.replace(ADDRESS, '[address]');
}
