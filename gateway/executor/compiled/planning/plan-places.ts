import type { FetchNode, PlanNode, QueryPlan } from '@apollo/query-planner';
import { Kind, parse, type FieldNode, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';

/** Where in the response a fetch puts what it brings; `@` steps into a list. */
export type Path = readonly (string | number)[];

/** The fetches of a plan that has no subscription, with their paths. */
export function* fetchesOf(node: PlanNode, path: Path): Generator<readonly [FetchNode, Path]> {
  if (node.kind === 'Fetch') yield [node, path];
  else if (node.kind === 'Flatten') yield* fetchesOf(node.node, [...path, ...node.path]);
  else if (node.kind === 'Sequence' || node.kind === 'Parallel')
    for (const child of node.nodes) yield* fetchesOf(child, path);
}

/** The same of a whole plan; none where it has a subscription. */
export function fetchesOfPlan({ node }: QueryPlan): (readonly [FetchNode, Path])[] {
  return node && node.kind !== 'Subscription' ? [...fetchesOf(node, [])] : [];
}

/** The fields that a fetch brings, by their places in the response. */
export function givenPlaces(node: FetchNode, place: string): string[] {
  const { selectionSet } = parsed(node);
  return placesIn(node.requires ? (selectionSet.selections[0] as FieldNode).selectionSet! : selectionSet, place);
}

function placesIn({ selections }: SelectionSetNode, place: string): string[] {
  return selections.flatMap((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return []; // Plans have none.
    if (selection.kind === Kind.INLINE_FRAGMENT) return placesIn(selection.selectionSet, place);
    const here = joined(place, keyOf(selection));
    return [here, ...(selection.selectionSet ? placesIn(selection.selectionSet, here) : [])];
  });
}

/** A plan is looked at more than once. */
const operations = new WeakMap<FetchNode, OperationDefinitionNode>();

/** The operation that a fetch sends. */
export function parsed(fetch: FetchNode): OperationDefinitionNode {
  let operation = operations.get(fetch);
  if (!operation) {
    operation = parse(fetch.operation, { noLocation: true }).definitions.find(
      (definition) => definition.kind === Kind.OPERATION_DEFINITION,
    )!;
    operations.set(fetch, operation);
  }
  return operation;
}

/** The name of a field in the response. */
export function keyOf({ alias, name }: FieldNode): string {
  return (alias ?? name).value;
}

/** A path as a text, without the steps into lists: a field set does not tell of them. */
export function placeOf(path: Path): string {
  return path.filter((step) => step !== '@').join('.');
}

/** The place of a field of what is at a place. */
export function joined(place: string, name: string): string {
  return place === '' ? name : `${place}.${name}`;
}
