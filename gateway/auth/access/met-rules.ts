import {
  getNamedType,
  isCompositeType,
  isUnionType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import type { Access, AccessRule } from './access.js';
import { ruleFinder, type Types } from './rule-finder.js';

/** A rule that an operation meets. */
export interface MetRule {
  rule: AccessRule;
  /** The field of the document that meets it, by its place in the response, without indexes of lists. */
  path: readonly string[];
  node: FieldNode | undefined;
}

export interface Operation {
  operation: OperationDefinitionNode;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Tells whether `@skip` or `@include` leaves a selection out. */
  isLeftOut: (selection: SelectionNode) => boolean;
}

/** Where in the document the walk is. */
type Place = Omit<MetRule, 'rule'>;

/**
 * Finds every rule that a valid operation meets, by whatever way it comes to a type or field: by a type condition, by
 * an interface of which some types are protected, or because a field needs another one that is. Introspection meets
 * none, nor does `__typename` of an interface or union.
 */
export function* metRules(access: Access, { operation, fragments, isLeftOut }: Operation): Generator<MetRule> {
  const { schema } = access;
  const { ofType, ofField, typesOf, narrowed } = ruleFinder(access);
  /** The types that each selection set was walked with: once is enough, which keeps nested fragments cheap. */
  const walked = new Map<SelectionSetNode, Set<string>>();
  const root = schema.getRootType(operation.operation);
  if (root) yield* inSelections(root, new Set([root]), operation.selectionSet, { path: [], node: undefined });

  function* inSelections(
    parent: GraphQLCompositeType,
    types: Types,
    selectionSet: SelectionSetNode,
    place: Place,
  ): Generator<MetRule> {
    const known = walked.get(selectionSet) ?? new Set();
    const key = [parent.name, ...[...types].map(({ name }) => name).sort()].join(' ');
    if (known.has(key)) return;
    walked.set(selectionSet, known.add(key));

    for (const selection of selectionSet.selections) {
      if (isLeftOut(selection)) continue;
      if (selection.kind === Kind.FIELD) {
        yield* inField(parent, types, selection, {
          path: [...place.path, (selection.alias ?? selection.name).value],
          node: selection,
        });
      } else {
        const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
        if (!fragment) continue;
        const condition = fragment.typeCondition ? schema.getType(fragment.typeCondition.name.value) : parent;
        if (!isCompositeType(condition)) continue;
        for (const rule of ofType(condition.name)) yield { rule, ...place };
        yield* inSelections(condition, narrowed(types, condition), fragment.selectionSet, place);
      }
    }
  }

  function* inField(parent: GraphQLCompositeType, types: Types, field: FieldNode, place: Place): Generator<MetRule> {
    for (const rule of ofField(parent, types, field.name.value)) yield { rule, ...place };
    const definition = isUnionType(parent) ? undefined : parent.getFields()[field.name.value];
    const inner = definition && getNamedType(definition.type);
    if (field.selectionSet && isCompositeType(inner))
      yield* inSelections(inner, typesOf(inner), field.selectionSet, place);
  }
}
