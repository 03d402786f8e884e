import type DataLoader from 'dataloader';
import type { Model } from 'mongoose';
import { aggregateRows, createLoader } from '../../runtime/database/loader.js';
import { ownedFact } from '../facts/owned-facts.js';
import type { StoredSolution } from '../solution/solution.model.js';
import { IN_USE, PROVEN } from './score.js';
import type { Proven } from './suggestion-reason.js';

/** What is read of a solution that is proven somewhere. */
type Proving = Pick<StoredSolution, '_id' | 'version' | 'name' | 'addresses' | 'sources' | 'deployments'>;

/** Solutions weighed for each challenge, and deployments told of each: both bound what a suggestion reads. */
const SOLUTIONS = 50;
const DEPLOYMENTS = 20;

/**
 * The best proven solutions to challenges, those in use before those tried out, then by id: one aggregation for each
 * challenge, served by the index on challenge and proof, so that a long list of one never starves another.
 */
export function provenForChallengeLoader(solutions: Model<StoredSolution>): DataLoader<string, Proven[]> {
  return createLoader((codes: readonly string[]) => Promise.all(codes.map((code) => provenFor(solutions, code))));
}

async function provenFor(solutions: Model<StoredSolution>, code: string): Promise<Proven[]> {
  const at = (stages: readonly string[]) => ({
    $filter: { input: '$deployments', cond: { $in: ['$$this.stage', stages] } },
  });
  const found = await aggregateRows(
    solutions.aggregate<Proving>([
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
    ]),
  );
  return found.flatMap(provenOf);
}

/** The proven solutions of cities, by solution: one aggregation a tick, served by the index on deployments. */
export function provenInCityLoader(solutions: Model<StoredSolution>): DataLoader<string, Proven[]> {
  return createLoader(async (cityIds: readonly string[]) => {
    const ids = [...cityIds];
    const found = await aggregateRows(
      solutions.aggregate<Proving>([
        { $match: { deployments: { $elemMatch: { cityId: { $in: ids }, stage: { $in: PROVEN } } } } },
        {
          $project: {
            version: 1,
            name: 1,
            addresses: 1,
            sources: 1,
            deployments: {
              $filter: {
                input: '$deployments',
                cond: { $and: [{ $in: ['$$this.cityId', ids] }, { $in: ['$$this.stage', PROVEN] }] },
              },
            },
          },
        },
        { $sort: { _id: 1 } },
      ]),
    );
    const proven = new Map<string, Proven[]>(ids.map((id) => [id, []]));
    for (const one of found.flatMap(provenOf)) proven.get(one.deployment.cityId)?.push(one);
    return ids.map((id) => proven.get(id) ?? []);
  });
}

/** Each deployment of a solution as proof of it. */
function provenOf({ _id, version, name, addresses, sources, deployments }: Proving): Proven[] {
  return deployments.map((deployment) => ({
    solutionId: _id,
    name,
    addresses,
    deployment: ownedFact({ id: _id, version, sources }, deployment),
  }));
}
