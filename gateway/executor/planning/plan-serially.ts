import { Kind, parse, print, visit, type FieldNode, type OperationDefinitionNode } from 'graphql';
import type { Plan, PlanNode } from './plan.js';
import type { Overrides } from './planner.js';

type Make = (document: string, overrides: Overrides) => Promise<Plan>;

/**
 * Plans each root field of a mutation by itself, so that all of a field is fetched before the next one begins: GraphQL
 * October 2021, 6.2.2. Root fields in a row that one request to one subgraph can run are planned together: the subgraph
 * keeps them in their order. Queries are planned as they are.
 */
export function planSerially(make: Make): Make {
  return async (document, overrides) => {
    if (!document.startsWith('mutation')) return make(document, overrides);
    const operation = parse(document, { noLocation: true }).definitions[0] as OperationDefinitionNode;
    // Canonical documents have no fragments at the root.
    const fields = operation.selectionSet.selections as readonly FieldNode[];
    if (fields.length < 2 || fields.some(({ kind }) => kind !== Kind.FIELD)) return make(document, overrides);
    const plans = await Promise.all(fields.map((field) => make(operationWith(operation, [field]), overrides)));
    const nodes = await Promise.all(
      groupByService(fields, plans).map(async ({ fields: group, node }) =>
        group.length > 1 ? (await make(operationWith(operation, group), overrides)).node : node,
      ),
    );
    return { node: { kind: 'Sequence', nodes: nodes.filter((node) => node !== null) } };
  };
}

interface Group {
  fields: FieldNode[];
  node: PlanNode | null;
}

/** Puts root fields in a row together that take one fetch each, of the same subgraph. */
function groupByService(fields: readonly FieldNode[], plans: readonly Plan[]): Group[] {
  const groups: Group[] = [];
  for (const [index, { node }] of plans.entries()) {
    const last = groups.at(-1);
    if (node?.kind === 'Fetch' && last?.node?.kind === 'Fetch' && last.node.service === node.service)
      last.fields.push(fields[index]!);
    else groups.push({ fields: [fields[index]!], node });
  }
  return groups;
}

/** The operation with some of its root fields, and the variables that they use. */
function operationWith(operation: OperationDefinitionNode, selections: readonly FieldNode[]): string {
  const used = new Set<string>();
  for (const field of selections) visit(field, { Variable: ({ name }) => void used.add(name.value) });
  return print({
    ...operation,
    variableDefinitions: operation.variableDefinitions?.filter(({ variable }) => used.has(variable.name.value)),
    selectionSet: { kind: Kind.SELECTION_SET, selections },
  });
}
