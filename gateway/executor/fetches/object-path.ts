import type { GraphQLSchema } from 'graphql';
import type { PathStep } from '../planning/plan.js';
import { isDataObject, type Data } from '../data.js';
import { RawJson } from '../passthrough/raw-json.js';

/** Gathers the objects at a path of the data. What is not there, or is no object, is left out. */
export type ObjectPath = (root: Data) => Data[];

/** Compiles the path of a fetch, in which `@` stands for every element of a list. */
export function compilePath(schema: GraphQLSchema, path: readonly PathStep[]): ObjectPath {
  const steps = path.map((step) => {
    if (step === '@') return elements;
    if (typeof step === 'string') return (found: readonly unknown[]) => members(found, step);
    const types = new Set(step.types.flatMap((name) => typesNamed(schema, name)));
    return (found: readonly unknown[]) =>
      found.filter((value) => isDataObject(value) && types.has(value['__typename'] as string));
  });
  return (root) => {
    let found: readonly unknown[] = [root];
    for (const step of steps) found = step(found);
    return found.filter(isDataObject);
  };
}

/** The object types of a type condition, and itself. */
function typesNamed(schema: GraphQLSchema, name: string): string[] {
  const type = schema.getType(name);
  const possible =
    type && 'getInterfaces' in type && !('isTypeOf' in type) ? schema.getPossibleTypes(type as never) : [];
  return [name, ...possible.map((each) => each.name)];
}

function members(objects: readonly unknown[], key: string): unknown[] {
  const found: unknown[] = [];
  for (const object of objects) {
    if (typeof object !== 'object' || object === null) continue;
    let value = (object as Data)[key];
    if (value instanceof RawJson) (object as Data)[key] = value = value.parse();
    if (value !== undefined && value !== null) found.push(value);
  }
  return found;
}

function elements(lists: readonly unknown[]): readonly unknown[] {
  if (lists.length === 1) return Array.isArray(lists[0]) ? lists[0] : [];
  const found: unknown[] = [];
  for (const list of lists) {
    if (!Array.isArray(list)) continue;
    for (let index = 0; index < list.length; index += 1) found.push(list[index]);
  }
  return found;
}
