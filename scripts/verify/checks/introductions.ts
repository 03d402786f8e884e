import type { Check } from '../check.js';
import type { Party } from '../verified-graph.js';

/** An introduction stands once in the tree, below the one that brought the solution to its giver. */
export const introductionChecks: readonly Check[] = [
  {
    name: 'The tree of introductions has no cycle',
    needs: ['solutions'],
    find: ({ solutions = [] }) =>
      solutions.flatMap(({ id, introductionTree, introductions }) => {
        const record = { kind: 'Solution', id };
        const depths = new Map<string, number>();
        const ends = new Map(introductions?.nodes.map((introduction) => [introduction.id, introduction]));
        return introductionTree.flatMap(({ depth, parentId, introduction }) => {
          const parentDepth = parentId === null ? 0 : depths.get(parentId);
          const isTwice = depths.has(introduction.id);
          depths.set(introduction.id, depth);
          if (isTwice) return [{ record, found: `${introduction.id} twice`, expected: 'once in the tree' }];
          if (parentDepth === undefined)
            return [
              { record, found: `${introduction.id} below ${parentId}`, expected: 'a step that stands before it' },
            ];
          const [above, below] = [ends.get(parentId ?? ''), ends.get(introduction.id)];
          if (above && below && partyOf(above.to) !== partyOf(below.from))
            return [
              {
                record,
                found: `${introduction.id} from ${partyOf(below.from)}`,
                expected: `from ${partyOf(above.to)}`,
              },
            ];
          return depth === parentDepth + 1 || parentId === null
            ? []
            : [{ record, found: `${introduction.id} at depth ${depth}`, expected: `depth ${parentDepth + 1}` }];
        });
      }),
  },
];

/** A city or partner in words, the same for the same one. */
export function partyOf({ city, partner }: Party): string {
  return city ? `City ${city.id}` : `Partner ${partner?.id}`;
}
