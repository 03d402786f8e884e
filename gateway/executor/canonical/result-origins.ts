import type { ResultOrigin } from '../executor.js';
import type { PathStep, Plan, PlanNode } from '../planning/plan.js';
import type { ObjectProjection, SelectionProjection } from './projection.js';

/** @param pathsOf gives the paths of the client's result for the keys of a path in the data; without it they are the same */
export function findOrigins(
  { node }: Plan,
  pathsOf: (keys: readonly string[]) => readonly (readonly string[])[] = (keys) => [keys],
): ResultOrigin[] {
  const origins = new Map<string, ResultOrigin>();
  const visit = (each: PlanNode): void => {
    if (each.kind !== 'Fetch') return each.nodes.forEach(visit);
    const { service } = each;
    const keys = each.path.filter((step: PathStep): step is string => typeof step === 'string' && step !== '@');
    for (const path of pathsOf(keys)) origins.set(JSON.stringify([path, service]), { path, service });
  };
  if (node) visit(node);
  return [...origins.values()];
}

/**
 * Gives the response names for keys of the data. A key has several where the client selects its value several times; one
 * that only another fetch needs has none, and ends the path.
 */
export function responsePaths(
  projections: readonly ObjectProjection[],
  [key, ...rest]: readonly string[],
): readonly (readonly string[])[] {
  const selections = new Map<string, Set<SelectionProjection>>();
  for (const field of projections.flatMap(({ fields }) => fields)) {
    if (field.kind !== 'data' || field.key !== key || !field.selection) continue;
    const { responseName, selection } = field;
    selections.set(responseName, (selections.get(responseName) ?? new Set()).add(selection));
  }
  if (selections.size === 0) return [[]];
  return [...selections].flatMap(([name, next]) =>
    responsePaths(
      [...next].flatMap((selection) => selection.all()),
      rest,
    ).map((path) => [name, ...path]),
  );
}
