import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isListType,
  isUnionType,
  Kind,
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf } from '../graphql/fragments-of.js';

type Variables = Readonly<Record<string, unknown>>;

/** A list of the answer: how long it may be for each object that has it, and the lists in its elements. */
interface SizedList {
  size: (variables: Variables) => number;
  within: readonly SizedList[];
}

/** Arguments that say how long a list may be; of a connection, or of the list itself. */
const SIZES = ['first', 'last', 'limit'];
/** Of a list that could be told how long it may be, and is not: a page. */
const USUAL = 20;
/** Of a list that takes no such argument, of which nothing is known: our own lists that can grow all do. */
const ASSUMED = 1;

/**
 * Makes the estimate of how many elements the lists of an operation's answer have, all together, out of the arguments
 * that say how long they may be, or of the keys that are listed in them.
 *
 * @param document valid
 * @returns a function of the variables as they came
 */
export function estimateNodes(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): (variables: Variables) => number {
  const fragments = fragmentsOf(document);
  const defaults = new Map(
    (operation.variableDefinitions ?? []).map(({ variable, defaultValue }) => [
      variable.name.value,
      defaultValue && 'value' in defaultValue ? Number(defaultValue.value) : undefined,
    ]),
  );
  const lists = listsOf(schema.getRootType(operation.operation)!, operation.selectionSet, undefined);
  return (variables) => total(lists, 1, variables);

  /** @param pending how long the lists of a connection are, said at the connection */
  function listsOf(
    type: GraphQLCompositeType,
    { selections }: SelectionSetNode,
    pending: SizedList['size'] | undefined,
  ): SizedList[] {
    return selections.flatMap((selection) => {
      if (selection.kind === Kind.FIELD) return listsOfField(type, selection, pending);
      const { typeCondition, selectionSet } =
        selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value)!;
      return listsOf(
        (typeCondition ? schema.getType(typeCondition.name.value) : type) as GraphQLCompositeType,
        selectionSet,
        pending,
      );
    });
  }

  function listsOfField(
    parent: GraphQLCompositeType,
    node: FieldNode,
    pending: SizedList['size'] | undefined,
  ): SizedList[] {
    const field = isUnionType(parent) ? undefined : parent.getFields()[node.name.value];
    const type = field && getNamedType(field.type);
    if (!field || !node.selectionSet || !isCompositeType(type)) return [];
    const own = sizeOf(field, node);
    if (!isListType(getNullableType(field.type))) return listsOf(type, node.selectionSet, own);
    return [{ size: own ?? pending ?? (() => ASSUMED), within: listsOf(type, node.selectionSet, undefined) }];
  }

  function sizeOf({ args }: GraphQLField<unknown, unknown>, node: FieldNode): SizedList['size'] | undefined {
    const isSaid = ({ name }: { name: string }) =>
      node.arguments?.some((argument) => argument.name.value === name) === true;
    const sizes = args.filter(({ name }) => SIZES.includes(name));
    const standard = Number(sizes.find(({ defaultValue }) => typeof defaultValue === 'number')?.defaultValue ?? USUAL);
    const said =
      sizes.find(isSaid) ?? args.find((argument) => isListType(getNullableType(argument.type)) && isSaid(argument));
    if (said) return valueOf(node, said.name, standard);
    return sizes.length > 0 ? () => standard : undefined;
  }

  function valueOf(node: FieldNode, name: string, otherwise: number): SizedList['size'] {
    const value = node.arguments?.find((argument) => argument.name.value === name)?.value;
    if (value?.kind === Kind.VARIABLE)
      return (variables) => lengthOf(variables[value.name.value] ?? defaults.get(value.name.value), otherwise);
    const fixed =
      value?.kind === Kind.INT ? Number(value.value) : value?.kind === Kind.LIST ? value.values.length : otherwise;
    return () => fixed;
  }
}

function total(lists: readonly SizedList[], parents: number, variables: Variables): number {
  let sum = 0;
  for (const { size, within } of lists) {
    const elements = parents * size(variables);
    sum += elements + total(within, elements, variables);
  }
  return sum;
}

/** Nothing wrong here: a size that cannot be is refused by whom it is for. */
function lengthOf(value: unknown, otherwise: number): number {
  if (Array.isArray(value)) return value.length;
  return typeof value === 'number' && value >= 0 ? value : otherwise;
}
