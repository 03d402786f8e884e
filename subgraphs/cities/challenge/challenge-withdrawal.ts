import { checkNoNeed, withdrawalMutations } from '../../domain/standing/withdrawal.mutation.js';
import { cityModel } from '../city/city.model.js';
import type { CitiesContext } from '../loaders.js';
import { challengeModel, type StoredChallenge } from './challenge.model.js';
import { Challenge } from './challenge.type.js';

/** A city takes its own challenge back by `withdrawChallenge`; here the code itself goes. */
export const ChallengeWithdrawalMutations = withdrawalMutations<StoredChallenge, CitiesContext['loaders']>({
  ...{ type: Challenge, typeName: 'Challenge', kind: 'ChallengeCode', key: 'code', definition: challengeModel },
  records: ({ challenges }) => challenges,
  rule: 'Refused while a city declares it; solutions that address it still link to it.',
  who: 'For the network’s administrators.',
  grants: () => [],
  checkUnused: (database, write, { _id: code }, argument) =>
    checkNoNeed(database, write, argument, [[cityModel, { 'challenges.code': code }]]),
});
