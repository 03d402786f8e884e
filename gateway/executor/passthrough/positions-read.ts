import type { PreparedFetch } from '../fetches/prepared-plan.js';
import type { RequiresSelection } from '../planning/plan.js';
import { joinPath } from '../planning/plan-fields.js';

/** Positions in the data, such as `cities.nodes.id`: keys, without the elements of lists. */
type Positions = ReadonlySet<string>;

/** What of the data the plans read: the objects that they fetch more of, on the way to them, and what they require of them. */
export function positionsRead(fetches: readonly PreparedFetch[]): Positions {
  const positions = new Set<string>();
  for (const fetch of fetches) {
    const keys = keysOf(fetch);
    keys.forEach((_, index) => positions.add(keys.slice(0, index + 1).join('.')));
    for (const selection of fetch.node.requires ?? []) add(selection, keys.join('.'));
  }
  return positions;

  function add(selection: RequiresSelection, position: string): void {
    const here = selection.kind === 'InlineFragment' ? position : joinPath(position, selection.alias ?? selection.name);
    if (here !== position) positions.add(here);
    for (const inner of selection.selections ?? []) add(inner, here);
  }
}

/** The position of the objects of a fetch. */
export function positionOf(fetch: PreparedFetch): string {
  return keysOf(fetch).join('.');
}

function keysOf({ node }: PreparedFetch): string[] {
  return node.path.filter((step): step is string => typeof step === 'string' && step !== '@');
}
