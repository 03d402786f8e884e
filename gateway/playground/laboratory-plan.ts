import type { FetchDataRewrite, PlanNode, QueryPlan } from '@apollo/query-planner';

/**
 * Apollo's query plan as Hive Laboratory draws it: the same tree, with path segments as objects.
 *
 * Laboratory shows nothing at all when any part of a plan has another shape, so the rewrites of fetches are brought
 * along although it does not draw them.
 */
export function laboratoryPlan(plan: QueryPlan): object {
  return { ...plan, node: plan.node && node(plan.node as PlanNode) };
}

function node(plan: PlanNode): object {
  switch (plan.kind) {
    case 'Sequence':
    case 'Parallel':
      return { ...plan, nodes: plan.nodes.map(node) };
    case 'Flatten':
      return { ...plan, path: plan.path.map(segment), node: node(plan.node) };
    case 'Condition':
      return {
        ...plan,
        ifClause: plan.ifClause && node(plan.ifClause),
        elseClause: plan.elseClause && node(plan.elseClause),
      };
    case 'Fetch':
      return {
        ...plan,
        inputRewrites: plan.inputRewrites?.map(rewrite),
        outputRewrites: plan.outputRewrites?.map(rewrite),
      };
    default:
      return plan;
  }
}

function segment(part: string | number) {
  return part === '@' ? part : { Field: String(part) };
}

function rewrite(change: FetchDataRewrite): object {
  return {
    ...change,
    path: change.path.map(rewriteSegment),
    ...('setValueTo' in change && { setValueTo: String(change.setValueTo) }),
  };
}

/** The planner writes a type condition as `... on City`. */
function rewriteSegment(part: string) {
  return part.startsWith('... on ') ? { TypenameEquals: [part.slice('... on '.length)] } : { Key: part };
}
