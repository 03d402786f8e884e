import { randomInt } from 'node:crypto';

/** Numbers that look random and are the same for the same seed. */
export interface Random {
  /** A whole number from 0, below `limit`. */
  below(limit: number): number;
  /** @param probability from 0 to 1 */
  chance(probability: number): boolean;
  pick<T>(from: readonly T[]): T;
}

/** Mulberry32: small, quick, and good enough to choose with. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
  const below = (limit: number) => Math.floor(next() * limit);
  return { below, chance: (probability) => next() < probability, pick: (from) => from[below(from.length)]! };
}

/**
 * The seeds of a run, with the share of the work that each has: the fixed one, and one that is drawn anew, so that each
 * run tries something else. `FUZZ_SEED` stands for both, so that a failure can be repeated.
 *
 * @param share of the seed that is drawn, of the work of the fixed one
 */
export function drawSeeds(fixed: number, share: number): { seed: number; share: number }[] {
  const given = process.env['FUZZ_SEED'];
  if (given !== undefined) return [{ seed: Number(given), share: 1 }];
  return [
    { seed: fixed, share: 1 },
    { seed: randomInt(2 ** 32), share },
  ];
}
