import { Kind, type DocumentNode, type FieldNode, type SelectionSetNode } from 'graphql';
import { fragmentsOf } from '../graphql-document/fragments-of.js';

/**
 * How many times a field with a selection set may stand at one place of an operation. Validation compares each with each,
 * and what they select: 490 times `name { en }` would hold the event loop for a third of a second.
 */
export const MAX_REPEATED = 100;

export interface RepeatedField {
  /** Its path in response names. */
  readonly path: string;
  readonly count: number;
}

/**
 * Finds a field that occurs too often at one place, fragments put in place. Takes time linear in the number of fields, with
 * fragments counted each time they are spread: that number must have been limited before.
 */
export function findRepeatedField(document: DocumentNode): RepeatedField | undefined {
  const fragments = fragmentsOf(document);
  for (const definition of document.definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION) continue;
    const found = within([definition.selectionSet], '', new Set());
    if (found) return found;
  }
  return undefined;

  /** @param above what is around them: a fragment that spreads itself, which validation refuses, would not end */
  function within(
    selectionSets: readonly SelectionSetNode[],
    path: string,
    above: ReadonlySet<SelectionSetNode>,
  ): RepeatedField | undefined {
    const around = new Set([...above, ...selectionSets]);
    const fields = new Map<string, SelectionSetNode[]>();
    const entered = new Set<string>();
    for (const selectionSet of selectionSets) collect(selectionSet, fields, entered);
    for (const [name, inner] of fields) {
      const here = path === '' ? name : `${path}.${name}`;
      if (inner.length > MAX_REPEATED) return { path: here, count: inner.length };
      const isNew = (selectionSet: SelectionSetNode) => !around.has(selectionSet);
      const found = within(inner.filter(isNew), here, around);
      if (found) return found;
    }
    return undefined;
  }

  function collect(
    { selections }: SelectionSetNode,
    fields: Map<string, SelectionSetNode[]>,
    entered: Set<string>,
  ): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) add(selection, fields);
      else if (selection.kind === Kind.INLINE_FRAGMENT) collect(selection.selectionSet, fields, entered);
      else if (!entered.has(selection.name.value)) {
        // Validation, too, looks at a fragment once for each place.
        entered.add(selection.name.value);
        const fragment = fragments.get(selection.name.value);
        if (fragment) collect(fragment.selectionSet, fields, entered);
      }
    }
  }

  function add({ alias, name, selectionSet }: FieldNode, fields: Map<string, SelectionSetNode[]>): void {
    if (!selectionSet) return;
    const responseName = (alias ?? name).value;
    const known = fields.get(responseName);
    if (known) known.push(selectionSet);
    else fields.set(responseName, [selectionSet]);
  }
}
