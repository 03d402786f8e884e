/** Numbers that look random and are the same in every run. */
export interface Random {
  /** A whole number from `min` to `max`. */
  int(min: number, max: number): number;
  /** True so often, of 1. */
  chance(share: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** Different ones, `count` at most, in the order of `from`. */
  some<T>(from: readonly T[], count: number): T[];
  /** `YYYY-MM-DD`, sometimes only `YYYY-MM` or `YYYY`. */
  partialDate(fromYear: number, toYear: number): string;
}

const SEED = 20_200_120;

/**
 * Makes the random numbers of one record. Each record has its own, so that it does not depend on how many others
 * are made.
 */
export function randomOf(kind: string, index: number): Random {
  let state = SEED ^ Math.imul(index + 1, 0x9e3779b1);
  for (const char of kind) state = Math.imul(state ^ char.charCodeAt(0), 0x01000193);

  /** Mulberry32: https://github.com/cprosche/mulberry32 */
  function next(): number {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1));
  const pick = <T>(from: readonly T[]): T => from[int(0, from.length - 1)] as T;
  return {
    int,
    pick,
    chance: (share) => next() < share,
    some(from, count) {
      const left = new Set(from.keys());
      while (left.size > count) left.delete(pick([...left]));
      return [...left].map((position) => from[position]!);
    },
    partialDate(fromYear, toYear) {
      const two = (value: number) => String(value).padStart(2, '0');
      const day = `${int(fromYear, toYear)}-${two(int(1, 12))}-${two(int(1, 28))}`;
      const precision = next();
      return precision < 0.7 ? day : precision < 0.9 ? day.slice(0, 7) : day.slice(0, 4);
    },
  };
}
