import {
  GraphQLNonNull,
  GraphQLString,
  isAbstractType,
  isCompositeType,
  isUnionType,
  Kind,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';

/** A field of a result, with all nodes that have its response name. */
export interface SelectedField {
  readonly type: GraphQLOutputType;
  readonly description: string | null | undefined;
  readonly nodes: FieldNode[];
  /** False for a field that is not in every object. */
  isAlways: boolean;
}

/** Directives by which a field is not in every result. */
const CONDITIONS = new Set(['skip', 'include', 'defer']);

/**
 * The fields of selection sets by their response names, in the order of a result, those of fragments too.
 *
 * @param type of the objects on which they are selected
 */
export function selectedFields(
  schema: GraphQLSchema,
  type: GraphQLCompositeType,
  selectionSets: readonly SelectionSetNode[],
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): Map<string, SelectedField> {
  const fields = new Map<string, SelectedField>();
  for (const each of selectionSets) collect(type, each, true);
  return fields;

  function collect(parent: GraphQLCompositeType, { selections }: SelectionSetNode, isAlways: boolean): void {
    for (const selection of selections) {
      const isInAll = isAlways && !selection.directives?.some(({ name }) => CONDITIONS.has(name.value));
      if (selection.kind === Kind.FIELD) {
        add(parent, selection, isInAll);
        continue;
      }
      const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
      const inner = schema.getType(fragment?.typeCondition?.name.value ?? parent.name);
      if (fragment && isCompositeType(inner))
        collect(inner, fragment.selectionSet, isInAll && includesAll(inner, parent));
    }
  }

  function add(parent: GraphQLCompositeType, node: FieldNode, isAlways: boolean): void {
    const name = (node.alias ?? node.name).value;
    const field = isUnionType(parent) ? undefined : parent.getFields()[node.name.value];
    const known = fields.get(name) ?? {
      // All types have one field that no type defines, `__typename`.
      type: field?.type ?? new GraphQLNonNull(GraphQLString),
      description: field?.description,
      nodes: [],
      isAlways,
    };
    known.isAlways ||= isAlways;
    known.nodes.push(node);
    fields.set(name, known);
  }

  /** Whether each object of a type is one of the type of a fragment in it. */
  function includesAll(condition: GraphQLCompositeType, parent: GraphQLCompositeType): boolean {
    return (
      condition === parent || (isAbstractType(condition) && !isUnionType(parent) && schema.isSubType(condition, parent))
    );
  }
}

/** The selection sets of a field's nodes. */
export function selectionSetsOf(nodes: readonly FieldNode[]): SelectionSetNode[] {
  return nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
}
