import { checkNoNeed, inUse, withdrawalMutations } from '../../domain/standing/withdrawal.mutation.js';
import { refusal } from '../../runtime/errors/errors.js';
import { openAgreements } from '../agreement/open-agreements.js';
import type { PartnersContext } from '../loaders.js';
import { partnerModel } from '../partner/partner.model.js';
import { solutionModel } from '../solution/solution.model.js';
import { programmeModel, type StoredProgramme } from './programme.model.js';
import { Programme } from './programme.type.js';

interface Joined {
  members: { nodes: Array<{ city: { id: string } }> } | null;
  cohorts: { nodes: Array<{ id: string }> } | null;
}

export const ProgrammeWithdrawalMutations = withdrawalMutations<StoredProgramme, PartnersContext['loaders']>({
  ...{ type: Programme, typeName: 'Programme', kind: 'Programme', key: 'programmeId', definition: programmeModel },
  records: ({ programmes }) => programmes,
  rule: 'Refused while a city belongs to it or once did, it has a cohort, a partner has a role in it, a solution came out of it, or an agreement under it is not ended; one that is over gets `endedOn` by `changeProgramme`.',
  who: 'For the network’s administrators.',
  grants: () => [],
  needed: ({ ownerPartnerId }) => [[partnerModel, ownerPartnerId]],
  async checkForeign({ owners }, id, argument) {
    if (!owners.canAsk('City')) return;
    const selection =
      'members(first: 1, includeFormer: true) { nodes { city { id } } } cohorts(first: 1) { nodes { id } }';
    const told = await owners.fields<Joined>('Programme', id, selection, 'cities');
    if (told === undefined)
      throw refusal('DEADLINE_EXCEEDED', {
        en: 'Whether a city belongs to it cannot be asked now, so nothing was written: try again in a moment.',
        th: 'ขณะนี้ตรวจสอบไม่ได้ว่ามีเมืองใดเป็นสมาชิก จึงยังไม่ได้บันทึก โปรดลองอีกครั้งในอีกสักครู่',
      });
    const member = told?.members?.nodes[0];
    if (member) throw inUse(argument, { en: 'member city', th: 'เมืองสมาชิก' }, member.city.id);
    const cohort = told?.cohorts?.nodes[0];
    if (cohort) throw inUse(argument, owners.ownerOf('Cohort'), cohort.id);
  },
  checkUnused: (database, write, { id }, argument) =>
    checkNoNeed(database, write, argument, [
      openAgreements({ programmeId: id }),
      [partnerModel, { 'roles.programmeId': id }],
      [solutionModel, { originProgrammeId: id }],
    ]),
});
