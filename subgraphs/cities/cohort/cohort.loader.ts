import type DataLoader from 'dataloader';
import type { Model } from 'mongoose';
import { aggregateRows, createLoader } from '../../runtime/database/loader.js';
import type { StoredCity } from '../city/city.model.js';

/** The province codes in which the cities of a cohort lie, sorted: one aggregation a tick. */
export function provincesOfCohortLoader(cities: Model<StoredCity>): DataLoader<string, string[]> {
  return createLoader(async (cohortIds: readonly string[]) => {
    const groups = await aggregateRows(
      cities.aggregate<{ _id: string; codes: string[] }>([
        { $match: { 'memberships.cohortId': { $in: [...cohortIds] }, provinceCode: { $ne: null } } },
        { $unwind: '$memberships' },
        { $match: { 'memberships.cohortId': { $in: [...cohortIds] } } },
        { $group: { _id: '$memberships.cohortId', codes: { $addToSet: '$provinceCode' } } },
      ]),
    );
    const codes = new Map(groups.map((group) => [group._id, group.codes.sort()]));
    return cohortIds.map((id) => codes.get(id) ?? []);
  });
}
