import mongoose from 'mongoose';
import { isShownAsClaim } from '../../../domain/standing/standing.js';
import { checkNoNeed, inUse, withdrawalMutations } from '../../../domain/standing/withdrawal.mutation.js';
import { challengeModel } from '../../challenge/challenge.model.js';
import type { CitiesContext } from '../../loaders.js';
import { ON_FILE } from '../../plan/plan.loader.js';
import { planModel } from '../../plan/plan.model.js';
import { cityModel, type StoredCity } from '../city.model.js';
import { City } from '../city.type.js';

export const CityWithdrawalMutations = withdrawalMutations<StoredCity, CitiesContext['loaders']>({
  ...{ type: City, typeName: 'City', kind: 'City', key: 'cityId', definition: cityModel },
  records: ({ cities }) => cities,
  rule: 'Refused while it has a status, a membership or a plan, or is said to take the place of another one; agreements, deployments and events that name it still link to it.',
  who: 'For the network’s administrators.',
  grants: () => [],
  needed: ({ successorIds, challenges }) => [
    ...successorIds.map((id) => [cityModel, id] as const),
    ...challenges.map(({ code }) => [challengeModel, code] as const),
  ],
  async checkUnused(database, write, { id, statusHistory, memberships, claimedMemberships }, argument) {
    const [status] = statusHistory;
    if (status) throw inUse(argument, { en: 'status', th: 'สถานะ' }, status.id);
    const [membership] = [...memberships, ...claimedMemberships.filter(isShownAsClaim)];
    if (membership) throw inUse(argument, { en: 'membership', th: 'สมาชิกภาพ' }, membership.id);
    await checkNoNeed(database, write, argument, [
      [planModel, { cityId: id, ...ON_FILE }],
      [cityModel, { successorIds: mongoose.trusted({ $in: [id] }) }],
    ]);
  },
});
