import { GraphQLError, Kind, type ASTVisitor, type ValidationContext } from 'graphql';
import { isDefer } from '../graphql-document/defer-directive.js';

/** The labels of `@defer` tell its fragments apart: each is a literal, and occurs once in the document. */
export function deferLabelRule(context: ValidationContext): ASTVisitor {
  const labels = new Set<string>();
  return {
    Directive(node) {
      if (!isDefer(node)) return;
      const value = node.arguments?.find(({ name }) => name.value === 'label')?.value;
      if (value?.kind === Kind.VARIABLE)
        context.reportError(
          new GraphQLError('The label of @defer must be a string, not a variable.', { nodes: [value] }),
        );
      if (value?.kind !== Kind.STRING) return;
      if (labels.has(value.value))
        context.reportError(
          new GraphQLError(`The label "${value.value}" of @defer must be unique.`, { nodes: [value] }),
        );
      labels.add(value.value);
    },
  };
}

/** The root fields of a mutation are executed one after the other, and those of a subscription begin it: none can come later. */
export function deferRootFieldRule(context: ValidationContext): ASTVisitor {
  return {
    Directive(node) {
      const parent = context.getParentType();
      const schema = context.getSchema();
      if (!isDefer(node) || !parent) return;
      if (parent === schema.getMutationType() || parent === schema.getSubscriptionType())
        context.reportError(
          new GraphQLError(`@defer cannot be used on fields of the root type "${parent.name}".`, { nodes: [node] }),
        );
    },
  };
}
