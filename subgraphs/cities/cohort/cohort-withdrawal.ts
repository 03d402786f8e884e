import mongoose from 'mongoose';
import { checkNoNeed, withdrawalMutations } from '../../domain/standing/withdrawal.mutation.js';
import { cityModel } from '../city/city.model.js';
import { grantsOfProgrammeOwner } from '../city/membership/membership-right.js';
import type { CitiesContext } from '../loaders.js';
import { cohortModel, type StoredCohort } from './cohort.model.js';
import { Cohort } from './cohort.type.js';

export const CohortWithdrawalMutations = withdrawalMutations<StoredCohort, CitiesContext['loaders']>({
  ...{ type: Cohort, typeName: 'Cohort', kind: 'Cohort', key: 'cohortId', definition: cohortModel },
  records: ({ cohorts }) => cohorts,
  rule: 'Refused while a city joined with it, or claims to have done so.',
  who: 'For officers of the partner that owns the programme and the network’s administrators.',
  grants: ({ programmeId }, context) => grantsOfProgrammeOwner(context, programmeId),
  neededOfOthers: ({ programmeId }) => [['Programme', programmeId]],
  checkUnused: (database, write, { id }, argument) =>
    checkNoNeed(database, write, argument, [
      [cityModel, { 'memberships.cohortId': id }],
      [cityModel, { claimedMemberships: mongoose.trusted({ $elemMatch: claimOf(id) }) }],
    ]),
});

/** A membership that is claimed or disputed; one that was withdrawn says nothing any more. */
function claimOf(cohortId: string) {
  return { cohortId, 'standing.state': { $ne: 'WITHDRAWN' } };
}
