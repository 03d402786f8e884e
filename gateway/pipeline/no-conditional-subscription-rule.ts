import {
  GraphQLError,
  Kind,
  OperationTypeNode,
  type ASTVisitor,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';

/**
 * Refuses `@skip` and `@include` on the root field of a subscription, and on fragments around it: whether it has one root field
 * must not depend on variables. https://spec.graphql.org/September2025/#sec-Single-Root-Field
 */
export function noConditionalSubscriptionRule(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(node) {
      if (node.operation === OperationTypeNode.SUBSCRIPTION) reportConditions(context, node.selectionSet, new Set());
    },
  };
}

function reportConditions(context: ValidationContext, { selections }: SelectionSetNode, visited: Set<string>): void {
  for (const selection of selections) {
    for (const directive of selection.directives ?? [])
      if (directive.name.value === 'skip' || directive.name.value === 'include')
        context.reportError(
          new GraphQLError(`"@${directive.name.value}" is not allowed on the root field of a subscription.`, {
            nodes: [directive],
          }),
        );
    if (selection.kind === Kind.INLINE_FRAGMENT) reportConditions(context, selection.selectionSet, visited);
    if (selection.kind !== Kind.FRAGMENT_SPREAD || visited.has(selection.name.value)) continue;
    visited.add(selection.name.value);
    const fragment = context.getFragment(selection.name.value);
    if (fragment) reportConditions(context, fragment.selectionSet, visited);
  }
}
