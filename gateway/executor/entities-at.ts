import type { Data, Target } from './fetch-journal.js';
import { own } from './own.js';

/** The way to a value in a response: names of fields and indexes of lists. */
export type ResponsePath = readonly (string | number)[];

/**
 * Finds the objects at a path of a query plan, in which `@` stands for every element of a list.
 *
 * @param path such as `['cities', 'nodes', '@', 'leader']`
 */
export function* entitiesAt(
  value: unknown,
  path: readonly (string | number)[],
  here: ResponsePath = [],
): Generator<Target> {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    const rest = path[0] === '@' ? path.slice(1) : path;
    for (const [index, element] of value.entries()) yield* entitiesAt(element, rest, [...here, index]);
  } else if (path.length === 0) {
    yield { path: here, data: value as Data };
  } else {
    const name = path[0]!;
    yield* entitiesAt(own(value as Data, name), path.slice(1), [...here, name]);
  }
}
