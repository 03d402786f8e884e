import type { StoredAgreement } from '../../../subgraphs/partners/agreement/agreement.model.js';
import { AgreementKind, AgreementStatus, Barrier } from '../../../subgraphs/partners/vocabulary/vocabulary.js';
import { existingRecords } from './existing-records.js';
import { both, invented, source } from './facts.js';
import { inventedId } from './invented-id.js';
import { SOLUTIONS } from './invented-solution.js';
import { distinct, somePartner } from './parties.js';
import { randomOf } from './random.js';

/** The agreement of the invented city of an index with one to three partners. */
export function inventedAgreement(index: number): StoredAgreement {
  const random = randomOf('agreement', index);
  const cityId = inventedId('city', index);
  const year = random.int(2018, 2024);
  return {
    _id: inventedId('agreement', index),
    name: both(`Agreement ${index + 1} on a smart city`, `ข้อตกลงเมืองอัจฉริยะ ${index + 1}`),
    nameThOrigin: invented.nameThOrigin,
    kind: random.pick(Object.values(AgreementKind)),
    parties: [
      { cityId, partnerId: null },
      ...distinct(random.int(1, 3), () => somePartner(random, index)).map((partnerId) => ({ cityId: null, partnerId })),
    ],
    on: random.partialDate(year, year),
    effectiveFrom: String(year),
    effectiveTo: String(year + random.int(1, 5)),
    status: random.pick(Object.values(AgreementStatus)),
    statusOn: random.partialDate(year, year + 1),
    barriers: random.some(Object.values(Barrier), random.int(0, 2)),
    funding: {
      values: [
        {
          value: random.int(1, 500) * 100_000,
          currency: 'THB',
          asOf: String(year),
          conflictGroup: null,
          note: null,
          source,
          confidence: invented.confidence,
        },
      ],
      fundedBy: both('the partners', 'พันธมิตร'),
    },
    programmeId: random.pick(existingRecords().programmeIds),
    solutionId: inventedId('solution', index * SOLUTIONS + random.int(0, SOLUTIONS - 1)),
    occasionEventId: inventedId('event', index * 20 + random.int(0, 19)),
    note: null,
    sources: [...invented.sources],
    confidence: invented.confidence,
    writtenBy: null,
    signatures: [],
    version: 1,
  };
}
