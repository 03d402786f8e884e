import type { GraphQLSchema } from 'graphql';
import { isOrImplements } from '../is-or-implements.js';
import type { Data } from './merge.js';

/** Tells whether an object is of a type, by its `__typename`; undefined when it has none. */
export function isOfType(schema: GraphQLSchema, { __typename: name }: Data, condition: string): boolean | undefined {
  if (typeof name !== 'string') return undefined;
  if (name === condition) return true;
  const type = schema.getType(name);
  return type !== undefined && isOrImplements(schema, type, condition);
}
