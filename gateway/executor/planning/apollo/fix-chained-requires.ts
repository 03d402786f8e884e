import {
  getNamedType,
  getNullableType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  print,
  stripIgnoredCharacters,
  type FieldNode,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type SelectionNode,
  type SelectionSetNode,
  type VariableDefinitionNode,
  visit,
} from 'graphql';
import { requestError } from '../../../errors.js';
import { isSubtype } from '../check-plan.js';
import type { FetchNode, PathStep, Plan, PlanNode, RequiresSelection } from '../plan.js';
import {
  fetchedPaths,
  fetchedSelections,
  fetchesOf,
  joinPath,
  mapFetches,
  operationOf,
  responseKey,
  textOf,
} from '../plan-fields.js';
import type { SupergraphJoins } from '../supergraph-joins.js';

/** A field that a plan fetches from a subgraph without sending what the field requires. */
interface Untold {
  fetch: FetchNode;
  /** Of the object. */
  path: readonly PathStep[];
  type: string;
  field: FieldNode;
  /** The selection set of the fetch's operation that the field stands in. */
  parent: SelectionSetNode;
  required: SelectionSetNode;
}

/** More than any plan needs; each round moves one field. */
const MAX_ROUNDS = 50;

/**
 * Apollo's planner forgets what a field requires when it is fetched because another field requires it, and the object
 * comes from the field's own subgraph: the field is then selected at once, and the subgraph resolves it as if what it
 * requires were not there. Such a field is taken out of that place of its fetch, and fetched when what it requires is
 * known.
 *
 * @param schema the supergraph's
 * @returns the plan itself where it is right
 * @throws RequestError that names the field when what it requires is not known in time
 */
export function fixChainedRequires(schema: GraphQLSchema, joins: SupergraphJoins, plan: Plan): Plan {
  let { node } = plan;
  for (let round = 0; node; round += 1) {
    const untold = findUntold(schema, joins, node);
    if (!untold) return node === plan.node ? plan : { node };
    if (round === MAX_ROUNDS) throw cannotPlan(untold);
    node = fetchLater(schema, joins, node, untold);
  }
  return plan;
}

function findUntold(schema: GraphQLSchema, { requirements }: SupergraphJoins, node: PlanNode): Untold | undefined {
  for (const fetch of fetchesOf(node)) {
    const untold = fetch.requires ? inEntities(fetch, fetch.requires) : inRoot(fetch);
    if (untold) return untold;
  }
  return undefined;

  function inRoot(fetch: FetchNode): Untold | undefined {
    const { operation, selectionSet } = operationOf(fetch);
    return within(fetch, schema.getRootType(operation)!, selectionSet, fetch.path, []);
  }

  function inEntities(fetch: FetchNode, requires: readonly RequiresSelection[]): Untold | undefined {
    return firstOf(fetchedSelections(fetch).selections, (selection) => {
      if (selection.kind !== Kind.INLINE_FRAGMENT || !selection.typeCondition) return undefined;
      const type = selection.typeCondition.name.value;
      // The representation of an interface object has the names of its types.
      const sent = requires.flatMap((required) =>
        required.kind === 'InlineFragment' && isSubtype(schema, required.typeCondition, type)
          ? required.selections
          : [],
      );
      return within(fetch, schema.getType(type)!, selection.selectionSet, fetch.path, sent);
    });
  }

  /** @param sent what the representation of the object holds */
  function within(
    fetch: FetchNode,
    type: GraphQLNamedType,
    parent: SelectionSetNode,
    path: readonly PathStep[],
    sent: readonly RequiresSelection[],
  ): Untold | undefined {
    const fields = isObjectType(type) || isInterfaceType(type) ? type.getFields() : {};
    return firstOf(parent.selections, (selection) => {
      if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition ? schema.getType(selection.typeCondition.name.value)! : type;
        const steps = condition === type ? path : [...path, { types: [condition.name] }];
        return within(fetch, condition, selection.selectionSet, steps, sent);
      }
      if (selection.kind !== Kind.FIELD) return undefined;
      const required = requirements.get(`${fetch.service} ${type.name}.${selection.name.value}`);
      // What is there without being sent, by `@provides`, is selected beside.
      if (required && !required.selections.every((each) => isSent(each, sent) || isSelected(each, parent)))
        return { fetch, path, type: type.name, field: selection, parent, required };
      const definition = fields[selection.name.value];
      if (!selection.selectionSet || !definition) return undefined;
      const steps = [...path, responseKey(selection), ...listSteps(definition.type)];
      return within(fetch, getNamedType(definition.type), selection.selectionSet, steps, []);
    });
  }
}

