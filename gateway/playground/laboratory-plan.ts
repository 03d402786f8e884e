import type { FetchNode, PathStep, Plan, PlanNode, Rewrite, RewriteStep } from '../executor/executor.js';

/**
 * A query plan as Hive Laboratory draws it.
 *
 * Laboratory shows nothing at all when any part of a plan has another shape, so that the rewrites of fetches are there,
 * too, although it does not draw them.
 */
export function laboratoryPlan({ node }: Plan): object {
  return { kind: 'QueryPlan', ...(node && { node: drawNode(node) }) };
}

function drawNode(node: PlanNode): object {
  if (node.kind !== 'Fetch') return { kind: node.kind, nodes: node.nodes.map(drawNode) };
  const fetch = drawFetch(node);
  return node.path.length === 0 ? fetch : { kind: 'Flatten', path: node.path.map(drawStep), node: fetch };
}

function drawFetch(node: FetchNode): object {
  const { service, variables, operationKind, operation, requires, inputRewrites, outputRewrites } = node;
  return {
    kind: 'Fetch',
    serviceName: service,
    variableUsages: variables,
    operationKind,
    operation,
    ...(requires && { requires }),
    ...(inputRewrites.length > 0 && { inputRewrites: inputRewrites.map(drawRewrite) }),
    ...(outputRewrites.length > 0 && { outputRewrites: outputRewrites.map(drawRewrite) }),
  };
}

function drawStep(step: PathStep): object | string {
  if (step === '@') return step;
  return typeof step === 'string' ? { Field: step } : { TypeCondition: step.types };
}

function drawRewrite(rewrite: Rewrite): object {
  return { ...rewrite, path: rewrite.path.map(drawRewriteStep) };
}

function drawRewriteStep(step: RewriteStep): object {
  return typeof step === 'string' ? { Key: step } : { TypenameEquals: step.types };
}
