import type { GraphQLFormattedError } from 'graphql';
import { SubgraphFault } from './subgraph-fault.js';

export interface GraphQLAnswer {
  data: Record<string, unknown> | null;
  errors: readonly GraphQLFormattedError[];
}

/** Each error costs its share of an answer's work, however little it says. */
const MOST_ERRORS = 10_000;
const NO_ERRORS: readonly GraphQLFormattedError[] = [];

/**
 * Reads a GraphQL answer out of JSON: an object with data, or with errors that say why there is none.
 *
 * @param parse reads JSON
 * @returns the first 10,000 of its errors
 * @throws SubgraphFault for anything else, `{}` and `null` among it
 */
export function parseAnswer(
  bytes: Buffer,
  service: string,
  parse: (bytes: Buffer) => unknown = parseText,
): GraphQLAnswer {
  const bad = (detail: string) => new SubgraphFault('SUBGRAPH_BAD_ANSWER', service, detail);
  let answer: unknown;
  try {
    answer = parse(bytes);
  } catch (error) {
    throw bad(`not JSON: ${(error as Error).message}`);
  }
  if (!isObject(answer)) throw bad('not a JSON object');

  const { data = null, errors = null } = answer;
  if (data !== null && !isObject(data)) throw bad('data is not an object');
  if (errors !== null && !(Array.isArray(errors) && errors.every(isError))) throw bad('errors is not a list of errors');
  if (data === null && (errors === null || errors.length === 0)) throw bad('neither data nor errors');
  return { data, errors: errors?.slice(0, MOST_ERRORS) ?? NO_ERRORS };
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
