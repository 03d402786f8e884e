import { isAlike, parsed } from './raw-json.js';

export type Data = Record<string, unknown>;

/**
 * Puts what a fetch brought into an object of the response. Values are moved, not copied: of several entities that
 * share one answer, all hold the same nested objects, which is harmless because every later fetch fills them alike.
 *
 * @param interfaces the names of interfaces: a subgraph that knows one as an object type says it for `__typename`, and
 * must not hide the type that another subgraph has told
 */
export function merge(target: Data, source: Data, interfaces: ReadonlySet<unknown>): void {
  for (const key in source) {
    if (key === '__proto__') continue; // JSON can hold it, and writing to it would reach every object.
    let value = source[key];
    let present = target[key];
    if (key === '__typename' && present !== undefined && interfaces.has(value)) continue;
    if (present !== undefined && present !== value) {
      if (isAlike(present, value)) present = value;
      else {
        value = parsed(value);
        present = target[key] = parsed(present);
      }
    }
    if (
      typeof value !== 'object' ||
      value === null ||
      typeof present !== 'object' ||
      present === null ||
      present === value
    )
      target[key] = value;
    else if (!Array.isArray(value)) merge(present as Data, value as Data, interfaces);
    else if (Array.isArray(present) && present.length === value.length) mergeLists(present, value, interfaces);
    else target[key] = value;
  }
}

function mergeLists(target: unknown[], source: unknown[], interfaces: ReadonlySet<unknown>): void {
  for (let index = 0; index < source.length; index += 1) {
    const value = source[index];
    const present = target[index];
    if (present === value) continue;
    if (isObject(value) && isObject(present)) merge(present, value, interfaces);
    else if (Array.isArray(value) && Array.isArray(present) && present.length === value.length)
      mergeLists(present, value, interfaces);
    else target[index] = value;
  }
}

function isObject(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
