import {
  getNamedType,
  isAbstractType,
  isCompositeType,
  isObjectType,
  Kind,
  parse,
  print,
  TypeNameMetaFieldDef,
  type GraphQLCompositeType,
  type GraphQLObjectType,
  type GraphQLSchema,
  type InlineFragmentNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';

/**
 * A canonical document in which each fragment on an interface or a union is replaced by fragments on the object types to
 * which it applies: it selects the same of each object. Apollo's planner finds no plan for a fragment on an interface that
 * its subgraph knows as an object type (`@interfaceObject`): https://github.com/apollographql/router/issues/8127
 *
 * @returns undefined when there is no such fragment
 */
export function expandConditions(schema: GraphQLSchema, document: string): string | undefined {
  const parsed = parse(document, { noLocation: true });
  let isExpanded = false;
  const definitions = parsed.definitions.map((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION) return definition;
    const type = schema.getRootType(definition.operation)!;
    return { ...definition, selectionSet: expandSet(definition.selectionSet, type) };
  });
  return isExpanded ? print({ ...parsed, definitions }) : undefined;

  function expandSet(set: SelectionSetNode, type: GraphQLCompositeType): SelectionSetNode {
    return { ...set, selections: set.selections.flatMap((selection) => expand(selection, type)) };
  }

  function expand(selection: SelectionNode, type: GraphQLCompositeType): readonly SelectionNode[] {
    if (selection.kind === Kind.INLINE_FRAGMENT) return expandFragment(selection, type);
    if (selection.kind !== Kind.FIELD || !selection.selectionSet) return [selection];
    const name = selection.name.value;
    if (name === TypeNameMetaFieldDef.name || !('getFields' in type)) return [selection];
    const inner = getNamedType(type.getFields()[name]?.type);
    return isCompositeType(inner)
      ? [{ ...selection, selectionSet: expandSet(selection.selectionSet, inner) }]
      : [selection];
  }

  function expandFragment(fragment: InlineFragmentNode, type: GraphQLCompositeType): readonly SelectionNode[] {
    const condition = fragment.typeCondition ? schema.getType(fragment.typeCondition.name.value) : type;
    if (!isCompositeType(condition)) return [fragment];
    if (isObjectType(type))
      return objectsOf(condition).includes(type) ? expandSet(fragment.selectionSet, type).selections : [];
    if (isObjectType(condition)) return [onType(fragment, condition)];
    if (condition === type) return expandSet(fragment.selectionSet, type).selections;
    isExpanded = true;
    return objectsOf(condition)
      .filter((object) => schema.isSubType(type, object))
      .map((object) => onType(fragment, object));
  }

  function onType(fragment: InlineFragmentNode, type: GraphQLObjectType): InlineFragmentNode {
    const typeCondition = { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type.name } } as const;
    return { ...fragment, typeCondition, selectionSet: expandSet(fragment.selectionSet, type) };
  }

  function objectsOf(type: GraphQLCompositeType): readonly GraphQLObjectType[] {
    return isAbstractType(type) ? schema.getPossibleTypes(type) : [type];
  }
}
