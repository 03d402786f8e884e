import { searchedNames } from '../../domain/texts/search-key.js';

/** By how many letters keys of at least a length may differ and still be similar; short names are words of their own. */
const DIFFERENCES = [
  { length: 12, most: 2 },
  { length: 8, most: 1 },
] as const;

/** By how many letters two keys may differ, of which the shorter one has this length. */
export function mostDifferences(length: number): number {
  return DIFFERENCES.find((each) => length >= each.length)?.most ?? 0;
}

/** The numbers in a key. Names that differ by a number, such as those of two schools, are not similar. */
export function digitsOf(key: string): string {
  return key.replace(/\D+/g, ' ').trim();
}

/**
 * The names of a record as they are stored: what it is found by, and the parts by which similar names are found. A key
 * that differs from another one by at most n letters has at least one of n + 1 parts of it whole, moved by at most n
 * letters (Li et al., Pass-Join, VLDB 2011); so an index finds all that may be similar without reading the others.
 */
export function comparedNames(
  record: Parameters<typeof searchedNames>[0],
): ReturnType<typeof searchedNames> & { similarKeys: string[] } {
  const names = searchedNames(record);
  return { ...names, similarKeys: [...new Set(names.searchKeys.flatMap(partsOf))] };
}

/** The parts under which a key is stored, for each number of letters by which it may differ from another key. */
export function partsOf(key: string): string[] {
  return DIFFERENCES.flatMap(({ most }) => {
    const isPossible = [key.length, key.length - most].some((shorter) => mostDifferences(shorter) === most);
    if (!isPossible) return [];
    return partition(key.length, most).map(([at, size], part) => nameOf(key, most, key.length, part, at, size));
  });
}

/** The parts under which a key that is similar to this one may be stored. */
export function partsOfSimilar(key: string): string[] {
  const parts = new Set<string>();
  const furthest = DIFFERENCES[0].most;
  for (let length = key.length - furthest; length <= key.length + furthest; length += 1) {
    const most = mostDifferences(Math.min(length, key.length));
    if (most === 0 || Math.abs(length - key.length) > most) continue;
    for (const [part, [at, size]] of partition(length, most).entries())
      for (let from = Math.max(0, at - most); from <= Math.min(key.length - size, at + most); from += 1)
        parts.add(nameOf(key, most, length, part, from, size));
  }
  return [...parts];
}

/** Where the parts of a key of a length begin, and their lengths: one more than it may have differences. */
function partition(length: number, most: number): Array<[at: number, size: number]> {
  const starts = Array.from({ length: most + 2 }, (_, part) => Math.floor((part * length) / (most + 1)));
  return starts.slice(0, -1).map((at, part) => [at, starts[part + 1]! - at]);
}

function nameOf(key: string, most: number, length: number, part: number, at: number, size: number): string {
  return [most, length, part, digitsOf(key), key.slice(at, at + size)].join('/');
}
