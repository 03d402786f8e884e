import type { FetchNode, PlanNode, QueryPlan, QueryPlanSelectionNode } from '@apollo/query-planner';

/** Places in a response, such as `cities.nodes.id`: names without the elements of lists. */
export type Places = ReadonlySet<string>;

/** What of its own response a plan looks at: the objects that it fetches more of, on the way to them, and what it requires of them. */
export function placesLookedAt({ node }: QueryPlan): Places {
  const places = new Set<string>();
  if (node && node.kind !== 'Subscription') look(node, []);
  return places;

  function look(node: PlanNode, path: readonly string[]): void {
    switch (node.kind) {
      case 'Fetch':
        return lookAtRequirements(node, path);
      case 'Flatten': {
        const inner = [...path, ...node.path.filter((step) => step !== '@').map(String)];
        inner.forEach((_, index) => places.add(inner.slice(0, index + 1).join('.')));
        return look(node.node, inner);
      }
      case 'Sequence':
      case 'Parallel':
        return node.nodes.forEach((child) => look(child, path));
      default:
    }
  }

  function lookAtRequirements({ requires = [] }: FetchNode, path: readonly string[]): void {
    for (const selection of requires) lookAtRequirement(selection, path);
  }

  function lookAtRequirement(selection: QueryPlanSelectionNode, path: readonly string[]): void {
    const here = selection.kind === 'InlineFragment' ? path : [...path, selection.alias ?? selection.name];
    if (here !== path) places.add(here.join('.'));
    for (const inner of selection.selections ?? []) lookAtRequirement(inner, here);
  }
}
