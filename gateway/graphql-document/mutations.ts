import {
  getOperationAST,
  Kind,
  parse,
  type DocumentNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf } from './fragments-of.js';

/**
 * True when a document runs a mutation. A text that cannot be parsed does not.
 *
 * @param maxTokens a document with more tokens, or more comments, is not parsed to its end
 */
export function isMutation(text: string, operationName: string | undefined, maxTokens: number): boolean {
  if (!text.includes('mutation')) return false;
  try {
    return (
      getOperationAST(parse(text, { noLocation: true, maxTokens, maxComments: maxTokens }), operationName)
        ?.operation === 'mutation'
    );
  } catch {
    return false;
  }
}

/**
 * The number of root fields of a mutation, each alias counted, including those in fragments and those that a condition may
 * leave out. 0 for a query.
 *
 * @param document valid
 */
export function countMutationFields(document: DocumentNode, operation: OperationDefinitionNode): number {
  if (operation.operation !== 'mutation') return 0;
  const fragments = fragmentsOf(document);
  return count(operation.selectionSet);

  function count({ selections }: SelectionSetNode): number {
    return selections.reduce((sum, selection) => {
      if (selection.kind === Kind.FIELD) return sum + 1;
      return (
        sum +
        count(
          selection.kind === Kind.INLINE_FRAGMENT
            ? selection.selectionSet
            : fragments.get(selection.name.value)!.selectionSet,
        )
      );
    }, 0);
  }
}
