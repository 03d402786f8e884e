import type { StoredIntroduction } from '../solution.model.js';

/** An introduction with its place in the spread of a solution. */
export interface Step {
  depth: number;
  parentId: string | null;
  introduction: StoredIntroduction;
}

/**
 * Walks the spread of one solution, level by level, from those who gave it without having been given it.
 * All introductions of a solution live in its own record, so that the walk needs no further read. Each
 * introduction is met once, by the shortest way: a cycle ends where it closes. What no beginning leads to
 * (a cycle by itself) begins with the giver of its first introduction.
 *
 * @param maxDepth steps to walk, at least 1
 * @param from the id of the city or partner whose introductions the walk begins with; those who had it first when null
 */
export function introductionSteps(
  introductions: readonly StoredIntroduction[],
  maxDepth: number,
  from: string | null = null,
): Step[] {
  const given = new Set(introductions.map(receiver));
  const open = new Set(introductions);
  const steps: Step[] = [];
  if (from === null) walkAll();
  else
    walk(
      introductions.filter((introduction) => [introduction.from.cityId, introduction.from.partnerId].includes(from)),
    );
  return steps.filter(({ depth }) => depth <= maxDepth);

  function walkAll(): void {
    walk(introductions.filter((introduction) => !given.has(giver(introduction))));
    for (const introduction of introductions)
      if (open.has(introduction))
        walk(introductions.filter((other) => open.has(other) && giver(other) === giver(introduction)));
  }

  function walk(beginnings: StoredIntroduction[]): void {
    let level: Step[] = beginnings.map((introduction) => ({ depth: 1, parentId: null, introduction }));
    while (level.length > 0) {
      for (const { introduction } of level) open.delete(introduction);
      steps.push(...level);
      level = level.flatMap(({ depth, introduction: parent }) => {
        const next = [...open].filter((introduction) => giver(introduction) === receiver(parent));
        for (const introduction of next) open.delete(introduction);
        return next.map((introduction) => ({ depth: depth + 1, parentId: parent.id, introduction }));
      });
    }
  }
}

/** A city and a partner may have one id. */
function giver({ from: { cityId, partnerId } }: StoredIntroduction): string {
  return cityId === null ? `Partner/${partnerId}` : `City/${cityId}`;
}

function receiver({ toCityId, toPartnerId }: StoredIntroduction): string {
  return toCityId === null ? `Partner/${toPartnerId}` : `City/${toCityId}`;
}
