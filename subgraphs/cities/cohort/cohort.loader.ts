import DataLoader from 'dataloader';
import type { Model } from 'mongoose';
import { MAX_TIME_MS } from '../../runtime/database/loader.js';
import type { StoredCity } from '../city/city.model.js';

/** The province codes in which the cities of a cohort lie, sorted: one aggregation a tick. */
export function provincesOfCohortLoader(cities: Model<StoredCity>): DataLoader<string, string[]> {
  return new DataLoader(async (cohortIds: readonly string[]) => {
    const groups = await cities
      .aggregate<{ _id: string; codes: string[] }>([
        { $match: { 'memberships.cohortId': { $in: [...cohortIds] }, provinceCode: { $ne: null } } },
        { $unwind: '$memberships' },
        { $match: { 'memberships.cohortId': { $in: [...cohortIds] } } },
        { $group: { _id: '$memberships.cohortId', codes: { $addToSet: '$provinceCode' } } },
      ])
      .option({ maxTimeMS: MAX_TIME_MS });
    const codes = new Map(groups.map((group) => [group._id, group.codes.sort()]));
    return cohortIds.map((id) => codes.get(id) ?? []);
  });
}
