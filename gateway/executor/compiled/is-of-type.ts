import { isAbstractType, isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql';
import type { Data } from './merge.js';

/** Tells whether an object is of a type, by its `__typename`; undefined when it has none. */
export function isOfType(schema: GraphQLSchema, { __typename: name }: Data, condition: string): boolean | undefined {
  if (typeof name !== 'string') return undefined;
  if (name === condition) return true;
  const type = schema.getType(name);
  const wanted = schema.getType(condition);
  return isAbstractType(wanted) && (isObjectType(type) || isInterfaceType(type)) && schema.isSubType(wanted, type);
}
