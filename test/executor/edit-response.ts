import type { Random } from './random.js';

/** Nothing that the tests' subgraphs would say themselves. */
const GARBAGE: readonly unknown[] = [
  null,
  'garbage',
  '',
  -1,
  0,
  2 ** 40,
  0.5,
  true,
  false,
  {},
  [],
  [null],
  [[]],
  { __typename: 'Garbage' },
  { id: null },
  { length: 1 },
];

/** Spoils a good answer of a subgraph in one to three places. At most one list changes its length, so that its being wrong shows. */
export function editResponse(random: Random, answer: unknown): unknown {
  let isListChanged = false;
  for (let edits = 1 + random.below(3); edits > 0; edits -= 1) {
    const places = placesIn(answer);
    if (places.length === 0) break;
    const { parent, key } = random.pick(places);
    if (Array.isArray(parent) && !isListChanged && random.chance(0.4)) {
      isListChanged = true;
      if (random.chance(0.5)) parent.splice(key as number, 1);
      else parent.splice(key as number, 0, null); // Not a copy: of equal entities our executor asks for one, and the answers to spoil would not be the same.
    } else if (!Array.isArray(parent) && random.chance(0.25)) delete (parent as Record<string, unknown>)[key];
    else (parent as Record<string | number, unknown>)[key] = structuredClone(random.pick(GARBAGE));
  }
  return answer;
}

interface Place {
  parent: unknown[] | Record<string, unknown>;
  key: string | number;
}

function placesIn(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const entries: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return entries.flatMap(([key, inner]) => [{ parent: value as Place['parent'], key }, ...placesIn(inner)]);
}
