import { getDirectiveValues, GraphQLIncludeDirective, GraphQLSkipDirective, type SelectionNode } from 'graphql';

/** Tells whether `@skip` and `@include` leave a selection in, for these values of their variables. */
export function isIncluded(node: SelectionNode, conditions: Readonly<Record<string, unknown>>): boolean {
  if (getDirectiveValues(GraphQLSkipDirective, node, conditions as Record<string, unknown>)?.if === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, node, conditions as Record<string, unknown>)?.if !== false;
}
