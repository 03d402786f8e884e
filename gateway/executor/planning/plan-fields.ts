import { Kind, parse, type FieldNode, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import type { FetchNode, PathStep, Plan, PlanNode, RewriteStep } from './plan.js';

/** The fetches of a plan, in an order in which they could run. */
export function* fetchesOf(node: Plan['node']): Generator<FetchNode> {
  if (!node) return;
  if (node.kind === 'Fetch') yield node;
  else for (const child of node.nodes) yield* fetchesOf(child);
}

/** A plan is looked at more than once. */
const operations = new WeakMap<FetchNode, OperationDefinitionNode>();

/** Parses the operation that a fetch sends; once. */
export function operationOf(fetch: FetchNode): OperationDefinitionNode {
  let operation = operations.get(fetch);
  if (!operation) {
    operation = parseOperation(fetch.operation);
    operations.set(fetch, operation);
  }
  return operation;
}

/**
 * @param text of a fetch
 * @throws Error for anything but one operation
 */
export function parseOperation(text: string): OperationDefinitionNode {
  const { definitions } = parse(text, { noLocation: true });
  const [operation] = definitions;
  if (definitions.length !== 1 || operation?.kind !== Kind.OPERATION_DEFINITION)
    throw new Error(`A fetch is one operation without fragment definitions, but got: ${text.slice(0, 200)}`);
  return operation;
}

/** The selections of what a fetch brings: of the root, or of its entities. */
export function fetchedSelections(fetch: FetchNode): SelectionSetNode {
  const { selectionSet } = operationOf(fetch);
  return fetch.requires ? (selectionSet.selections[0] as FieldNode).selectionSet! : selectionSet;
}

/** The paths of all fields that a fetch brings, as texts, when its output has been rewritten. */
export function fetchedPaths(fetch: FetchNode): string[] {
  return selectedPaths(fetchedSelections(fetch), textOf(fetch.path)).map(renamedPath(fetch));
}

/** Tells what a path within the output of a fetch becomes when its keys have been renamed. */
export function renamedPath({ path: base, outputRewrites }: FetchNode): (path: string) => string {
  const renamed = outputRewrites.flatMap((rewrite) => {
    if (rewrite.kind !== 'KeyRenamer') return [];
    const parent = joinPath(textOf(base), textOf(rewrite.path.slice(0, -1)));
    return [[joinPath(parent, String(rewrite.path.at(-1))), joinPath(parent, rewrite.renameKeyTo)] as const];
  });
  return (path) => {
    const found = renamed.find(([from]) => path === from || path.startsWith(`${from}.`));
    return found ? found[1] + path.slice(found[0].length) : path;
  };
}

function selectedPaths({ selections }: SelectionSetNode, base: string): string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return []; // Plans have none.
    if (selection.kind === Kind.INLINE_FRAGMENT) return selectedPaths(selection.selectionSet, base);
    const path = joinPath(base, responseKey(selection));
    return selection.selectionSet ? [path, ...selectedPaths(selection.selectionSet, path)] : [path];
  });
}

/** The key of a field in the response. */
export function responseKey({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}

/** A path as a text, without its steps into lists and conditions of types. */
export function textOf(path: readonly (PathStep | RewriteStep)[]): string {
  return path.filter((step) => typeof step === 'string' && step !== '@').join('.');
}

export function joinPath(path: string, name: string): string {
  if (path === '') return name;
  return name === '' ? path : `${path}.${name}`;
}

/** A plan with other fetches, or without some of them; null when none is left. */
export function mapFetches(node: PlanNode, change: (fetch: FetchNode) => PlanNode | null): PlanNode | null {
  if (node.kind === 'Fetch') return change(node);
  const nodes = node.nodes.map((child) => mapFetches(child, change)).filter((child) => child !== null);
  const [only] = nodes;
  return nodes.length > 1 ? { ...node, nodes } : (only ?? null);
}
