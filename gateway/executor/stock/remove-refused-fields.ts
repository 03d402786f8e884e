import {
  Kind,
  type DocumentNode,
  type FieldNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { RefusedField, RefusedFields } from '../executor.js';

/** An operation without refused fields. */
export interface Removal {
  /** A marker stands in the place of each removed field. */
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
  /** By the name of its marker, which is `__typename` under that name: the result has it wherever the field would be. */
  readonly removed: ReadonlyMap<string, { node: FieldNode; error: RefusedField }>;
  /** Under this name, every object that has a marker in it, or below it, has its type. */
  readonly typeName: string;
}

/** @param document has the operation as its only one that contains the refused fields, outside of fragment definitions */
export function removeRefusedFields(
  document: DocumentNode,
  operation: OperationDefinitionNode,
  { fields }: RefusedFields,
): Removal {
  const prefix = freePrefix(document);
  const typeName = `${prefix}type`;
  const removed = new Map<string, { node: FieldNode; error: RefusedField }>();
  const rest = { ...operation, selectionSet: inSet(operation.selectionSet) };
  const definitions = document.definitions.map((definition) => (definition === operation ? rest : definition));
  return { document: { ...document, definitions }, operation: rest, removed, typeName };

  function inSet(set: SelectionSetNode): SelectionSetNode {
    const before = removed.size;
    const selections = set.selections.map(inSelection);
    return { ...set, selections: removed.size > before ? [...selections, typeField(typeName)] : selections };
  }

  function inSelection(selection: SelectionNode): SelectionNode {
    const error = selection.kind === Kind.FIELD ? fields.get(selection) : undefined;
    if (selection.kind === Kind.FIELD && error) {
      const marker = `${prefix}${removed.size}`;
      removed.set(marker, { node: selection, error });
      return typeField(marker, selection.directives);
    }
    if (selection.kind === Kind.FRAGMENT_SPREAD || !selection.selectionSet) return selection;
    return { ...selection, selectionSet: inSet(selection.selectionSet) };
  }
}

function typeField(alias: string, directives: FieldNode['directives'] = []): FieldNode {
  return {
    kind: Kind.FIELD,
    alias: { kind: Kind.NAME, value: alias },
    name: { kind: Kind.NAME, value: '__typename' },
    directives,
  };
}

/** The beginning of names that the document does not have. */
function freePrefix({ loc }: DocumentNode): string {
  const text = loc?.source.body ?? '';
  let prefix = 'taken_';
  while (text.includes(prefix)) prefix += '_';
  return prefix;
}
