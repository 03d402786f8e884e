import type { FetchDataRewrite } from '@apollo/query-planner';
import type { GraphQLSchema } from 'graphql';
import type { Data } from './merge.js';
import { isOfType } from './is-of-type.js';

const FRAGMENT = '... on ';

/** Changes a representation before it is sent, or an answer before it is merged, as the plan says. */
export function rewrite(schema: GraphQLSchema, rewrites: readonly FetchDataRewrite[], value: unknown): void {
  for (const step of rewrites) {
    const field = step.path.at(-1);
    if (field !== undefined) at(schema, step.path.slice(0, -1), value, (data) => apply(step, field, data));
  }
}

function apply(step: FetchDataRewrite, field: string, data: Data): void {
  if (step.kind === 'ValueSetter') data[field] = step.setValueTo;
  else if (Object.hasOwn(data, field) && data[field] !== undefined) {
    data[step.renameKeyTo] = data[field];
    delete data[field];
  }
}

function at(schema: GraphQLSchema, path: readonly string[], value: unknown, change: (data: Data) => void): void {
  if (Array.isArray(value)) {
    for (const element of value) at(schema, path, element, change);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const [first, ...rest] = path;
  if (first === undefined) return change(value as Data);
  if (!first.startsWith(FRAGMENT)) return at(schema, rest, (value as Data)[first], change);
  if (isOfType(schema, value as Data, first.slice(FRAGMENT.length)) ?? true) at(schema, rest, value, change);
}
