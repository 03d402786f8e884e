import { isAbstractType, isInterfaceType, isObjectType, type GraphQLNamedType, type GraphQLSchema } from 'graphql';

/** Tells whether a type is the named one, or one of those that it stands for. */
export function isOrImplements(schema: GraphQLSchema, type: GraphQLNamedType, name: string): boolean {
  const condition = schema.getType(name);
  return (
    type === condition ||
    (isAbstractType(condition) && (isObjectType(type) || isInterfaceType(type)) && schema.isSubType(condition, type))
  );
}
