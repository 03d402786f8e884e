import type { GraphQLFormattedError } from 'graphql';
import { ERRORS } from '../errors.js';

export interface ClientView {
  message: string;
  extensions: Record<string, unknown> & { code: string; service: string };
}

/** Codes by which a subgraph says that the gateway asked wrongly, or that it failed unawares: nothing for clients. */
const NOT_DELIBERATE = new Set<unknown>([
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

/** Extensions that servers put there for themselves, not for clients. */
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

/** Each repetition is bounded: a subgraph's words may repeat a client's, and must not cost more than their length. */
const ADDRESS =
  /\b[a-z][a-z0-9+.-]{0,20}:\/\/[^\s"'<>]+|\b(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?\b|\[[0-9a-f]{0,4}:[0-9a-f:.]{1,40}\](?::\d+)?|\blocalhost(?::\d+)?\b/gi;

/** Extensions may be nested no deeper; what lies below is left out. */
const MAX_DEPTH = 10;

/**
 * Makes of a subgraph's error what a client may see: a deliberate one keeps its words and code, any other is
 * masked; neither shows a stack or an address.
 *
 * @returns what to show, and whether something was masked that the log should keep
 */
export function clientView(error: GraphQLFormattedError, service: string): { view: ClientView; masked: boolean } {
  const code = error.extensions?.code;
  if (typeof code !== 'string' || NOT_DELIBERATE.has(code)) {
    return {
      view: {
        message: ERRORS.INTERNAL_SERVER_ERROR.message.en,
        extensions: { code: 'INTERNAL_SERVER_ERROR', service },
      },
      masked: true,
    };
  }
  const kept = Object.entries(error.extensions ?? {}).filter(([name]) => !INTERNAL_EXTENSIONS.has(name));
  const extensions = Object.fromEntries(kept.map(([name, value]) => [name, cleaned(value)]));
  return {
    view: { message: withoutAddresses(error.message), extensions: { ...extensions, code, service } },
    masked: false,
  };
}

function cleaned(value: unknown, depth = 1): unknown {
  if (typeof value === 'string') return withoutAddresses(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth >= MAX_DEPTH) return undefined;
  if (Array.isArray(value)) return value.map((element) => cleaned(element, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, cleaned(inner, depth + 1)]));
}

function withoutAddresses(text: string): string {
  return text.replace(ADDRESS, '[address]');
}
