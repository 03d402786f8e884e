import { isEnumType, type GraphQLNamedType } from 'graphql';

/** Tells whether JSON text can hold this value of a scalar or enum; custom scalars may be anything. */
export function isLeaf(type: GraphQLNamedType, value: unknown): boolean {
  if (isEnumType(type)) return typeof value === 'string' && type.getValue(value) != null;
  switch (type.name) {
    case 'Boolean':
      return typeof value === 'boolean';
    case 'Float':
      return typeof value === 'number';
    case 'Int':
      return Number.isInteger(value) && Math.abs(value as number) <= 2 ** 31;
    case 'ID':
      return typeof value === 'string' || Number.isInteger(value);
    case 'String':
      return typeof value === 'string';
    default:
      return true;
  }
}
