import { checkNoNeed, inUse, withdrawalMutations } from '../../domain/standing/withdrawal.mutation.js';
import { refusal } from '../../runtime/errors/errors.js';
import { openAgreements } from '../agreement/open-agreements.js';
import type { PartnersContext } from '../loaders.js';
import { partnerModel } from '../partner/partner.model.js';
import { programmeModel, type StoredProgramme } from './programme.model.js';
import { Programme } from './programme.type.js';

interface Members {
  members: { nodes: Array<{ city: { id: string } }> } | null;
}

export const ProgrammeWithdrawalMutations = withdrawalMutations<StoredProgramme, PartnersContext['loaders']>({
  ...{ type: Programme, typeName: 'Programme', kind: 'Programme', key: 'programmeId', definition: programmeModel },
  records: ({ programmes }) => programmes,
  rule: 'Refused while a city belongs to it or once did, a partner has a role in it, or an agreement under it is not ended; one that is over gets `endedOn` by `changeProgramme`.',
  who: 'For the network’s administrators.',
  grants: () => [],
  async checkForeign({ owners }, id, argument) {
    if (!owners.canAsk('City')) return;
    const selection = 'members(first: 1, includeFormer: true) { nodes { city { id } } }';
    const told = await owners.fields<Members>('Programme', id, selection, 'cities');
    if (told === undefined)
      throw refusal('DEADLINE_EXCEEDED', {
        en: 'Whether a city belongs to it cannot be asked now, so nothing was written: try again in a moment.',
        th: 'ขณะนี้ตรวจสอบไม่ได้ว่ามีเมืองใดเป็นสมาชิก จึงยังไม่ได้บันทึก โปรดลองอีกครั้งในอีกสักครู่',
      });
    const member = told?.members?.nodes[0];
    if (member) throw inUse(argument, { en: 'member city', th: 'เมืองสมาชิก' }, member.city.id);
  },
  checkUnused: (database, write, { id }, argument) =>
    checkNoNeed(database, write, argument, [
      openAgreements({ programmeId: id }),
      [partnerModel, { 'roles.programmeId': id }],
    ]),
});
