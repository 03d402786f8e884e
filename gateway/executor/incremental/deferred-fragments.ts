import {
  Kind,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { deferOf } from '../../graphql-document/defer-directive.js';

/** A fragment with `@defer`, without those whose `if` is the literal false. */
export interface DeferrableFragment {
  readonly node: SelectionNode;
  /** The variable that is the value of `if`; undefined where it has none. */
  readonly variable: string | undefined;
}

/** Finds the fragments of an operation that have `@defer`, in the order of the document. */
export function findDeferrable(
  { selectionSet }: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): readonly DeferrableFragment[] {
  const found: DeferrableFragment[] = [];
  const visited = new Set<string>();
  visit(selectionSet);
  return found;

  function visit({ selections }: SelectionSetNode): void {
    for (const selection of selections) {
      const directive = deferOf(selection);
      const condition = directive?.arguments?.find(({ name }) => name.value === 'if')?.value;
      if (directive && !(condition?.kind === Kind.BOOLEAN && !condition.value))
        found.push({
          node: selection,
          variable: condition?.kind === Kind.VARIABLE ? condition.name.value : undefined,
        });
      if (selection.kind !== Kind.FRAGMENT_SPREAD) {
        if (selection.selectionSet) visit(selection.selectionSet);
      } else if (!visited.has(selection.name.value)) {
        visited.add(selection.name.value);
        const fragment = fragments.get(selection.name.value);
        if (fragment) visit(fragment.selectionSet);
      }
    }
  }
}

/** The label of a fragment's `@defer`. */
export function labelOf(fragment: SelectionNode): string | undefined {
  const value = deferOf(fragment)?.arguments?.find(({ name }) => name.value === 'label')?.value;
  return value?.kind === Kind.STRING ? value.value : undefined;
}
