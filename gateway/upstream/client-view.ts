import type { GraphQLFormattedError } from 'graphql';
import { ERRORS } from '../errors.js';

export interface ClientView {
  message: string;
  extensions: Record<string, unknown> & { code: string; service: string };
}

/** Codes by which a subgraph says that the gateway asked wrongly, or that it failed unawares: nothing for clients. */
const NOT_DELIBERATE = new Set<unknown>([undefined, null, '', 'INTERNAL_SERVER_ERROR', 'BAD_REQUEST', 'GRAPHQL_PARSE_FAILED', 'GRAPHQL_VALIDATION_FAILED', 'PERSISTED_QUERY_NOT_FOUND', 'OPERATION_RESOLUTION_FAILURE']);

/** Extensions that servers put there for themselves, not for clients. */
const INTERNAL_EXTENSIONS = new Set(['stacktrace', 'exception', 'originalError', 'http', 'response', 'ftv1', 'validationErrors', 'serviceName']);

const ADDRESS = /\b[a-z][a-z0-9+.-]*:\/\/[^\s"'<>]+|\b(?:\d{1,3}\.){3}\d{1,3}(?::\d+)?\b|\blocalhost(?::\d+)?\b/gi;

/**
 * Makes of a subgraph's error what a client may see: a deliberate one keeps its words and code, any other is
 * masked; neither shows a stack or an address.
 *
 * @returns what to show, and whether something was masked that the log should keep
 */
export function clientView(error: GraphQLFormattedError, service: string): { view: ClientView; masked: boolean } {
  const code = error.extensions?.code;
  if (typeof code !== 'string' || NOT_DELIBERATE.has(code)) {
    return { view: { message: ERRORS.INTERNAL_SERVER_ERROR.message, extensions: { code: 'INTERNAL_SERVER_ERROR', service } }, masked: true };
  }
  const kept = Object.entries(error.extensions ?? {}).filter(([name]) => !INTERNAL_EXTENSIONS.has(name));
  const extensions = JSON.parse(withoutAddresses(JSON.stringify(Object.fromEntries(kept)))) as Record<string, unknown>;
  return { view: { message: withoutAddresses(error.message), extensions: { ...extensions, code, service } }, masked: false };
}

function withoutAddresses(text: string): string {
  return text.replace(ADDRESS, '[address]');
}
