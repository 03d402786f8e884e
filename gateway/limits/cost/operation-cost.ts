import {
  getNamedType,
  getNullableType,
  isAbstractType,
  isCompositeType,
  isInputObjectType,
  isListType,
  isUnionType,
  Kind,
  valueFromASTUntyped,
  type DocumentNode,
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { fragmentsOf } from '../../graphql-document/fragments-of.js';
import { CostDirectives } from './cost-directives.js';
import { CostFormula, type Term, type Variables } from './cost-formula.js';

interface CostOptions {
  /** Elements that are assumed for a list without a declared size. */
  listSize: number;
}

/** Where most of an operation's cost is. */
export interface CostLocation {
  /** Response keys from the root, joined by dots. */
  path: string;
  /** The list at the end of the path, or the field where there is no list: `Type.field`. */
  coordinate: string;
  /** Elements of that list, each time; undefined where there is no list. */
  size: number | undefined;
}

type Field = GraphQLField<unknown, unknown>;

/** Names of the lists of an object whose size the parent field declares; `all` when it does not name them. */
type SizedFields = readonly string[] | 'all';

/** The cost of a selection set for each object of its type. */
interface Measured {
  /** Without the lists in `sized`. */
  cost: Term;
  /** Lists whose size the parent field declares: the cost of their elements of one index together. */
  sized: Term;
  parts: readonly Part[];
}

/** A field or fragment of a selection set. */
interface Part {
  cost: Term;
  sized: Term;
  /** What it selects; undefined for a leaf. */
  within: Measured | undefined;
  /** Undefined for a fragment. */
  field: { node: FieldNode; coordinate: string; isList: boolean; size: Term | undefined } | undefined;
  /** Undefined when the part applies to every object of the type. */
  condition: GraphQLCompositeType | undefined;
}

/** Arguments that set the size of a list in schemas without `@listSize`. */
const SLICING_ARGUMENTS = ['first', 'last', 'limit'];
const NOTHING: Measured = { cost: 0, sized: 0, parts: [] };
const MAX_INT = 2 ** 31 - 1;
const MAX_PATH_LENGTH = 300;

/**
 * Creates the estimate of the cost of an operation: each object of its result 1, or the weight that `@cost` gives to its type
 * or field, times the sizes of the lists in which it is. Leaves cost nothing. Sizes come from `@listSize` (arguments, then
 * the assumed size), no more than a declared length of the list; else from arguments named `first`, `last` or `limit`, the length of a list argument, or
 * {@link CostOptions.listSize}: https://ibm.github.io/graphql-specs/cost-spec.html, as Apollo Router reads it.
 *
 * A fragment is measured once, however often it is spread: the time is linear in the document.
 *
 * @param schema built from the supergraph, with its directives
 * @param document valid
 * @returns a function of the client's variables, before or after coercion
 */
export function estimateCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  options: CostOptions,
): (variables: Variables) => number {
  const { formula, total } = measureOperation(schema, document, operation, options);
  return typeof total === 'number' ? () => total : (variables) => formula.evaluate(variables)(total);
}

/** Finds the path of an operation that costs most. Parameters are those of {@link estimateCost}. */
export function locateCost(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  options: CostOptions,
  variables: Variables,
): CostLocation | undefined {
  const { formula, root } = measureOperation(schema, document, operation, options);
  const valueOf = formula.evaluate(variables);
  const keys: string[] = [];
  let found: CostLocation | undefined;
  let size = 1;
  for (let within: Measured | undefined = root; within;) {
    const costOf = ({ cost, sized }: Part): number => valueOf(cost) + valueOf(sized) * size;
    let dearest: Part | undefined;
    for (const part of within.parts) if (!dearest || costOf(part) > costOf(dearest)) dearest = part;
    if (!dearest || costOf(dearest) === 0) break;
    if (dearest.field) {
      const { node, coordinate, isList, size: own } = dearest.field;
      keys.push((node.alias ?? node.name).value);
      const elements = own === undefined ? size : valueOf(own);
      if (isList || !found || found.size === undefined)
        found = { path: keys.join('.'), coordinate, size: isList ? elements : undefined };
      size = isList ? 1 : elements;
    }
    within = dearest.within;
  }
  return found && { ...found, path: found.path.slice(0, MAX_PATH_LENGTH) };
}

function measureOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  { listSize }: CostOptions,
): { formula: CostFormula; root: Measured; total: Term } {
  const directives = CostDirectives.of(schema);
  const fragments = fragmentsOf(document);
  const formula = new CostFormula();
  const known = new Map<string, Measured>();
  const defaults: Variables = Object.fromEntries(
    (operation.variableDefinitions ?? []).map(({ variable, defaultValue }) => [
      variable.name.value,
      defaultValue && valueFromASTUntyped(defaultValue),
    ]),
  );
  const root = measure(schema.getRootType(operation.operation)!, operation.selectionSet, []);
  return { formula, root, total: root.cost };

  function measure(type: GraphQLCompositeType, { selections }: SelectionSetNode, sizedFields: SizedFields): Measured {
    const parts = selections.map((selection) => measureSelection(type, selection, sizedFields));
    return { cost: costOf(type, parts), sized: formula.sum(parts.map(({ sized }) => sized)), parts };
  }

  /** Of parts that exclude each other, because an object has one type, the dearest count. */
  function costOf(type: GraphQLCompositeType, parts: readonly Part[]): Term {
    const always = parts.filter(({ condition }) => !condition);
    const common = formula.sum(always.map(({ cost }) => cost));
    if (always.length === parts.length || !isAbstractType(type)) return formula.sum(parts.map(({ cost }) => cost));
    const conditional = parts.filter(({ condition }) => condition);
    const ofTypes = schema
      .getPossibleTypes(type)
      .map((object) =>
        formula.sum(
          conditional.flatMap(({ condition, cost }) =>
            condition === object || (isAbstractType(condition) && schema.isSubType(condition, object)) ? [cost] : [],
          ),
        ),
      );
    return formula.sum([common, formula.max(ofTypes)]);
  }

  function measureSelection(type: GraphQLCompositeType, selection: SelectionNode, sizedFields: SizedFields): Part {
    const part =
      selection.kind === Kind.FIELD
        ? measureField(type, selection, sizedFields)
        : measureFragment(type, selection, sizedFields);
    const factor = included(selection);
    if (factor === 1) return part;
    return { ...part, cost: formula.product(factor, part.cost), sized: formula.product(factor, part.sized) };
  }

  function measureFragment(
    parent: GraphQLCompositeType,
    selection: Exclude<SelectionNode, FieldNode>,
    sizedFields: SizedFields,
  ): Part {
    const { typeCondition, selectionSet } =
      selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value)!;
    const type = (typeCondition ? schema.getType(typeCondition.name.value) : parent) as GraphQLCompositeType;
    const key =
      selection.kind === Kind.FRAGMENT_SPREAD ? `${selection.name.value} ${sizedFields.toString()}` : undefined;
    const within = (key && known.get(key)) || measure(type, selectionSet, sizedFields);
    if (key) known.set(key, within);
    const isAlways = type === parent || (isAbstractType(type) && !isAbstractType(parent));
    return { ...within, within, field: undefined, condition: isAlways ? undefined : type };
  }

  function measureField(parent: GraphQLCompositeType, node: FieldNode, sizedFields: SizedFields): Part {
    const field = isUnionType(parent) ? undefined : parent.getFields()[node.name.value];
    // Introspection fields and `__typename` are resolved from memory.
    if (!field) return { cost: 0, sized: 0, within: undefined, field: undefined, condition: undefined };
    const type = getNamedType(field.type);
    const isList = isListType(getNullableType(field.type));
    const own = sizeOf(field, node, isList);
    const within =
      node.selectionSet && isCompositeType(type) ? measure(type, node.selectionSet, sizedBy(field, isList)) : NOTHING;
    const ofArguments = formula.sum(
      field.args.flatMap((argument) => {
        const value = node.arguments?.find(({ name }) => name.value === argument.name)?.value;
        return value ? [weighArgument(argument, value)] : [];
      }),
    );
    const weight = directives.weightOf(field) ?? directives.weightOf(type) ?? (isCompositeType(type) ? 1 : 0);
    const ofOne = formula.sum([
      weight,
      within.cost,
      isList ? within.sized : formula.product(own.given ?? own.assumed, within.sized),
    ]);
    const isSized = isList && !own.given && (sizedFields === 'all' || sizedFields.includes(field.name));
    const size = own.given ?? own.assumed;
    const times = formula.product(nestedLists(field.type), ofOne);
    return {
      cost: isSized ? ofArguments : formula.sum([ofArguments, isList ? formula.product(size, times) : ofOne]),
      sized: isSized ? times : 0,
      within,
      field: {
        node,
        coordinate: `${parent.name}.${field.name}`,
        isList,
        size: isSized ? undefined : size,
      },
      condition: undefined,
    };
  }

  /** Lists of the field's object whose size it declares. */
  function sizedBy(field: Field, isList: boolean): SizedFields {
    const declared = directives.listSizeOf(field);
    if (isList) return [];
    if (declared) return declared.sizedFields;
    return field.args.some(({ name }) => SLICING_ARGUMENTS.includes(name)) ? 'all' : [];
  }

  /** The size that arguments set, and the one that is assumed otherwise. */
  function sizeOf(field: Field, node: FieldNode, isList: boolean): { given: Term | undefined; assumed: Term } {
    const declared = directives.listSizeOf(field);
    const names = declared?.slicingArguments ?? SLICING_ARGUMENTS;
    const slicing = field.args.filter(({ name }) => names.includes(name));
    const defaultSizes = slicing.flatMap(({ defaultValue }) => sizeFrom(defaultValue) ?? []);
    const length = declared?.length ?? Infinity;
    const usual = defaultSizes.length > 0 ? Math.max(...defaultSizes) : (declared?.assumedSize ?? listSize);
    const assumed = Math.min(usual, length);
    // Keys that are listed in an argument: `nodes(ids: [...])`.
    const listed = !declared && isList ? field.args.filter(({ type }) => isListType(getNullableType(type))) : [];
    const values = [...slicing, ...listed].flatMap(({ name }) => {
      const value = node.arguments?.find((argument) => argument.name.value === name)?.value;
      return value ? [value] : [];
    });
    const filters = field.args.flatMap(({ name, type }) => {
      const value = node.arguments?.find((argument) => argument.name.value === name)?.value;
      return value && directives.mayLeaveLess(type) ? [{ type, value }] : [];
    });
    if (filters.length > 0) {
      const given = formula.variable((variables) => {
        const sizes = values.flatMap((value) => sizeFrom(valueOf(value, variables)) ?? []);
        const left = filters.map(({ type, value }) => directives.lengthLeftBy(type, valueOf(value, variables)));
        return Math.min(sizes.length > 0 ? Math.max(...sizes) : assumed, length, ...left);
      });
      return { given, assumed };
    }
    if (values.length === 0) return { given: undefined, assumed };
    if (values.every(({ kind }) => kind !== Kind.VARIABLE)) {
      const sizes = values.flatMap((value) => sizeFrom(valueFromASTUntyped(value)) ?? []);
      return { given: sizes.length > 0 ? Math.min(Math.max(...sizes), length) : undefined, assumed };
    }
    const given = formula.variable((variables) => {
      const sizes = values.flatMap((value) => sizeFrom(valueOf(value, variables)) ?? []);
      return sizes.length > 0 ? Math.min(Math.max(...sizes), length) : assumed;
    });
    return { given, assumed };
  }

  /** The lists in a list are assumed to be of the usual size. */
  function nestedLists(type: GraphQLOutputType): number {
    let times = 1;
    let nullable = getNullableType(type);
    if (!isListType(nullable)) return 1;
    for (nullable = getNullableType(nullable.ofType as GraphQLOutputType); isListType(nullable); times *= listSize)
      nullable = getNullableType(nullable.ofType as GraphQLOutputType);
    return times;
  }

  function weighArgument(
    argument: Field['args'][number],
    value: NonNullable<FieldNode['arguments']>[number]['value'],
  ): Term {
    const weight = directives.weightOf(argument) ?? 0;
    if (!directives.isWeightedInput(argument.type)) return weight;
    return formula.sum([weight, formula.variable((variables) => weighInput(argument.type, valueOf(value, variables)))]);
  }

  /** Fields of input objects count when they are given and have `@cost`. */
  function weighInput(type: GraphQLInputType, value: unknown): number {
    if (Array.isArray(value)) return value.reduce<number>((sum, each) => sum + weighInput(type, each), 0);
    const object = getNamedType(type);
    if (!isInputObjectType(object) || typeof value !== 'object' || value === null) return 0;
    let sum = directives.weightOf(object) ?? 0;
    for (const [name, each] of Object.entries(value)) {
      const field = Object.hasOwn(object.getFields(), name) ? object.getFields()[name] : undefined;
      if (field) sum += (directives.weightOf(field) ?? 0) + weighInput(field.type, each);
    }
    return sum;
  }

  /** 0 when the selection is left out, 1 else. */
  function included({ directives: conditions = [] }: SelectionNode): Term {
    const factors = conditions.flatMap(({ name, arguments: args = [] }) => {
      const value = args.find((argument) => argument.name.value === 'if')?.value;
      if (!value || (name.value !== 'skip' && name.value !== 'include')) return [];
      const left = name.value === 'skip';
      if (value.kind === Kind.BOOLEAN) return [value.value === left ? 0 : 1];
      return [formula.variable((variables) => (valueOf(value, variables) === left ? 0 : 1))];
    });
    return factors.reduce<Term>((product, factor) => formula.product(product, factor), 1);
  }

  function valueOf(value: Parameters<typeof valueFromASTUntyped>[0], variables: Variables): unknown {
    if (value.kind === Kind.LIST) return value.values.map((each) => valueOf(each, variables));
    if (value.kind === Kind.OBJECT)
      return Object.fromEntries(value.fields.map((field) => [field.name.value, valueOf(field.value, variables)]));
    if (value.kind !== Kind.VARIABLE) return valueFromASTUntyped(value);
    const name = value.name.value;
    return Object.hasOwn(variables, name) && variables[name] !== undefined ? variables[name] : defaults[name];
  }
}

/** A number of elements, or the length of a list. Undefined for other values, which the execution refuses. */
function sizeFrom(value: unknown): number | undefined {
  if (Array.isArray(value)) return value.length;
  return typeof value === 'number' && value >= 0 && value <= MAX_INT ? value : undefined;
}
