import type { Stage } from '../vocabulary/vocabulary.js';

/** The stages at which a solution is proven, those in use before those tried out. */
export const IN_USE = ['LIVE', 'SCALED'] as const satisfies readonly Stage[];
export const PROVEN: readonly Stage[] = [...IN_USE, 'PILOT'];

/** The most points that proof gives. */
export const MOST_PROOF = 3;

/** How much a stage proves: 3 in use, 1 tried out, 0 otherwise. */
export function proofOf(stage: Stage): number {
  if ((IN_USE as readonly Stage[]).includes(stage)) return MOST_PROOF;
  return stage === 'PILOT' ? 1 : 0;
}

/** How much the best of several deployments proves. */
export function bestProof(deployments: ReadonlyArray<{ stage: Stage }>): number {
  return Math.max(0, ...deployments.map(({ stage }) => proofOf(stage)));
}
