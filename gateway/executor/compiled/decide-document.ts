import {
  Kind,
  visit,
  type DocumentNode,
  type FieldNode,
  type FragmentSpreadNode,
  type InlineFragmentNode,
} from 'graphql';
import type { Contended } from './contended-fields.js';
import { isIncluded } from './is-included.js';
import { ownName, PLACEHOLDER } from './own-name.js';

export interface Deciding {
  /** The variables that `@skip` and `@include` look at. */
  conditions: Readonly<Record<string, unknown>>;
  /** The fields that are fetched under a name of our own. */
  contended: Contended;
}

/**
 * The document to plan: what `@skip` and `@include` leave of it, without them. Apollo's planner forgets conditions that
 * are constant beside others that are not, and fetches nothing for an object of which every field is conditional.
 *
 * @returns the document itself when there is nothing to change
 */
export function decideDocument(document: DocumentNode, { conditions, contended }: Deciding): DocumentNode {
  function decide<T extends FieldNode | InlineFragmentNode | FragmentSpreadNode>(node: T): T | null | undefined {
    if (!isIncluded(node, conditions)) return null;
    const name = node.kind === Kind.FIELD ? ownName(node, contended) : undefined;
    const isRenamed = node.kind === Kind.FIELD && name !== (node.alias ?? node.name).value;
    const isConditional = node.directives?.some(isCondition) === true;
    if (!isRenamed && !isConditional) return undefined;
    return {
      ...node,
      directives: node.directives?.filter((directive) => !isCondition(directive)),
      ...(isRenamed && { alias: { kind: Kind.NAME, value: name! } }),
    };
  }

  return visit(document, {
    Field: { enter: decide },
    InlineFragment: { enter: decide },
    FragmentSpread: { enter: decide },
    SelectionSet: {
      leave: (node) =>
        node.selections.length > 0
          ? undefined
          : {
              ...node,
              selections: [
                {
                  kind: Kind.FIELD,
                  alias: { kind: Kind.NAME, value: PLACEHOLDER },
                  name: { kind: Kind.NAME, value: '__typename' },
                },
              ],
            },
    },
  });
}

function isCondition({ name }: { name: { value: string } }): boolean {
  return name.value === 'skip' || name.value === 'include';
}
