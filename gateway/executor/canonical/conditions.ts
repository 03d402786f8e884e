import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isInputObjectType,
  isListType,
  isNonNullType,
  Kind,
  type ArgumentNode,
  type DirectiveNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLInputField,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
  type ValueNode,
} from 'graphql';

/** What of a request's variables decides which fields an operation has. */
interface Conditions {
  /** Variables of `@skip` and `@include`. */
  readonly deciding: readonly string[];
  /** Nullable variables that stand where null is not allowed: they have a default there, which an explicit null replaces. */
  readonly nullSensitive: readonly string[];
}

/** The variables of a request as far as {@link Conditions} look at them: defaults are filled in. */
export type Decisions = Readonly<Record<string, unknown>>;

/**
 * Finds the variables that decide which fields are executed.
 *
 * @param schema the client's; the document is valid for it
 */
export function conditionsOf(
  schema: GraphQLSchema,
  operation: OperationDefinitionNode,
  fragments: ReadonlyMap<string, FragmentDefinitionNode>,
): Conditions {
  const deciding = new Set<string>();
  const nullSensitive = new Set<string>();
  const visited = new Set<string>();
  const nullable = new Set(
    (operation.variableDefinitions ?? [])
      .filter(({ type }) => type.kind !== Kind.NON_NULL_TYPE)
      .map(({ variable }) => variable.name.value),
  );
  visitSelections(schema.getRootType(operation.operation)!, operation.selectionSet);
  return { deciding: [...deciding].sort(), nullSensitive: [...nullSensitive].sort() };

  function visitSelections(type: GraphQLCompositeType, { selections }: SelectionSetNode): void {
    for (const selection of selections) {
      for (const directive of selection.directives ?? []) visitDirective(directive);
      if (selection.kind === Kind.FIELD) visitField(type, selection);
      else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition?.name.value;
        visitSelections(
          condition === undefined ? type : (schema.getType(condition) as GraphQLCompositeType),
          selection.selectionSet,
        );
      } else visitFragment(selection.name.value);
    }
  }

  function visitFragment(name: string): void {
    if (visited.has(name)) return;
    visited.add(name);
    const fragment = fragments.get(name);
    if (fragment)
      visitSelections(schema.getType(fragment.typeCondition.name.value) as GraphQLCompositeType, fragment.selectionSet);
  }

  function visitField(parent: GraphQLCompositeType, node: FieldNode): void {
    const field = 'getFields' in parent ? parent.getFields()[node.name.value] : undefined;
    if (!field) return;
    visitArguments(node.arguments ?? [], field.args);
    const named = getNamedType(field.type);
    if (node.selectionSet && isCompositeType(named)) visitSelections(named, node.selectionSet);
  }

  function visitDirective({ name, arguments: args = [] }: DirectiveNode): void {
    if (name.value === 'skip' || name.value === 'include')
      for (const { value } of args) if (value.kind === Kind.VARIABLE) deciding.add(value.name.value);
  }

  function visitArguments(nodes: readonly ArgumentNode[], args: readonly GraphQLArgument[]): void {
    for (const { name, value } of nodes) {
      const argument = args.find((candidate) => candidate.name === name.value);
      if (argument) visitValue(value, argument.type);
    }
  }

  function visitValue(node: ValueNode, type: GraphQLInputType): void {
    if (node.kind === Kind.VARIABLE) {
      if (isNonNullType(type) && nullable.has(node.name.value)) nullSensitive.add(node.name.value);
      return;
    }
    const inner = getNullableType(type);
    if (node.kind === Kind.LIST)
      for (const item of node.values) visitValue(item, isListType(inner) ? inner.ofType : type);
    if (node.kind === Kind.OBJECT && isInputObjectType(inner)) {
      const fields: Record<string, GraphQLInputField> = inner.getFields();
      for (const { name, value } of node.fields) {
        const field = fields[name.value];
        if (field) visitValue(value, field.type);
      }
    }
  }
}

/**
 * Finds a null variable where null is not allowed.
 * https://spec.graphql.org/October2021/#sec-Coercing-Field-Arguments
 *
 * @returns the variable's name and where it stands; undefined when there is none
 */
export function findNullArgument(
  node: FieldNode,
  args: readonly GraphQLArgument[],
  decisions: Decisions,
): { variable: string; argument: string } | undefined {
  for (const { name, value } of node.arguments ?? []) {
    const argument = args.find((candidate) => candidate.name === name.value);
    const variable = argument && nullIn(value, argument.type, decisions);
    if (variable !== undefined) return { variable, argument: name.value };
  }
  return undefined;
}

function nullIn(node: ValueNode, type: GraphQLInputType, decisions: Decisions): string | undefined {
  if (node.kind === Kind.VARIABLE)
    return isNonNullType(type) && decisions[node.name.value] === null ? node.name.value : undefined;
  const inner = getNullableType(type);
  if (node.kind === Kind.LIST)
    return firstOf(node.values, (item) => nullIn(item, isListType(inner) ? inner.ofType : type, decisions));
  if (node.kind === Kind.OBJECT && isInputObjectType(inner)) {
    const fields = inner.getFields();
    return firstOf(node.fields, ({ name, value }) => {
      const field = fields[name.value];
      return field && nullIn(value, field.type, decisions);
    });
  }
  return undefined;
}

function firstOf<T, R>(values: readonly T[], find: (value: T) => R | undefined): R | undefined {
  for (const value of values) {
    const found = find(value);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What `@skip` and `@include` say of a selection: it is in, it is out, or a variable of theirs is null. */
type Inclusion = 'included' | 'excluded' | { readonly nullVariable: string };

/** https://spec.graphql.org/October2021/#sec--skip */
export function inclusionOf(node: SelectionNode, decisions: Decisions): Inclusion {
  let inclusion: Inclusion = 'included';
  for (const { name, arguments: args = [] } of node.directives ?? []) {
    if (name.value !== 'skip' && name.value !== 'include') continue;
    const value = args[0]?.value;
    const condition =
      value?.kind === Kind.VARIABLE ? decisions[value.name.value] : value?.kind === Kind.BOOLEAN && value.value;
    if (condition === null && value?.kind === Kind.VARIABLE) inclusion = { nullVariable: value.name.value };
    else if ((condition === true) === (name.value === 'skip')) return 'excluded';
  }
  return inclusion;
}
