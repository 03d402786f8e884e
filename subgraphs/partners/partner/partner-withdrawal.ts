import mongoose from 'mongoose';
import { checkNoNeed, withdrawalMutations } from '../../domain/standing/withdrawal.mutation.js';
import { openAgreements } from '../agreement/open-agreements.js';
import type { PartnersContext } from '../loaders.js';
import { programmeModel } from '../programme/programme.model.js';
import { solutionModel, type StoredSolution } from '../solution/solution.model.js';
import { partnerModel, type StoredPartner } from './partner.model.js';
import { Partner } from './partner.type.js';

export const PartnerWithdrawalMutations = withdrawalMutations<StoredPartner, PartnersContext['loaders']>({
  ...{ type: Partner, typeName: 'Partner', kind: 'Partner', key: 'partnerId', definition: partnerModel },
  records: ({ partners }) => partners,
  rule: 'Refused while it is a party of an agreement that is not ended, owns a solution or a programme, operates a deployment that is not stopped, or stands above another partner; events, cohorts and people that name it still link to it.',
  who: 'For its officers and the network’s administrators.',
  grants: ({ id }) => [['partner-officer', id]],
  needed: ({ parentId, roles }) => [
    [partnerModel, parentId],
    ...roles.map(({ programmeId }) => [programmeModel, programmeId] as const),
  ],
  checkUnused: (database, write, { id }, argument) =>
    checkNoNeed(database, write, argument, [
      openAgreements({ 'parties.partnerId': id }),
      [solutionModel, { ownerPartnerId: id }],
      [solutionModel, { deployments: mongoose.trusted({ $elemMatch: runBy(id) }) }],
      [programmeModel, { ownerPartnerId: id }],
      [partnerModel, { parentId: id }],
    ]),
});

function runBy(operatorPartnerId: StoredSolution['ownerPartnerId']) {
  return { operatorPartnerId, stage: { $ne: 'STOPPED' } };
}
