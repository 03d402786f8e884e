import { isAtLeast } from '../../domain/sources/confidence.js';
import { MOST_PROOF } from './proof.js';
import type { ChallengeKey } from '../references.js';

/** Same region, same kind of area, similar size: a point each. */
const MOST_ALIKE = 3;

/** What a challenge weighs: 2 with good evidence, else 1. */
export function weightOf(strong: boolean): number {
  return strong ? 2 : 1;
}

/** Whether the evidence for a challenge of a city is HIGH or MEDIUM. */
export function isStrong({ confidence }: ChallengeKey): boolean {
  return isAtLeast(confidence, 'MEDIUM');
}

/** The most points that anything suggested to a city with these challenges can have. */
export function mostPoints(challenges: readonly ChallengeKey[]): number {
  return challenges.reduce((sum, challenge) => sum + weightOf(isStrong(challenge)), 0) + MOST_PROOF + MOST_ALIKE;
}
