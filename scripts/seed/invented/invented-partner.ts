import type { StoredPartner } from '../../../subgraphs/partners/partner/partner.model.js';
import { Barrier, PartnerKind, PartnerRoleKind } from '../../../subgraphs/partners/vocabulary/vocabulary.js';
import { existingRecords } from './existing-records.js';
import { both, invented, source } from './facts.js';
import { inventedId } from './invented-id.js';
import { placeName } from './place-name.js';
import { randomOf } from './random.js';

/** Partners for each city. */
export const PARTNERS = 5;

const FORMS = [
  ['Works', 'การช่าง'],
  ['Data', 'ข้อมูล'],
  ['Energy', 'พลังงาน'],
  ['Transit', 'ขนส่ง'],
  ['Institute', 'สถาบัน'],
  ['Foundation', 'มูลนิธิ'],
] as const;

/** The invented partner of an index, the same each time. */
export function inventedPartner(index: number): StoredPartner {
  const random = randomOf('partner', index);
  const { programmeIds, partnerIds } = existingRecords();
  const place = placeName(random, index);
  const form = random.pick(FORMS);
  const isUnit = index > 0 && random.chance(0.15);
  const elder = () => (random.chance(0.5) ? random.pick(partnerIds) : inventedId('partner', random.int(0, index - 1)));
  return {
    _id: inventedId('partner', index),
    name: both(`${place.en} ${form[0]}`, `${form[1]}${place.th}`),
    nameThOrigin: invented.nameThOrigin,
    aliases: [`Partner ${index + 1}`],
    kind: random.pick(Object.values(PartnerKind)),
    isUnit,
    countryCode: random.chance(0.8) ? 'TH' : random.pick(['JP', 'SG', 'US', 'KR', 'DE']),
    parentId: isUnit ? elder() : null,
    description: both('An invented organisation that works with cities.', 'องค์กรสมมุติที่ทำงานกับเมือง'),
    foundedOn: random.partialDate(1950, 2020),
    closedOn: random.chance(0.05) ? random.partialDate(2021, 2025) : null,
    roles: random.some(programmeIds, random.int(0, 2)).map((programmeId) => ({
      programmeId,
      role: random.pick(Object.values(PartnerRoleKind)),
      since: random.partialDate(2017, 2022),
      until: null,
      note: null,
      source,
      confidence: invented.confidence,
    })),
    barriersTackled: random.some(Object.values(Barrier), random.int(0, 3)),
    note: null,
    webLinks: [],
    sources: [...invented.sources],
    confidence: invented.confidence,
    version: 1,
  };
}
