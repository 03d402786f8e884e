import { inUse, withdrawalMutations } from '../../domain/standing/withdrawal.mutation.js';
import { hasRole } from '../../protocol/caller.js';
import { writerOf } from '../facts/claimed-facts.js';
import { officerOf, roleOfParty } from '../facts/party-rules.js';
import type { PartnersContext } from '../loaders.js';
import { neededByAgreement } from './open-agreements.js';
import { agreementModel, type StoredAgreement } from './agreement.model.js';
import { Agreement } from './agreement.type.js';

export const AgreementWithdrawalMutations = withdrawalMutations<StoredAgreement, PartnersContext['loaders']>({
  ...{ type: Agreement, typeName: 'Agreement', kind: 'Agreement', key: 'agreementId', definition: agreementModel },
  records: ({ agreements }) => agreements,
  rule: 'Refused while another party’s signature stands, unless an administrator does it; one that is over is ended by `endAgreement`.',
  who: 'For officers of the party that wrote it here and the network’s administrators.',
  grants: writerOf,
  needed: neededByAgreement,
  async checkUnused(_database, { caller }, { signatures = [] }, argument) {
    if (hasRole(caller, 'network-admin')) return;
    const other = signatures.find(({ party }) => !caller.roles.includes(roleOfParty(party)));
    if (other) throw inUse(argument, { en: 'signature of', th: 'การลงนามของ' }, String(officerOf(other.party)[1]));
  },
});
