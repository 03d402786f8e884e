import {
  getNamedType,
  isCompositeType,
  isUnionType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type InlineFragmentNode,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf } from '../../graphql/fragments-of.js';
import type { Identity } from '../identity.js';
import type { Access, AccessRule } from './access.js';
import { isFulfilled } from './is-fulfilled.js';
import { leftOut } from './left-out.js';
import { ruleFinder, type Types } from './rule-finder.js';
import type { Judged } from './unmet-rule.js';

/** A query without the fields that its caller may not read. */
export interface TakenOut {
  /** Of this one operation, with its fragments written out. A marker stands where each field was: see {@link Taken}. */
  document: DocumentNode;
  operation: OperationDefinitionNode;
  /** By the name of its marker, which is `__typename` under that name: it tells where the field would be, and of what type. */
  taken: ReadonlyMap<string, Taken>;
  /** Under this name, every object tells its type that has a marker in or below it, or something of which all is skipped. */
  typeName: string;
  /** Whether no field at the top is left. */
  isAll: boolean;
}

/** A field that was taken out, and the rule for which it was. */
export interface Taken {
  rule: AccessRule;
  node: FieldNode;
}

/**
 * Takes the fields out of a valid query by which it meets rules that its caller does not fulfil. Fragments are written
 * out, because the same one may be allowed in one place and not in another; the limit of fields bounds what that gives.
 *
 * @param variables as the client sent them
 */
export function takeOut(
  access: Access,
  { operation, document }: Judged,
  variables: Readonly<Record<string, unknown>>,
  identity: Identity | null,
): TakenOut {
  const { schema } = access;
  const { ofType, ofField, typesOf, narrowed } = ruleFinder(access);
  const fragments = fragmentsOf(document);
  const isLeftOut = leftOut(operation, variables);
  const prefix = freePrefix(document);
  const typeName = `${prefix}type`;
  const taken = new Map<string, Taken>();
  let typed = 0;
  const unmet = (rules: Iterable<AccessRule>) => {
    for (const rule of rules) if (!isFulfilled(rule, identity)) return rule;
    return undefined;
  };

  const root = schema.getRootType(operation.operation)!;
  const rest: OperationDefinitionNode = {
    ...operation,
    selectionSet: inSelections(root, new Set([root]), operation.selectionSet, undefined),
  };
  return {
    document: { kind: Kind.DOCUMENT, definitions: [rest] },
    operation: rest,
    taken,
    typeName,
    isAll: !hasOther(rest.selectionSet),
  };

  /** @param within the rule of a type condition around, for which every field is taken out */
  function inSelections(
    parent: GraphQLCompositeType,
    types: Types,
    selectionSet: SelectionSetNode,
    within: AccessRule | undefined,
  ): SelectionSetNode {
    const before = taken.size + typed;
    const selections = selectionSet.selections.flatMap((selection): SelectionNode[] => {
      if (isLeftOut(selection)) return [];
      return [
        selection.kind === Kind.FIELD
          ? inField(parent, types, selection, within)
          : inFragment(parent, types, selection, within),
      ].filter((found) => found !== null);
    });
    const isTyped = taken.size + typed > before || selections.length === 0;
    if (isTyped) typed += 1;
    return { ...selectionSet, selections: isTyped ? [...selections, typeField(typeName)] : selections };
  }

  function inFragment(
    parent: GraphQLCompositeType,
    types: Types,
    selection: Exclude<SelectionNode, FieldNode>,
    within: AccessRule | undefined,
  ): InlineFragmentNode | null {
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value)!;
    const condition = fragment.typeCondition ? schema.getType(fragment.typeCondition.name.value) : parent;
    if (!isCompositeType(condition)) return null;
    const rule = within ?? unmet(ofType(condition.name));
    return {
      kind: Kind.INLINE_FRAGMENT,
      ...(fragment.typeCondition && { typeCondition: fragment.typeCondition }),
      ...(selection.directives && { directives: selection.directives }),
      selectionSet: inSelections(condition, narrowed(types, condition), fragment.selectionSet, rule),
    };
  }

  function inField(
    parent: GraphQLCompositeType,
    types: Types,
    field: FieldNode,
    within: AccessRule | undefined,
  ): FieldNode {
    const rule = within ?? unmet(ofField(parent, types, field.name.value));
    if (rule) {
      const marker = `${prefix}${taken.size}`;
      taken.set(marker, { rule, node: field });
      return typeField(marker, field.directives);
    }
    const definition = isUnionType(parent) ? undefined : parent.getFields()[field.name.value];
    const inner = definition && getNamedType(definition.type);
    if (!field.selectionSet || !isCompositeType(inner)) return field;
    return { ...field, selectionSet: inSelections(inner, typesOf(inner), field.selectionSet, undefined) };
  }

  function hasOther({ selections }: SelectionSetNode): boolean {
    return selections.some((selection) =>
      selection.kind === Kind.FIELD
        ? !selection.alias?.value.startsWith(prefix)
        : selection.kind === Kind.INLINE_FRAGMENT && hasOther(selection.selectionSet),
    );
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

/** The beginning of names that nothing in the document has. */
function freePrefix(document: DocumentNode): string {
  const text = document.loc?.source.body ?? '';
  let prefix = 'taken_';
  while (text.includes(prefix)) prefix += '_';
  return prefix;
}
