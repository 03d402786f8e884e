import { GraphQLError, type ASTVisitor, type ValidationContext } from 'graphql';

/** Refuses a document with introspection of the schema. `__typename` is part of every result, and stays. */
export function noIntrospectionRule(context: ValidationContext): ASTVisitor {
  return {
    Field(node) {
      const { value } = node.name;
      if (value === '__schema' || value === '__type')
        context.reportError(
          new GraphQLError(`Introspection is disabled here: "${value}" is not allowed.`, { nodes: [node] }),
        );
    },
  };
}
