import {
  Kind,
  parse,
  print,
  stripIgnoredCharacters,
  visit,
  type FragmentDefinitionNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/** Tells whether a client selects `__typename` behind other fields more often than before them, as those do that add it everywhere. */
export function selectsTypenameLast(
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): boolean {
  let balance = 0;
  const visitor = {
    [Kind.SELECTION_SET]({ selections }: SelectionSetNode) {
      if (selections.length < 2) return;
      if (isTypename(selections.at(-1)!)) balance += 1;
      else if (isTypename(selections[0]!)) balance -= 1;
    },
  };
  visit(operation, visitor);
  for (const fragment of fragments.values()) visit(fragment, visitor);
  return balance > 0;
}

/** The same operation with `__typename` behind the other fields, where a plan has it before them: what is selected in the client's order can be passed on as it is answered. */
export function withTypenameLast(operation: string): string {
  const moved = visit(parse(operation, { noLocation: true }), {
    [Kind.SELECTION_SET]: {
      leave(node) {
        const types = node.selections.filter(isTypename);
        return types.length === 0
          ? undefined
          : { ...node, selections: [...node.selections.filter((selection) => !isTypename(selection)), ...types] };
      },
    },
  });
  return stripIgnoredCharacters(print(moved));
}

function isTypename(selection: SelectionNode): boolean {
  return (
    selection.kind === Kind.FIELD &&
    selection.name.value === '__typename' &&
    !selection.alias &&
    (selection.directives ?? []).length === 0
  );
}
