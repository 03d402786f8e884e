import { isDeepStrictEqual } from 'node:util';
import type { GraphQLFormattedError } from 'graphql';

/** The parts of a response that are compared: the data, and the path and code of each error. */
export interface Outcome {
  data: unknown;
  /** Path and code of each error, sorted, because the order of errors is not specified. */
  errors: readonly string[];
  /** The places that are null because of them, sorted, each once. */
  emptied: readonly string[];
}

type Answered = { data?: unknown; errors?: readonly ResultError[] };
type ResultError = Pick<GraphQLFormattedError, 'path' | 'extensions'> & { message?: string };

/** What graphql-js says of an argument that a variable of the client makes wrong while the operation runs (6.4.1). */
const WRONG_ARGUMENT = /^Argument ".+" (of (required|non-null) type|has invalid value)/;

/** @param answer a body, or the result of an execution in process, whose errors have no code */
export function outcomeOf({ data = null, errors = [] }: Answered): Outcome {
  const told = errors.map((error) => `${JSON.stringify(error.path ?? null)} ${codeOf(error)}`);
  const emptied = new Set(errors.map(({ path = [] }) => JSON.stringify(shownPart(data, path))));
  return { data: JSON.parse(JSON.stringify(data)), errors: told.sort(), emptied: [...emptied].sort() };
}

function codeOf({ extensions, message = '' }: ResultError): string {
  const byMessage = WRONG_ARGUMENT.test(message) ? 'BAD_USER_INPUT' : 'INTERNAL_SERVER_ERROR';
  return String(extensions?.['code'] ?? byMessage);
}

/** Tells whether two outcomes are equal. */
export function areSame(one: Outcome, other: Outcome): boolean {
  return isDeepStrictEqual(one.data, other.data) && isDeepStrictEqual(one.errors, other.errors);
}

/**
 * Tells whether a gateway says what one merged schema does, with the fields in the same order. It may tell more errors
 * below a place that is null anyway: a subgraph cannot know that another of its errors empties the place, where a single
 * server stops at the first. It may tell fewer there: where a subgraph has nulled an object because of an error, nobody
 * looks at the arguments and conditions of its other fields, and a field that the client selects under two names is fetched
 * once. One error for each null is required.
 * https://spec.graphql.org/draft/#sec-Handling-Execution-Errors
 */
export function isAsMerged(merged: Outcome, gateway: Outcome): boolean {
  if (
    JSON.stringify(merged.data) !== JSON.stringify(gateway.data) ||
    !isDeepStrictEqual(merged.emptied, gateway.emptied)
  )
    return false;
  return merged.errors.every((error) => gateway.errors.includes(error) || isNulledAbove(merged, error));
}

/** Tells whether more is null than the field of an error: another error may explain that. */
function isNulledAbove({ data }: Outcome, error: string): boolean {
  const path = JSON.parse(error.slice(0, error.lastIndexOf(' '))) as (string | number)[] | null;
  return path !== null && shownPart(data, path).length < path.length;
}

/** Tells whether data hold anything beside nulls, empty lists and the names of types. */
export function isFilled(data: unknown): boolean {
  if (typeof data !== 'object' || data === null) return data !== null && data !== undefined;
  if (Array.isArray(data)) return data.some(isFilled);
  return Object.entries(data).some(([name, value]) => name !== '__typename' && isFilled(value));
}

function shownPart(data: unknown, path: readonly (string | number)[]): readonly (string | number)[] {
  let value = data;
  for (const [index, step] of path.entries()) {
    if (typeof value !== 'object' || value === null) return path.slice(0, index);
    value = (value as Record<string | number, unknown>)[step];
  }
  return path;
}
