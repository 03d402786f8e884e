import type DataLoader from 'dataloader';
import mongoose, { type Model } from 'mongoose';
import type { Dimension } from '../../../domain/vocabulary/dimension.js';
import { createLoader } from '../../../runtime/database/loader.js';
import type { StoredSolution } from '../solution.model.js';

/** A solution that is, was or will be used in a city. */
export interface DeployedSolution {
  solutionId: string;
  dimensions: readonly Dimension[];
  /** Whether it was given up there. */
  isStopped: boolean;
}

/** The solutions deployed in cities, at any stage: one `find` a tick. */
export function deployedInCityLoader(solutions: Model<StoredSolution>): DataLoader<string, DeployedSolution[]> {
  return createLoader(async (cityIds: readonly string[]) => {
    const found = await solutions
      .find(
        { 'deployments.cityId': mongoose.trusted({ $in: [...cityIds] }) },
        { dimensions: 1, 'deployments.cityId': 1, 'deployments.stage': 1 },
      )
      .sort({ _id: 1 })
      .lean<Array<Pick<StoredSolution, '_id' | 'dimensions' | 'deployments'>>>();
    const deployed = new Map<string, DeployedSolution[]>(cityIds.map((id) => [id, []]));
    for (const { _id: solutionId, dimensions, deployments } of found) {
      for (const { cityId, stage } of deployments)
        deployed.get(cityId)?.push({ solutionId, dimensions, isStopped: stage === 'STOPPED' });
    }
    return cityIds.map((id) => deployed.get(id) ?? []);
  });
}
