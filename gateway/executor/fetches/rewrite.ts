import type { GraphQLSchema } from 'graphql';
import { isDataObject, ownMember, setMember, type Data } from '../data.js';
import type { Rewrite, RewriteStep } from '../planning/plan.js';
import { isOfType } from './fetched-fields.js';

/** Changes a representation before it is sent, or fetched data before they are merged, as the plan says. */
export function rewrite(schema: GraphQLSchema, rewrites: readonly Rewrite[], value: unknown): void {
  for (const step of rewrites) {
    const key = step.path.at(-1) as string; // Other rewrites are refused with their plan.
    visitObjects(schema, step.path.slice(0, -1), value, (data) => apply(step, key, data));
  }
}

function apply(step: Rewrite, key: string, data: Data): void {
  if (step.kind === 'ValueSetter') setMember(data, key, step.setValueTo);
  else if (ownMember(data, key) !== undefined) {
    setMember(data, step.renameKeyTo, data[key]);
    delete data[key];
  }
}

function visitObjects(
  schema: GraphQLSchema,
  path: readonly RewriteStep[],
  value: unknown,
  change: (data: Data) => void,
): void {
  if (Array.isArray(value)) {
    for (const element of value) visitObjects(schema, path, element, change);
    return;
  }
  if (!isDataObject(value)) return;
  const [first, ...rest] = path;
  if (first === undefined) return change(value);
  if (typeof first === 'string') return visitObjects(schema, rest, ownMember(value, first), change);
  const type = schema.getType(String(ownMember(value, '__typename')));
  const isMet = !type || first.types.some((name) => isOfType(schema, type, name) !== false);
  if (isMet) visitObjects(schema, rest, value, change);
}
