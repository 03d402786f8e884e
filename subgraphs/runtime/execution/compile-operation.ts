import {
  defaultTypeResolver,
  getDirectiveValues,
  GraphQLBoolean,
  GraphQLError,
  GraphQLID,
  GraphQLIncludeDirective,
  GraphQLSkipDirective,
  GraphQLString,
  isAbstractType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  SchemaMetaFieldDef,
  TypeMetaFieldDef,
  visit,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLAbstractType,
  type GraphQLLeafType,
  type GraphQLObjectType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { inspect } from 'node:util';
import { OperationReads } from '../database/learned-projection.js';
import { isPromise } from './is-promise.js';
import type { PlannedField, PlannedSelections, PlannedValue, TypeOf } from './plan.js';

/** A query, ready to be run. */
export interface CompiledOperation {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  /**
   * The selections at the root.
   *
   * @param variables coerced; those that conditions name decide what is left of the operation
   */
  selectionsFor(variables: Readonly<Record<string, unknown>>): PlannedSelections;
  /** How many fields take arguments, so far. */
  fieldCount(): number;
  /** What it uses of the documents that it reads. */
  readonly reads: OperationReads;
}

/** Variables in conditions: each combination of their values is a plan of its own. */
const MOST_CONDITIONS = 3;

/**
 * Compiles a query that was found valid: which fields are selected on which type is worked out once, and not again for
 * each object.
 *
 * @returns null for what only graphql-js runs: writes, introspection, and what is hardly ever asked
 */
export function compileOperation(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
): CompiledOperation | null {
  const fragments: Record<string, FragmentDefinitionNode> = Object.create(null) as Record<
    string,
    FragmentDefinitionNode
  >;
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments[definition.name.value] = definition;
  const root = schema.getQueryType();
  if (operation.operation !== 'query' || !root || !isPlain(document)) return null;
  const conditions = conditionsOf(document);
  if (conditions.length > MOST_CONDITIONS) return null;

  let fields = 0;
  let reads: OperationReads | undefined;
  const plans = new Map<string, PlannedSelections>();
  return {
    schema,
    operation,
    fragments,
    selectionsFor(variables) {
      const key = conditions.map((name) => String(variables[name])).join();
      let plan = plans.get(key);
      if (!plan) {
        plan = planSelections({ schema, fragments, variables, number: () => (fields += 1) - 1 }, root, [
          operation.selectionSet,
        ]);
        plans.set(key, plan);
      }
      return plan;
    },
    fieldCount: () => fields,
    // Most operations are sent once.
    get reads() {
      return (reads ??= new OperationReads());
    },
  };
}

interface Planning {
  schema: GraphQLSchema;
  fragments: Readonly<Record<string, FragmentDefinitionNode>>;
  variables: Readonly<Record<string, unknown>>;
  number: () => number;
}

/** Whether there is nothing in it that we leave to graphql-js. */
function isPlain(document: DocumentNode): boolean {
  let plain = true;
  visit(document, {
    Field({ name, alias }) {
      if (
        name.value === SchemaMetaFieldDef.name ||
        name.value === TypeMetaFieldDef.name ||
        alias?.value === '__proto__'
      )
        plain = false;
    },
    Directive({ name }) {
      if (name.value !== GraphQLSkipDirective.name && name.value !== GraphQLIncludeDirective.name) plain = false;
    },
  });
  return plain;
}

/** The variables by which something is skipped or included. */
function conditionsOf(document: DocumentNode): string[] {
  const names = new Set<string>();
  visit(document, {
    Directive: {
      enter: (directive) => {
        for (const { value } of directive.arguments ?? [])
          if (value.kind === Kind.VARIABLE) names.add(value.name.value);
      },
    },
  });
  return [...names].sort();
}

/** Plans when it is first needed: what no value leads to costs nothing, however often fragments name one another. */
function planSelections(
  planning: Planning,
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
): PlannedSelections {
  let fields: readonly PlannedField[] | undefined;
  return {
    get fields() {
      return (fields ??= planFields(planning, type, sets));
    },
  };
}

function planFields(
  planning: Planning,
  type: GraphQLObjectType,
  sets: readonly SelectionSetNode[],
): readonly PlannedField[] {
  const groups = new Map<string, FieldNode[]>();
  const visited = new Set<string>();
  for (const set of sets) collect(planning, type, set, groups, visited);
  const fields: PlannedField[] = [];
  for (const [key, nodes] of groups) {
    const field = planField(planning, type, key, nodes);
    if (field) fields.push(field);
  }
  return fields;
}

/** https://spec.graphql.org/October2021/#CollectFields() */
function collect(
  planning: Planning,
  type: GraphQLObjectType,
  set: SelectionSetNode,
  groups: Map<string, FieldNode[]>,
  visited: Set<string>,
): void {
  for (const selection of set.selections) {
    if (!isIncluded(planning, selection)) continue;
    if (selection.kind === Kind.FIELD) {
      const key = (selection.alias ?? selection.name).value;
      const group = groups.get(key);
      if (group) group.push(selection);
      else groups.set(key, [selection]);
      continue;
    }
    if (selection.kind === Kind.FRAGMENT_SPREAD) {
      if (visited.has(selection.name.value)) continue;
      visited.add(selection.name.value);
    }
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : planning.fragments[selection.name.value];
    if (fragment && fits(planning.schema, type, fragment.typeCondition?.name.value))
      collect(planning, type, fragment.selectionSet, groups, visited);
  }
}

function isIncluded({ variables }: Planning, selection: SelectionNode): boolean {
  if (!selection.directives?.length) return true;
  if (getDirectiveValues(GraphQLSkipDirective, selection, variables)?.['if'] === true) return false;
  return getDirectiveValues(GraphQLIncludeDirective, selection, variables)?.['if'] !== false;
}

function fits(schema: GraphQLSchema, type: GraphQLObjectType, condition: string | undefined): boolean {
  if (condition === undefined || condition === type.name) return true;
  const wanted = schema.getType(condition);
  return wanted !== undefined && isAbstractType(wanted) && schema.isSubType(wanted, type);
}

function planField(
  planning: Planning,
  parentType: GraphQLObjectType,
  key: string,
  nodes: readonly FieldNode[],
): PlannedField | undefined {
  const name = nodes[0]!.name.value;
  if (name === '__typename') {
    return {
      key,
      index: 0,
      nodes,
      parentType,
      field: undefined,
      takesArguments: false,
      value: { kind: 'leaf', nullable: false, serialize: (value) => value },
    };
  }
  const field = parentType.getFields()[name];
  if (!field) return undefined;
  const takesArguments = field.args.length > 0;
  return {
    key,
    index: takesArguments ? planning.number() : 0,
    nodes,
    parentType,
    field,
    takesArguments,
    value: planValue(planning, field.type, { nodes, of: `${parentType.name}.${name}` }),
  };
}

/** The field that a value is of. */
interface Asked {
  nodes: readonly FieldNode[];
  /** Such as `Book.title`. */
  of: string;
}

function planValue(planning: Planning, type: GraphQLOutputType, asked: Asked, nullable = true): PlannedValue {
  if (isNonNullType(type)) return planValue(planning, type.ofType, asked, false);
  if (isListType(type)) return { kind: 'list', nullable, item: planValue(planning, type.ofType, asked) };
  if (isLeafType(type)) return { kind: 'leaf', nullable, serialize: serializerOf(type) };
  const sets = asked.nodes.flatMap(({ selectionSet }) => selectionSet ?? []);
  if (isObjectType(type)) {
    if (type.isTypeOf)
      return { kind: 'abstract', nullable, typeOf: checkedType(type, planSelections(planning, type, sets), asked) };
    return { kind: 'object', nullable, selections: planSelections(planning, type, sets) };
  }
  return { kind: 'abstract', nullable, typeOf: typeOf(planning, type, sets, asked) };
}

/** What most values are is seen without asking their type. */
function serializerOf(type: GraphQLLeafType): (value: unknown) => unknown {
  const serialize = (value: unknown) => {
    const serialized = type.serialize(value);
    if (serialized == null)
      throw new Error(
        `Expected \`${inspect(String(type))}.serialize(${inspect(value)})\` to return non-nullable value, returned: ${inspect(serialized)}`,
      );
    return serialized;
  };
  if (type === GraphQLString || type === GraphQLID)
    return (value) => (typeof value === 'string' ? value : serialize(value));
  if (type === GraphQLBoolean) return (value) => (typeof value === 'boolean' ? value : serialize(value));
  return serialize;
}

/** An object that is asked whether it is of its type. */
function checkedType(type: GraphQLObjectType, selections: PlannedSelections, { nodes }: Asked): TypeOf {
  const checked = (isOfType: boolean, value: unknown) => {
    if (isOfType) return selections;
    throw new GraphQLError(`Expected value of type "${type.name}" but got: ${inspect(value)}.`, { nodes });
  };
  return (value, context, info) => {
    const isOfType = type.isTypeOf!(value, context, info() as never);
    return typeof isOfType === 'boolean'
      ? checked(isOfType, value)
      : isOfType.then((resolved) => checked(resolved, value));
  };
}

/** https://spec.graphql.org/October2021/#ResolveAbstractType() */
function typeOf(
  planning: Planning,
  abstract: GraphQLAbstractType,
  sets: readonly SelectionSetNode[],
  { nodes, of }: Asked,
): TypeOf {
  const { schema } = planning;
  const known = new Map<string, PlannedSelections>();
  const resolveType = abstract.resolveType ?? defaultTypeResolver;
  const selectionsOf = (name: unknown, value: unknown): PlannedSelections => {
    const found = known.get(name as string);
    if (found) return found;
    if (name == null)
      throw new GraphQLError(
        `Abstract type "${abstract.name}" must resolve to an Object type at runtime for field "${of}". Either the "${abstract.name}" type should provide a "resolveType" function or each possible type should provide an "isTypeOf" function.`,
        { nodes },
      );
    if (typeof name !== 'string')
      throw new GraphQLError(
        `Abstract type "${abstract.name}" must resolve to an Object type at runtime for field "${of}" with value ${inspect(value)}, received "${inspect(name)}".`,
      );
    const type = schema.getType(name);
    if (!type)
      throw new GraphQLError(
        `Abstract type "${abstract.name}" was resolved to a type "${name}" that does not exist inside the schema.`,
        { nodes },
      );
    if (!isObjectType(type))
      throw new GraphQLError(`Abstract type "${abstract.name}" was resolved to a non-object type "${name}".`, {
        nodes,
      });
    if (!schema.isSubType(abstract, type))
      throw new GraphQLError(`Runtime Object type "${type.name}" is not a possible type for "${abstract.name}".`, {
        nodes,
      });
    const selections = planSelections(planning, type, sets);
    known.set(name, selections);
    return selections;
  };
  return (value, context, info) => {
    const name = resolveType(value, context, info() as never, abstract);
    return isPromise(name) ? name.then((resolved) => selectionsOf(resolved, value)) : selectionsOf(name, value);
  };
}
