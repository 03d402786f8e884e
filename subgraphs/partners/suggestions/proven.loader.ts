import DataLoader from 'dataloader';
import type { Model } from 'mongoose';
import { MAX_TIME_MS } from '../../runtime/database/loader.js';
import type { StoredSolution } from '../solution/solution.model.js';
import { provenOf, type Proving } from './evidence.js';
import { PROVEN } from './proof.js';
import type { Proven } from './suggestion-reason.js';

/** The proven solutions of cities, by solution: one aggregation a tick, served by the index on deployments. */
export function provenInCityLoader(solutions: Model<StoredSolution>): DataLoader<string, Proven[]> {
  return new DataLoader(async (cityIds: readonly string[]) => {
    const ids = [...cityIds];
    const found = await solutions
      .aggregate<Proving>([
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
      ])
      .option({ maxTimeMS: MAX_TIME_MS });
    const proven = new Map<string, Proven[]>(ids.map((id) => [id, []]));
    for (const one of found.flatMap(provenOf)) proven.get(one.deployment.cityId)?.push(one);
    return ids.map((id) => proven.get(id) ?? []);
  });
}