function isSent(wanted: SelectionNode, sent: readonly RequiresSelection[]): boolean {
  if (wanted.kind === Kind.INLINE_FRAGMENT) {
    const condition = wanted.typeCondition?.name.value;
    const inside = sent.flatMap((each) =>
      each.kind === 'InlineFragment' && each.typeCondition === condition ? each.selections : [each],
    );
    return wanted.selectionSet.selections.every((each) => isSent(each, inside));
  }
  if (wanted.kind !== Kind.FIELD) return false;
  return sent.some(
    (each) =>
      each.kind === 'Field' &&
      each.name === wanted.name.value &&
      (wanted.selectionSet?.selections ?? []).every((inner) => isSent(inner, each.selections ?? [])),
  );
}

function isSelected(wanted: SelectionNode, { selections }: SelectionSetNode): boolean {
  if (wanted.kind === Kind.INLINE_FRAGMENT) {
    const condition = wanted.typeCondition?.name.value;
    const inside = selections.flatMap((each) =>
      each.kind === Kind.INLINE_FRAGMENT && each.typeCondition?.name.value === condition
        ? each.selectionSet.selections
        : [each],
    );
    return wanted.selectionSet.selections.every((each) =>
      isSelected(each, { kind: Kind.SELECTION_SET, selections: inside }),
    );
  }
  if (wanted.kind !== Kind.FIELD) return false;
  return selections.some(
    (each) =>
      each.kind === Kind.FIELD &&
      each.name.value === wanted.name.value &&
      argumentsOf(each) === argumentsOf(wanted) &&
      (wanted.selectionSet?.selections ?? []).every(
        (inner) => each.selectionSet && isSelected(inner, each.selectionSet),
      ),
  );
}

/** The plan in which the field is fetched after what it requires, and all that needs the field after it. */
function fetchLater(schema: GraphQLSchema, joins: SupergraphJoins, root: PlanNode, untold: Untold): PlanNode {
  const { fetch, path, type, field, required } = untold;
  const key = joins.keys.get(`${fetch.service} ${type}`)?.[0];
  if (!key) throw cannotPlan(untold);
  const objectPath = textOf(path);
  const fetches = [...fetchesOf(root)];
  const provided = new Set([joinPath(objectPath, responseKey(field))]);
  const later = new Set<FetchNode>();
  for (let isChanged = true; isChanged;) {
    isChanged = false;
    for (const node of fetches) {
      if (node === fetch || later.has(node) || !needsAny(node, provided)) continue;
      isChanged = true;
      later.add(node);
      // Fields that the fetch itself requires are inputs, not outputs.
      const inputs = new Set(neededPaths(node));
      for (const given of fetchedPaths(node))
        if (!inputs.has(given) && !given.endsWith('__typename')) provided.add(given);
    }
  }
  const known = new Set(fetches.flatMap((node) => (later.has(node) ? [] : fetchedPaths(node))));
  if (!isKnown(required, objectPath, known)) throw cannotPlan(untold);

  const before = mapFetches(root, (node) => {
    if (later.has(node)) return null;
    return node === fetch ? withoutField(untold, key) : node;
  });
  const after = mapFetches(root, (node) => (later.has(node) ? node : null));
  const nodes = [before, fetchOfField(schema, untold, key), after].filter((node) => node !== null);
  return { kind: 'Sequence', nodes };
}

function needsAny(node: FetchNode, provided: ReadonlySet<string>): boolean {
  return neededPaths(node).some((needed) =>
    [...provided].some((given) => needed === given || needed.startsWith(`${given}.`)),
  );
}

/** The paths of the entities of a fetch, and of what it requires of them. */
function neededPaths({ path, requires }: FetchNode): string[] {
  const base = textOf(path);
  return [base, ...requiredPaths(requires ?? [], base)];
}

function requiredPaths(selections: readonly RequiresSelection[], base: string): string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === 'InlineFragment') return requiredPaths(selection.selections, base);
    const path = joinPath(base, selection.alias ?? selection.name);
    return [path, ...requiredPaths(selection.selections ?? [], path)];
  });
}

function isKnown({ selections }: SelectionSetNode, base: string, known: ReadonlySet<string>): boolean {
  return selections.every((selection) => {
    if (selection.kind === Kind.INLINE_FRAGMENT) return isKnown(selection.selectionSet, base, known);
    if (selection.kind !== Kind.FIELD) return false;
    const path = joinPath(base, selection.name.value);
    return known.has(path) && (!selection.selectionSet || isKnown(selection.selectionSet, path, known));
  });
}

