import type { GraphQLFormattedError } from 'graphql';
import { SubgraphError } from './subgraph-error.js';

export interface GraphQLResult {
  data: Record<string, unknown> | null;
  errors: readonly GraphQLFormattedError[];
}

/** Each error costs its share of the response's processing, however short it is. */
const MAX_ERRORS = 10_000;
const NO_ERRORS: readonly GraphQLFormattedError[] = [];

/**
 * Reads a GraphQL result from JSON: an object with data, or with errors that explain why there is none.
 *
 * @param parse reads the JSON
 * @returns the data and the first 10,000 errors
 * @throws SubgraphError for anything else, also for `{}` and `null`
 */
export function parseResponse(
  bytes: Buffer,
  service: string,
  parse: (bytes: Buffer) => unknown = parseText,
): GraphQLResult {
  const bad = (detail: string) => new SubgraphError('SUBGRAPH_BAD_ANSWER', service, detail);
  let result: unknown;
  try {
    result = parse(bytes);
  } catch (error) {
    throw bad(`not JSON: ${(error as Error).message}`);
  }
  if (!isObject(result)) throw bad('not a JSON object');

  const { data = null, errors = null } = result;
  if (data !== null && !isObject(data)) throw bad('data is not an object');
  if (errors !== null && !(Array.isArray(errors) && errors.every(isError))) throw bad('errors is not a list of errors');
  if (data === null && (errors === null || errors.length === 0)) throw bad('neither data nor errors');
  return { data, errors: errors?.slice(0, MAX_ERRORS) ?? NO_ERRORS };
}

function parseText(bytes: Buffer): unknown {
  return JSON.parse(bytes.toString('utf8'));
}

function isError(value: unknown): value is GraphQLFormattedError {
  if (!isObject(value) || typeof value.message !== 'string') return false;
  const { path, extensions } = value;
  return (path == null || Array.isArray(path)) && (extensions == null || isObject(extensions));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
