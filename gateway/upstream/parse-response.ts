import type { GraphQLFormattedError } from 'graphql';
import { SubgraphError } from './subgraph-error.js';

export interface GraphQLResult {
  data: Record<string, unknown> | null;
  errors: readonly GraphQLFormattedError[];
}

/** Each error costs its share of the response's processing, however short it is. */
const MAX_ERRORS = 10_000;
/** Steps of an error's path: more than any response of a bounded depth has. Also the number of characters of a step. */
const MAX_PATH_STEPS = 100;
const MAX_STEP_LENGTH = 1_000;
const NO_ERRORS: readonly GraphQLFormattedError[] = [];

/**
 * Reads a GraphQL result from JSON: an object with data, or with errors that explain why there is none.
 *
 * @param parse reads the JSON
 * @returns the data and the first 10,000 errors, their paths cut after 100 steps
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
  if (errors !== null && !isErrorList(errors)) throw bad('errors is not a list of errors');
  if (data === null && (errors === null || errors.length === 0)) throw bad('neither data nor errors');
  return { data, errors: errors?.slice(0, MAX_ERRORS).map(cutPath) ?? NO_ERRORS };
}

/** Tells whether a response in JSON has GraphQL errors, so that it explains an error status. */
export function hasGraphQLErrors(bytes: Buffer): boolean {
  try {
    const result = parseText(bytes);
    return isObject(result) && isErrorList(result['errors']) && result['errors'].length > 0;
  } catch {
    return false;
  }
}

function parseText(bytes: Buffer): unknown {
  return JSON.parse(bytes.toString('utf8'));
}

function isErrorList(value: unknown): value is GraphQLFormattedError[] {
  return Array.isArray(value) && value.every(isError);
}

function isError(value: unknown): value is GraphQLFormattedError {
  if (!isObject(value) || typeof value.message !== 'string') return false;
  const { path, extensions } = value;
  return (path == null || Array.isArray(path)) && (extensions == null || isObject(extensions));
}

/** Cuts a path before the first step that is too long, or neither a name nor an index. */
function cutPath(error: GraphQLFormattedError): GraphQLFormattedError {
  const { path } = error;
  if (path == null) return error;
  let length = 0;
  while (length < path.length && length < MAX_PATH_STEPS && isStep(path[length])) length += 1;
  return length === path.length ? error : { ...error, path: path.slice(0, length) };
}

function isStep(step: unknown): boolean {
  return typeof step === 'number' || (typeof step === 'string' && step.length <= MAX_STEP_LENGTH);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
