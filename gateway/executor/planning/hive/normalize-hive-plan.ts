import type * as Hive from '@graphql-hive/router-query-planner';
import {
  getNamedType,
  getNullableType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isObjectType,
  Kind,
  parse,
  print,
  stripIgnoredCharacters,
  visit,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLNamedType,
  type GraphQLOutputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type OperationTypeNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import {
  fetchedSelections,
  fetchesOf,
  joinPath,
  mapFetches,
  renamedPath,
  responseKey,
  textOf,
} from '../plan-fields.js';
import { createRequiredField, createRewrite } from '../plan.js';
import type { FetchNode, PathStep, Plan, PlanNode, RequiresSelection, Rewrite, RewriteStep } from '../plan.js';

const REPRESENTATIONS = 'representations';

/**
 * Puts a plan of Hive Router's planner into our form. A batched fetch becomes one fetch for each of its paths, side by
 * side; fragment definitions are put in the place of their spreads.
 *
 * @param schema the supergraph's
 * @throws Error for a node that canonical documents do not lead to
 */
export function normalizeHivePlan(schema: GraphQLSchema, { node }: Hive.QueryPlan): Plan {
  if (!node) return { node: null };
  const plan = { node: normalize(schema, node, []) };
  return hasListsOfLists(schema) ? withListSteps(schema, plan) : plan;
}

function normalize(schema: GraphQLSchema, node: Hive.PlanNode, path: readonly PathStep[]): PlanNode {
  switch (node.kind) {
    case 'Sequence':
    case 'Parallel':
      return joined(
        node.kind,
        node.nodes.map((child) => normalize(schema, child, path)),
      );
    case 'Flatten':
      return normalize(schema, node.node, [...path, ...node.path.map(pathStep)]);
    case 'Fetch':
      return normalizeFetch(schema, node, path);
    case 'Subscription':
      return normalizeFetch(schema, node.primary, path);
    case 'BatchFetch':
      return joined('Parallel', splitBatch(schema, node));
    default:
      throw new Error(`The plan has a node of the kind ${node.kind}.`);
  }
}

function joined(kind: 'Sequence' | 'Parallel', nodes: readonly PlanNode[]): PlanNode {
  const [only] = nodes;
  return only && nodes.length === 1 ? only : { kind, nodes };
}

function normalizeFetch(schema: GraphQLSchema, node: Hive.FetchNode, path: readonly PathStep[]): FetchNode {
  return {
    kind: 'Fetch',
    service: node.serviceName,
    operationKind: node.operationKind ?? 'query',
    operation: withoutFragmentDefinitions(schema, node.operation),
    variables: node.variableUsages ?? [],
    path,
    requires: node.requires ? node.requires.map(requiresSelection) : null,
    inputRewrites: (node.inputRewrites ?? []).map(rewrite),
    outputRewrites: (node.outputRewrites ?? []).map(rewrite),
  };
}

/** Selections that occur twice are defined once, where that makes the text shorter. */
function withoutFragmentDefinitions(schema: GraphQLSchema, text: string): string {
  if (!text.includes('fragment ')) return text;
  return printed(inlineFragments(schema, parse(text, { noLocation: true })));
}

function inlineFragments(schema: GraphQLSchema, document: DocumentNode): OperationDefinitionNode {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  const operation = document.definitions.find(
    (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
  )!;
  if (fragments.size === 0) return operation;
  return { ...operation, selectionSet: inlined(operation.selectionSet, schema.getRootType(operation.operation)?.name) };

  /** @param type of the objects; undefined where the supergraph does not know the field, such as `_entities` */
  function inlined({ selections }: SelectionSetNode, type: string | undefined): SelectionSetNode {
    const seen = new Set<string>();
    return {
      kind: Kind.SELECTION_SET,
      selections: selections.flatMap((selection) => inSelection(selection, type)).filter(isNew),
    };

    function isNew(selection: SelectionNode): boolean {
      const text = print(selection);
      return !seen.has(text) && Boolean(seen.add(text));
    }
  }

  function inSelection(selection: SelectionNode, type: string | undefined): readonly SelectionNode[] {
    if (selection.kind === Kind.FIELD)
      return [
        selection.selectionSet
          ? { ...selection, selectionSet: inlined(selection.selectionSet, typeOfField(type, selection.name.value)) }
          : selection,
      ];
    const { typeCondition, selectionSet } =
      selection.kind === Kind.FRAGMENT_SPREAD ? fragments.get(selection.name.value)! : selection;
    const condition = typeCondition?.name.value ?? type;
    const inside = inlined(selectionSet, condition);
    // A condition that every object meets is none.
    if (condition === type) return inside.selections;
    return [{ kind: Kind.INLINE_FRAGMENT, ...(typeCondition && { typeCondition }), selectionSet: inside }];
  }

  function typeOfField(parent: string | undefined, field: string): string | undefined {
    const type = parent === undefined ? undefined : schema.getType(parent);
    if (!isObjectType(type) && !isInterfaceType(type)) return undefined;
    const definition = type.getFields()[field];
    return definition && getNamedType(definition.type).name;
  }
}

function splitBatch(schema: GraphQLSchema, node: Hive.BatchFetchNode): FetchNode[] {
  const operation = inlineFragments(schema, parse(node.operation, { noLocation: true }));
  return node.entityBatch.aliases.flatMap((part) => {
    const { text, variables } = partOfBatch(operation, part);
    return part.paths.map((path) => ({
      kind: 'Fetch' as const,
      service: node.serviceName,
      operationKind: 'query' as const,
      operation: text,
      variables,
      path: path.map(pathStep),
      requires: part.requires.map(requiresSelection),
      inputRewrites: (part.inputRewrites ?? []).map(rewrite),
      outputRewrites: (part.outputRewrites ?? []).map(rewrite),
    }));
  });
}

/** The operation that fetches one alias of a batch alone. */
function partOfBatch(
  operation: OperationDefinitionNode,
  { alias, representationsVariableName }: Hive.EntityBatchAlias,
): { text: string; variables: string[] } {
  const entities = operation.selectionSet.selections.find(
    (selection): selection is FieldNode => selection.kind === Kind.FIELD && selection.alias?.value === alias,
  );
  if (!entities) throw new Error(`The batch has no "${alias}".`);
  const used = new Set<string>();
  visit(entities.selectionSet!, { Variable: ({ name }) => void used.add(name.value) });
  const definitions = operation.variableDefinitions ?? [];
  const text = printed({
    ...operation,
    variableDefinitions: definitions.flatMap((definition) => {
      const name = definition.variable.name.value;
      if (name === representationsVariableName) return [{ ...definition, variable: variable(REPRESENTATIONS) }];
      return used.has(name) ? [definition] : [];
    }),
    selectionSet: {
      kind: Kind.SELECTION_SET,
      selections: [
        {
          kind: Kind.FIELD,
          name: { kind: Kind.NAME, value: '_entities' },
          arguments: [
            {
              kind: Kind.ARGUMENT,
              name: { kind: Kind.NAME, value: REPRESENTATIONS },
              value: variable(REPRESENTATIONS),
            },
          ],
          selectionSet: entities.selectionSet!,
        },
      ],
    },
  });
  return {
    text,
    variables: definitions.map((definition) => definition.variable.name.value).filter((name) => used.has(name)),
  };
}

function variable(name: string) {
  return { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: name } } as const;
}

function printed(operation: OperationDefinitionNode): string {
  return stripIgnoredCharacters(print(operation));
}

function pathStep(step: Hive.FlattenNodePathSegment): PathStep {
  if (step === '@') return '@';
  return 'Field' in step ? step.Field : { types: step.TypeCondition };
}

/** Hive names the key of the data, and as alias what the subgraph knows. */
function requiresSelection(selection: Hive.RequiresSelection): RequiresSelection {
  if (selection.kind === 'FragmentSpread') throw new Error('The plan requires a fragment by its name.');
  if (selection.kind === 'InlineFragment') {
    if (selection.skipIf !== undefined || selection.includeIf !== undefined)
      throw new Error('The plan requires something under a condition.');
    return {
      kind: 'InlineFragment',
      typeCondition: selection.typeCondition,
      selections: selection.selections.map(requiresSelection),
    };
  }
  const { name: key, alias: name = key, selections } = selection;
  return createRequiredField(name, key, selections?.map(requiresSelection));
}

function rewrite(given: Hive.InputRewrite): Rewrite {
  if ('KeyRenamer' in given) {
    const { path, renameKeyTo } = given.KeyRenamer;
    return createRewrite({ kind: 'KeyRenamer', path: path.map(rewriteStep), renameKeyTo });
  }
  const { path, setValueTo } = 'ValueSetter' in given ? given.ValueSetter : given;
  return createRewrite({ kind: 'ValueSetter', path: path.map(rewriteStep), setValueTo });
}

function rewriteStep(step: Hive.FetchNodePathSegment): RewriteStep {
  return 'Key' in step ? step.Key : { types: step.TypenameEquals };
}

const schemasWithListsOfLists = new WeakMap<GraphQLSchema, boolean>();

/** Tells whether a schema has lists of lists of objects. */
function hasListsOfLists(schema: GraphQLSchema): boolean {
  let isFound = schemasWithListsOfLists.get(schema);
  if (isFound === undefined) {
    isFound = Object.values(schema.getTypeMap()).some(
      (type) =>
        (isObjectType(type) || isInterfaceType(type)) &&
        Object.values(type.getFields()).some(
          (field) => isCompositeType(getNamedType(field.type)) && listDepth(field.type) > 1,
        ),
    );
    schemasWithListsOfLists.set(schema, isFound);
  }
  return isFound;
}

/** Hive steps into lists of lists once: the paths get a step for each list that the fetches say is there. */
function withListSteps(schema: GraphQLSchema, plan: { node: PlanNode }): Plan {
  const depths = new Map<string, number>();
  for (const fetch of fetchesOf(plan.node)) {
    const root = fetch.requires ? undefined : schema.getRootType(fetch.operationKind as OperationTypeNode)!;
    note(fetchedSelections(fetch), root, textOf(fetch.path), renamedPath(fetch));
  }
  return { node: mapFetches(plan.node, (fetch) => ({ ...fetch, path: stepped(fetch.path) })) };

  function note(
    { selections }: SelectionSetNode,
    parent: GraphQLNamedType | undefined,
    base: string,
    rename: (path: string) => string,
  ): void {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) {
        const field =
          isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[selection.name.value] : undefined;
        if (!field || !selection.selectionSet) continue;
        const path = joinPath(base, responseKey(selection));
        depths.set(rename(path), listDepth(field.type));
        note(selection.selectionSet, getNamedType(field.type), path, rename);
      } else if (selection.kind === Kind.INLINE_FRAGMENT) {
        const condition = selection.typeCondition;
        note(selection.selectionSet, condition ? schema.getType(condition.name.value) : parent, base, rename);
      }
    }
  }

  function stepped(path: readonly PathStep[]): PathStep[] {
    const steps: PathStep[] = [];
    for (const step of path) {
      if (step === '@') continue;
      steps.push(step);
      if (typeof step === 'string') steps.push(...Array<'@'>(depths.get(textOf(steps)) ?? 0).fill('@'));
    }
    return steps;
  }
}

function listDepth(type: GraphQLOutputType): number {
  const inner = getNullableType(type);
  return isListType(inner) ? 1 + listDepth(inner.ofType) : 0;
}
