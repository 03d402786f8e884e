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
 * Reads a GraphQL result from JSON: an object with data, or with errors that explain why there is none. Of an error, parts
 * of a wrong type are left out, and the data and the other errors are kept: a server may write `"message":null` for an
 * exception without a message, or `"extensions":[]` for an empty object.
 *
 * @param parse reads the JSON
 * @returns the data and the first 10,000 errors, their paths cut after 100 steps; an error without a message has an empty one
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
  if (data === null && !hasError(errors)) throw bad('neither data nor GraphQL errors');
  if (errors === null) return { data, errors: NO_ERRORS };
  return { data, errors: (Array.isArray(errors) ? errors : [errors]).slice(0, MAX_ERRORS).map(toError) };
}

/** Tells whether a response in JSON has GraphQL errors, so that it explains an error status. */
export function hasGraphQLErrors(bytes: Buffer): boolean {
  try {
    const result = parseText(bytes);
    return isObject(result) && hasError(result['errors']);
  } catch {
    return false;
  }
}

function parseText(bytes: Buffer): unknown {
  return JSON.parse(bytes.toString('utf8'));
}

function hasError(errors: unknown): boolean {
  return Array.isArray(errors) && errors.some(isError);
}

/** Other interfaces have lists of errors too: one of GraphQL has a message, or a code in its extensions. */
function isError(value: unknown): boolean {
  return (
    isObject(value) &&
    (typeof value['message'] === 'string' ||
      (isObject(value['extensions']) && typeof value['extensions']['code'] === 'string'))
  );
}

/** Keeps the parts of an error that have the right type. https://spec.graphql.org/October2021/#sec-Errors.Error-result-format */
function toError(value: unknown): GraphQLFormattedError {
  if (!isObject(value)) return { message: typeof value === 'string' ? value : '' };
  const { message, path, extensions } = value;
  return cutPath({
    message: typeof message === 'string' ? message : '',
    ...(Array.isArray(path) && { path: path as GraphQLFormattedError['path'] }),
    ...(isObject(extensions) && { extensions }),
  });
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
