import { Kind, type DocumentNode, type SelectionSetNode } from 'graphql';

/** What a fetch's document selects of each entity, or of the root when it asks for no entities. */
export function selectionsOf(document: DocumentNode): SelectionSetNode {
  const operation = document.definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION)!;
  for (const selection of operation.selectionSet.selections) {
    if (selection.kind === Kind.FIELD && selection.name.value === '_entities' && selection.selectionSet)
      return selection.selectionSet;
  }
  return operation.selectionSet;
}
