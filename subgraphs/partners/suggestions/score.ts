import { isAtLeast } from '../../domain/sources/confidence.js';
import type { ChallengeKey } from '../references.js';
import type { Stage } from '../vocabulary/vocabulary.js';

/** The stages at which a solution is proven, those in use before those tried out. */
export const IN_USE = ['LIVE', 'SCALED'] as const satisfies readonly Stage[];
export const PROVEN: readonly Stage[] = [...IN_USE, 'PILOT'];

/** The most points that proof gives. */
const MOST_PROOF = 3;

/** How much a stage proves: 3 in use, 1 tried out, 0 otherwise. */
export function proofOf(stage: Stage): number {
  if ((IN_USE as readonly Stage[]).includes(stage)) return MOST_PROOF;
  return stage === 'PILOT' ? 1 : 0;
}

/** How much the best of several deployments proves. */
export function bestProof(deployments: ReadonlyArray<{ stage: Stage }>): number {
  return Math.max(0, ...deployments.map(({ stage }) => proofOf(stage)));
}

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
