import { GraphQLError, type ASTVisitor, type ValidationContext } from 'graphql';

/** Refuses a document that asks for the schema itself. `__typename` is part of every answer, and stays. */
export function noIntrospectionRule(context: ValidationContext): ASTVisitor {
  return {
    Field(node) {
      const { value } = node.name;
      if (value === '__schema' || value === '__type')
        context.reportError(
          new GraphQLError(`The schema is not open to read here: "${value}" is not answered.`, { nodes: [node] }),
        );
    },
  };
}
