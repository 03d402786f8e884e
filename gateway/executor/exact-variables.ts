import { ExactNumber, mayHoldExactNumbers, parseExactly, writeJson } from './json-number.js';

/**
 * Finds the variables whose numbers JSON.parse has changed.
 *
 * @param variables the JSON text of the request's `variables`
 * @returns their JSON texts; undefined when there are none
 */
export function readExactVariables(variables: string): ReadonlyMap<string, string> | undefined {
  if (!mayHoldExactNumbers(variables)) return undefined;
  const parsed = parseExactly(variables);
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  const exact = Object.entries(parsed).filter(([, value]) => holdsExactNumber(value));
  return exact.length > 0 ? new Map(exact.map(([name, value]) => [name, writeJson(value)])) : undefined;
}

/** The same for the JSON text of a request's body. */
export function readExactVariablesOfBody(body: string): ReadonlyMap<string, string> | undefined {
  if (!mayHoldExactNumbers(body)) return undefined;
  const { variables } = parseExactly(body) as { variables?: unknown };
  return readExactVariables(writeJson(variables));
}

/**
 * The JSON text of one member of an object, with its numbers as they came.
 *
 * @throws SyntaxError for a text of more than 1,000 levels
 */
export function textOfMember(json: string, name: string): string {
  return writeJson((parseExactly(json) as Record<string, unknown>)[name]);
}

function holdsExactNumber(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return value instanceof ExactNumber || Object.values(value).some(holdsExactNumber);
}
