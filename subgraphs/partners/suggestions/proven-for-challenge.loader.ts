import DataLoader from 'dataloader';
import type { Model } from 'mongoose';
import { MAX_TIME_MS } from '../../runtime/database/loader.js';
import type { StoredSolution } from '../solution/solution.model.js';
import { provenOf, type Proving } from './evidence.js';
import { IN_USE } from './proof.js';
import type { Proven } from './suggestion-reason.js';

/** Solutions weighed for each challenge, and deployments told of each: both bound what a suggestion reads. */
const SOLUTIONS = 50;
const DEPLOYMENTS = 20;

/**
 * The best proven solutions to challenges, those in use before those tried out, then by id: one aggregation for each
 * challenge, served by the index on challenge and proof, so that a long list of one never starves another.
 */
export function provenForChallengeLoader(solutions: Model<StoredSolution>): DataLoader<string, Proven[]> {
  return new DataLoader((codes: readonly string[]) => Promise.all(codes.map((code) => provenFor(solutions, code))));
}

async function provenFor(solutions: Model<StoredSolution>, code: string): Promise<Proven[]> {
  const at = (stages: readonly string[]) => ({
    $filter: { input: '$deployments', cond: { $in: ['$$this.stage', stages] } },
  });
  const found = await solutions
    .aggregate<Proving>([
      { $match: { addresses: code, proof: { $gt: 0 } } },
      { $sort: { proof: -1, _id: 1 } },
      { $limit: SOLUTIONS },
      {
        $project: {
          version: 1,
          name: 1,
          addresses: 1,
          sources: 1,
          deployments: { $slice: [{ $concatArrays: [at(IN_USE), at(['PILOT'])] }, DEPLOYMENTS] },
        },
      },
    ])
    .option({ maxTimeMS: MAX_TIME_MS });
  return found.flatMap(provenOf);
}
