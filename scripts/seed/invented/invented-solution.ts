import { Dimension } from '../../../subgraphs/domain/vocabulary/dimension.js';
import type { StoredDeployment, StoredSolution } from '../../../subgraphs/partners/solution/solution.model.js';
import { IntroductionKind, SolutionKind, Stage } from '../../../subgraphs/partners/vocabulary/vocabulary.js';
import { existingRecords } from './existing-records.js';
import { both, invented, source } from './facts.js';
import { inventedId } from './invented-id.js';
import { distinct, someCity, somePartner } from './parties.js';
import { randomOf, type Random } from './random.js';

/** Solutions for each city. */
export const SOLUTIONS = 2;

const THINGS = [
  ['Flood Watch', 'เฝ้าระวังน้ำท่วม'],
  ['City Card', 'บัตรเมือง'],
  ['Open Data', 'ข้อมูลเปิด'],
  ['Clean Air', 'อากาศสะอาด'],
  ['Smart Bus', 'รถเมล์อัจฉริยะ'],
  ['Care Line', 'สายด่วนดูแล'],
] as const;
const STEPS = Object.values(Stage).filter((stage) => stage !== 'STOPPED');

/** The invented solution of an index, with its deployments and introductions. */
export function inventedSolution(index: number): StoredSolution {
  const random = randomOf('solution', index);
  const { programmeIds, challengeCodes } = existingRecords();
  const block = Math.floor(index / SOLUTIONS);
  const id = inventedId('solution', index);
  const thing = random.pick(THINGS);
  const cities = distinct(random.int(1, 5), () => someCity(random, block));
  return {
    _id: id,
    name: both(`${thing[0]} ${index + 1}`, `${thing[1]} ${index + 1}`),
    nameThOrigin: invented.nameThOrigin,
    aliases: [],
    kind: random.pick(Object.values(SolutionKind)),
    ownerPartnerId: somePartner(random, block),
    originProgrammeId: random.chance(0.4) ? random.pick(programmeIds) : null,
    coCreatedWith: random.chance(0.3) ? [someCity(random, block)] : [],
    addresses: random.some(challengeCodes, random.int(1, 3)),
    dimensions: random.some(Object.values(Dimension), random.int(1, 3)),
    description: both('An invented solution to a problem that cities share.', 'โซลูชันสมมุติของปัญหาที่เมืองมีร่วมกัน'),
    evidenceLevel: random.int(1, 5),
    counts: [
      {
        metric: 'COMMUNITIES_LIVE',
        value: cities.length,
        asOf: '2025',
        conflictGroup: null,
        note: null,
        source,
        confidence: invented.confidence,
      },
    ],
    deployments: cities.map((cityId, at) => deployment(random, `${id}-deployment-${at + 1}`, cityId, block)),
    claimedDeployments: [],
    introductions: cities.slice(1).map((toCityId, at) => ({
      id: `${id}-introduction-${at + 1}`,
      from: { cityId: cities[at]!, partnerId: null },
      toCityId,
      toPartnerId: null,
      kind: random.pick(Object.values(IntroductionKind)),
      occasionEventId: inventedId('event', random.int(0, block * 20 + 19)),
      on: random.partialDate(2018, 2025),
      stage: random.pick(STEPS),
      note: null,
      source,
      confidence: invented.confidence,
      standing: null,
      writtenBy: null,
    })),
    claimedIntroductions: [],
    webLinks: [],
    sources: [...invented.sources],
    confidence: invented.confidence,
    version: 1,
  };
}

function deployment(random: Random, id: string, cityId: string, block: number): StoredDeployment {
  const start = random.int(2017, 2021);
  const first = random.int(0, STEPS.length - 2);
  const isStopped = random.chance(0.1);
  const stages = [
    ...STEPS.slice(first, random.int(first + 1, Math.min(first + 3, STEPS.length))),
    ...(isStopped ? (['STOPPED'] as const) : []),
  ];
  const planned = random.int(100, 5_000);
  const outcome = (metric: string, value: number) => ({
    id: null,
    metric,
    value,
    unit: 'CARD',
    asOf: '2025',
    conflictGroup: null,
    note: null,
    source,
    confidence: invented.confidence,
  });
  return {
    id,
    cityId,
    stage: stages.at(-1)!,
    operatorPartnerId: random.chance(0.7) ? somePartner(random, block) : null,
    operatorStanding: null,
    localName: null,
    history: stages.map((stage, step) => ({
      stage,
      on: random.partialDate(start + step, start + step),
      note: null,
      source,
      confidence: invented.confidence,
    })),
    outcomes: random.chance(0.5)
      ? [outcome('CARDS_PLANNED', planned), outcome('CARDS_ISSUED', random.int(Math.floor(planned / 2), planned))]
      : [],
    withdrawnOutcomes: [],
    confidence: invented.confidence,
    note: null,
    standing: null,
    writtenBy: null,
  };
}
