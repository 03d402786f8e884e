import {
  getEnterLeaveForKind,
  GraphQLError,
  Kind,
  OperationTypeNode,
  type ASTVisitor,
  type DirectiveNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
  type ValidationContext,
  type ValidationRule,
} from 'graphql';

/**
 * Refuses `@skip` and `@include` on the root field of a subscription, and on fragments around it: whether it has one root field
 * must not depend on variables. https://spec.graphql.org/September2025/#sec-Single-Root-Field
 */
export function noConditionalSubscriptionRule(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(node) {
      for (const directive of findConditions(context, node))
        context.reportError(
          new GraphQLError(`"@${directive.name.value}" is not allowed on the root field of a subscription.`, {
            nodes: [directive],
          }),
        );
    },
  };
}

/**
 * Leaves subscriptions with conditions to {@link noConditionalSubscriptionRule}: graphql-js collects the root fields without the
 * values of variables, and throws at a condition that has one.
 */
export function unlessConditional(singleFieldRule: ValidationRule): ValidationRule {
  return (context) => {
    const { enter } = getEnterLeaveForKind(singleFieldRule(context), Kind.OPERATION_DEFINITION);
    return {
      OperationDefinition(node, ...rest) {
        if (findConditions(context, node).length === 0) enter?.(node, ...rest);
      },
    };
  };
}

/** `@skip` and `@include` at the root of a subscription. */
function findConditions(
  context: ValidationContext,
  { operation, selectionSet }: OperationDefinitionNode,
): DirectiveNode[] {
  const visited = new Set<string>();
  return operation === OperationTypeNode.SUBSCRIPTION ? within(selectionSet) : [];

  function within({ selections }: SelectionSetNode): DirectiveNode[] {
    return selections.flatMap((selection) => {
      const own = (selection.directives ?? []).filter(({ name }) => name.value === 'skip' || name.value === 'include');
      if (selection.kind === Kind.FIELD) return own;
      if (selection.kind === Kind.INLINE_FRAGMENT) return [...own, ...within(selection.selectionSet)];
      const { value } = selection.name;
      const fragment = visited.has(value) ? undefined : context.getFragment(value);
      visited.add(value);
      return fragment ? [...own, ...within(fragment.selectionSet)] : own;
    });
  }
}