/** The fetch of the field alone. */
function fetchOfField(schema: GraphQLSchema, untold: Untold, key: SelectionSetNode): FetchNode {
  const { fetch, path, type, field, required } = untold;
  const variables = variablesIn(field);
  const definitions = (operationOf(fetch).variableDefinitions ?? []).filter((definition) =>
    variables.includes(definition.variable.name.value),
  );
  const declared = ['$representations:[_Any!]!', ...definitions.map((each) => print(each))].join(',');
  return {
    kind: 'Fetch',
    service: fetch.service,
    operationKind: 'query',
    operation: stripIgnoredCharacters(
      `query(${declared}){_entities(representations:$representations){...on ${type}{${print(field)}}}}`,
    ),
    variables,
    path,
    requires: [
      {
        kind: 'InlineFragment',
        typeCondition: type,
        selections: [{ kind: 'Field', name: '__typename' }, ...toRequires(key), ...toRequires(required)],
      },
    ],
    inputRewrites: isInterfaceType(schema.getType(type))
      ? [{ kind: 'ValueSetter', path: [{ types: [type] }, '__typename'], setValueTo: type }]
      : [],
    outputRewrites: [],
  };
}

/** The fetch without the field at its place, and with the key by which the object is fetched again. */
function withoutField({ fetch, field, parent }: Untold, key: SelectionSetNode): FetchNode {
  const operation = visit(operationOf(fetch), {
    SelectionSet: {
      // What is kept beside the field is of no concern: nothing further has to be looked at in here.
      enter(node) {
        if (node !== parent) return undefined;
        const others = node.selections.filter((selection) => selection !== field);
        const wanted: SelectionNode[] = [
          { kind: Kind.FIELD, name: { kind: Kind.NAME, value: '__typename' } },
          ...key.selections,
        ];
        const added = wanted.filter((each) => !isSelected(each, { kind: Kind.SELECTION_SET, selections: others }));
        return { ...node, selections: [...added, ...others] };
      },
    },
  });
  const used = variablesIn(operation.selectionSet);
  const isUsed = ({ variable }: VariableDefinitionNode) =>
    used.includes(variable.name.value) || !fetch.variables.includes(variable.name.value);
  return {
    ...fetch,
    operation: stripIgnoredCharacters(
      print({ ...operation, variableDefinitions: operation.variableDefinitions?.filter(isUsed) }),
    ),
    variables: fetch.variables.filter((name) => used.includes(name)),
  };
}

function variablesIn(node: FieldNode | SelectionSetNode): string[] {
  const names = new Set<string>();
  visit(node, { Variable: ({ name }) => void names.add(name.value) });
  return [...names];
}

function toRequires({ selections }: SelectionSetNode): RequiresSelection[] {
  return selections.map((selection) => {
    if (selection.kind === Kind.FIELD)
      return {
        kind: 'Field',
        name: selection.name.value,
        ...(selection.selectionSet && { selections: toRequires(selection.selectionSet) }),
      };
    if (selection.kind === Kind.INLINE_FRAGMENT && selection.typeCondition)
      return {
        kind: 'InlineFragment',
        typeCondition: selection.typeCondition.name.value,
        selections: toRequires(selection.selectionSet),
      };
    throw new Error('A field set has no named fragments.');
  });
}

function argumentsOf({ arguments: args = [] }: FieldNode): string {
  return args
    .map((argument) => print(argument))
    .sort()
    .join(', ');
}

function listSteps(type: GraphQLOutputType): '@'[] {
  const inner = getNullableType(type);
  return isListType(inner) ? ['@', ...listSteps(inner.ofType)] : [];
}

function firstOf<T, R>(values: readonly T[], find: (value: T) => R | undefined): R | undefined {
  for (const value of values) {
    const found = find(value);
    if (found !== undefined) return found;
  }
  return undefined;
}

function cannotPlan({ type, field, required }: Untold) {
  const [name, needed] = [field.name.value, print(required).replace(/\s+/g, ' ')];
  return requestError('GRAPHQL_VALIDATION_FAILED', {
    en: `Fields that need the field "${name}" of "${type}" cannot be fetched here: that field requires ${needed}, which is not known at that moment.`,
    th: `ไม่สามารถขอข้อมูลที่ต้องใช้ฟิลด์ "${name}" ของ "${type}" ตรงนี้ได้ เพราะฟิลด์นี้ต้องใช้ ${needed} ซึ่งยังไม่ทราบในขณะนั้น`,
  });
}
