import type { Data } from './merge.js';
import { parsed, RawJson } from './raw-json.js';

/**
 * Compiles a path of a query plan, in which `@` stands for every element of a list, to a function that gathers the
 * objects at it. What is not there, or is no object, is left out.
 *
 * @param path such as `['cities', 'nodes', '@', 'leader']`
 */
export function compilePath(path: readonly (string | number)[]): (from: readonly Data[]) => Data[] {
  return (from) => {
    let found: unknown[] = from as Data[];
    for (const step of path) found = step === '@' ? elements(found) : values(found, String(step));
    return found.filter(isObject);
  };
}

function values(objects: readonly unknown[], name: string): unknown[] {
  const found: unknown[] = [];
  for (const object of objects) {
    if (typeof object !== 'object' || object === null) continue;
    let value = (object as Data)[name];
    if (value instanceof RawJson) (object as Data)[name] = value = parsed(value);
    if (value !== undefined && value !== null) found.push(value);
  }
  return found;
}

function elements(lists: readonly unknown[]): unknown[] {
  if (lists.length === 1) return Array.isArray(lists[0]) ? lists[0] : [];
  const found: unknown[] = [];
  for (const list of lists) {
    if (!Array.isArray(list)) continue;
    for (let index = 0; index < list.length; index += 1) found.push(list[index]);
  }
  return found;
}

function isObject(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
