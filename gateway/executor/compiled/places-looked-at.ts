import type { QueryPlan, QueryPlanSelectionNode } from '@apollo/query-planner';
import { fetchesOfPlan, joined, placeOf } from './planning/plan-places.js';

/** Places in a response, such as `cities.nodes.id`: names without the elements of lists. */
export type Places = ReadonlySet<string>;

/** What of its own response a plan looks at: the objects that it fetches more of, on the way to them, and what it requires of them. */
export function placesLookedAt(plan: QueryPlan): Places {
  const places = new Set<string>();
  for (const [{ requires = [] }, path] of fetchesOfPlan(plan)) {
    path.forEach((_, index) => places.add(placeOf(path.slice(0, index + 1))));
    for (const selection of requires) lookAt(selection, placeOf(path));
  }
  return places;

  function lookAt(selection: QueryPlanSelectionNode, place: string): void {
    const here = selection.kind === 'InlineFragment' ? place : joined(place, selection.alias ?? selection.name);
    if (here !== place) places.add(here);
    for (const inner of selection.selections ?? []) lookAt(inner, here);
  }
}
