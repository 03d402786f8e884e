/** By how many letters keys of at least a length may differ and still be similar. */
const DIFFERENCES = [
  { length: 12, most: 2 },
  { length: 4, most: 1 },
] as const;

/**
 * Whether two search keys are equal, or long and different by a letter or two. Names that differ by a number, such as
 * those of two schools, are not similar.
 */
export function areSimilar(one: string, other: string): boolean {
  if (one === other) return true;
  const most = mostDifferences(Math.min(one.length, other.length));
  return most > 0 && digitsOf(one) === digitsOf(other) && isWithin(one, other, most);
}

/** What a part is of: a whole name, or one word of it. */
export type PartOf = 'name' | 'word';

/**
 * The parts under which a key is stored, for each number of letters by which it may differ from another key. A key that
 * differs from another one by at most n letters has at least one of n + 1 parts of it whole, moved by at most n letters
 * (Li et al., Pass-Join, VLDB 2011); so an index finds all that may be similar without reading the others.
 */
export function partsOf(key: string, of: PartOf = 'name'): string[] {
  return DIFFERENCES.flatMap(({ most }) => {
    const isPossible = [key.length, key.length - most].some((shorter) => mostDifferences(shorter) === most);
    if (!isPossible) return [];
    return partition(key.length, most).map(([at, size], part) => partName(of, key, [most, key.length, part], at, size));
  });
}

/** The parts under which a key that is similar to this one may be stored. */
export function partsOfSimilar(key: string, of: PartOf = 'name'): string[] {
  const parts = new Set<string>();
  const furthest = DIFFERENCES[0].most;
  for (let length = key.length - furthest; length <= key.length + furthest; length += 1) {
    const most = mostDifferences(Math.min(length, key.length));
    if (most === 0 || Math.abs(length - key.length) > most) continue;
    for (const [part, [at, size]] of partition(length, most).entries())
      for (let from = Math.max(0, at - most); from <= Math.min(key.length - size, at + most); from += 1)
        parts.add(partName(of, key, [most, length, part], from, size));
  }
  return [...parts];
}

/** By how many letters two keys may differ, of which the shorter one has this length. */
function mostDifferences(length: number): number {
  return DIFFERENCES.find((each) => length >= each.length)?.most ?? 0;
}

/** The numbers in a key. */
function digitsOf(key: string): string {
  return key.replace(/\D+/g, ' ').trim();
}

/** Where the parts of a key of a length begin, and their lengths: one more than it may have differences. */
function partition(length: number, most: number): Array<[at: number, size: number]> {
  const starts = Array.from({ length: most + 2 }, (_, part) => Math.floor((part * length) / (most + 1)));
  return starts.slice(0, -1).map((at, part) => [at, starts[part + 1]! - at]);
}

function partName(of: PartOf, key: string, place: number[], at: number, size: number): string {
  return [...(of === 'word' ? ['w'] : []), ...place, digitsOf(key), key.slice(at, at + size)].join('/');
}

/** Whether one text becomes the other by at most so many insertions, removals and replacements of a character. */
function isWithin(one: string, other: string, most: number): boolean {
  if (Math.abs(one.length - other.length) > most) return false;
  let above = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let row = 1; row <= one.length; row += 1) {
    const current = [row];
    for (let at = 1; at <= other.length; at += 1) {
      const replaced = above[at - 1]! + (one[row - 1] === other[at - 1] ? 0 : 1);
      current.push(Math.min(replaced, above[at]! + 1, current[at - 1]! + 1));
    }
    if (Math.min(...current) > most) return false;
    above = current;
  }
  return above.at(-1)! <= most;
}
