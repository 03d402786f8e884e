import {
  Kind,
  print,
  stripIgnoredCharacters,
  visit,
  type FieldNode,
  type InlineFragmentNode,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { fetchedSelections, mapFetches, operationOf } from './plan-fields.js';
import type { FetchNode, Plan, PlanNode, RequiresSelection } from './plan.js';
import type { SupergraphJoins } from './supergraph-joins.js';

/**
 * Splits a fetch of fields that require different things into one fetch for each requirement: what one of them requires may
 * be unreachable, and must not take the others with it. They run side by side, and are sent as one request.
 */
export function splitRequirements(joins: SupergraphJoins, { node }: Plan): Plan {
  return { node: node && mapFetches(node, (fetch) => split(joins, fetch)) };
}

function split(joins: SupergraphJoins, fetch: FetchNode): PlanNode {
  const { requires, inputRewrites, outputRewrites, service } = fetch;
  if (!requires || inputRewrites.length > 0 || outputRewrites.length > 0) return fetch;
  const fragments = fetchedSelections(fetch).selections;
  if (!fragments.every(isFlatFragment)) return fetch;
  const requirementOf = (type: string, field: FieldNode) =>
    joins.requirements.get(`${service} ${type}.${field.name.value}`);
  const groups = new Map<string, Set<string>>();
  for (const { typeCondition, selectionSet } of fragments) {
    for (const field of selectionSet.selections as readonly FieldNode[]) {
      const required = requirementOf(typeCondition.name.value, field);
      groups.set(required ? print(required) : '', namesIn(required));
    }
  }
  if (groups.size < 2) return fetch;

  const all = new Set([...groups.values()].flatMap((names) => [...names]));
  const nodes = [...groups].map(([text, names]): FetchNode => {
    const isOfGroup = (type: string, field: FieldNode) => {
      const required = requirementOf(type, field);
      return (required ? print(required) : '') === text;
    };
    const operation = withFields(operationOf(fetch), isOfGroup);
    return {
      ...fetch,
      operation: stripIgnoredCharacters(print(operation)),
      variables: fetch.variables.filter((name) => usesVariable(operation, name)),
      requires: requires.map((selection) => withoutOthers(joins, service, selection, all, names)),
    };
  });
  return { kind: 'Parallel', nodes };
}

function isFlatFragment(
  selection: SelectionSetNode['selections'][number],
): selection is InlineFragmentNode & { typeCondition: NonNullable<InlineFragmentNode['typeCondition']> } {
  return (
    selection.kind === Kind.INLINE_FRAGMENT &&
    selection.typeCondition !== undefined &&
    selection.selectionSet.selections.every((each) => each.kind === Kind.FIELD)
  );
}

function namesIn(selectionSet: SelectionSetNode | undefined): Set<string> {
  return new Set(
    selectionSet?.selections.flatMap((selection) => (selection.kind === Kind.FIELD ? [selection.name.value] : [])),
  );
}

function withFields(
  operation: OperationDefinitionNode,
  isWanted: (type: string, field: FieldNode) => boolean,
): OperationDefinitionNode {
  const [entities] = operation.selectionSet.selections as readonly [FieldNode];
  const fragments = (entities.selectionSet!.selections as readonly InlineFragmentNode[]).flatMap((fragment) => {
    const type = fragment.typeCondition!.name.value;
    const selections = fragment.selectionSet.selections.filter((field) => isWanted(type, field as FieldNode));
    return selections.length > 0 ? [{ ...fragment, selectionSet: { ...fragment.selectionSet, selections } }] : [];
  });
  const field: FieldNode = { ...entities, selectionSet: { ...entities.selectionSet!, selections: fragments } };
  const reduced: OperationDefinitionNode = {
    ...operation,
    selectionSet: { ...operation.selectionSet, selections: [field] },
  };
  return {
    ...reduced,
    variableDefinitions: (operation.variableDefinitions ?? []).filter(({ variable }) =>
      usesVariable(reduced, variable.name.value),
    ),
  };
}

function usesVariable({ selectionSet }: OperationDefinitionNode, name: string): boolean {
  let isUsed = false;
  visit(selectionSet, { Variable: (variable) => void (isUsed ||= variable.name.value === name) });
  return isUsed;
}

/** Keys stay; what only other groups require goes. */
function withoutOthers(
  joins: SupergraphJoins,
  service: string,
  selection: RequiresSelection,
  all: ReadonlySet<string>,
  own: ReadonlySet<string>,
): RequiresSelection {
  if (selection.kind === 'Field') return selection;
  const keys = joins.keys.get(`${service} ${selection.typeCondition}`) ?? [];
  const keyNames = new Set(keys.flatMap((key) => [...namesIn(key)]));
  return {
    ...selection,
    selections: selection.selections.filter(
      (each) => each.kind !== 'Field' || !all.has(each.name) || own.has(each.name) || keyNames.has(each.name),
    ),
  };
}
