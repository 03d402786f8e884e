import { checkNoNeed, inUse, withdrawalMutations } from '../../domain/standing/withdrawal.mutation.js';
import { openAgreements } from '../agreement/open-agreements.js';
import type { PartnersContext } from '../loaders.js';
import { partnerModel } from '../partner/partner.model.js';
import { programmeModel } from '../programme/programme.model.js';
import { solutionModel, type StoredSolution } from './solution.model.js';
import { Solution } from './solution.type.js';

export const SolutionWithdrawalMutations = withdrawalMutations<StoredSolution, PartnersContext['loaders']>({
  ...{ type: Solution, typeName: 'Solution', kind: 'Solution', key: 'solutionId', definition: solutionModel },
  records: ({ solutions }) => solutions,
  rule: 'Refused while a city uses it, that is while a confirmed deployment is not stopped, and while an agreement about it is not ended; its stopped deployments, introductions and claims go with it and come back with it.',
  who: 'For officers of the partner that owns it and the network’s administrators.',
  grants: ({ ownerPartnerId }) => [['partner-officer', ownerPartnerId]],
  needed: ({ ownerPartnerId, originProgrammeId }) => [
    [partnerModel, ownerPartnerId],
    [programmeModel, originProgrammeId],
  ],
  async checkUnused(database, write, { id, deployments }, argument) {
    const used = deployments.find(({ stage }) => stage !== 'STOPPED');
    if (used) throw inUse(argument, { en: 'deployment', th: 'การนำไปใช้' }, used.id);
    await checkNoNeed(database, write, argument, [openAgreements({ solutionId: id })]);
  },
});
