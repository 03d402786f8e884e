import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startWritingPartners, type Input, type WritingPartners } from './writing-partners.js';
import { expectVerified } from '../verify/verified.js';

let graph: WritingPartners;

beforeAll(async () => void (graph = await startWritingPartners()));
afterAll(() => graph?.close());

const AGREEMENT =
  'version status statusOn { value } on { value } effectiveTo { value } barriers name { en th } signatures { on { value } by party { city { id } partner { id } } source { title } }';
const PARTIES = [
  { cityId: 'th-yala' },
  { cityId: 'th-pattani' },
  { partnerId: 'depa' },
  { partnerId: 'kmitl' },
] as const;
const officer = (party: { cityId?: string; partnerId?: string }) =>
  party.cityId === undefined ? [`partner-officer:${party.partnerId}`] : [`city-officer:${party.cityId}`];
const [YALA, PATTANI, DEPA, KMITL] = PARTIES.map(officer) as [string[], string[], string[], string[]];

let fresh = 0;
const newAgreement = (also: Input = {}): Input => ({
  agreementId: `new-agreement-${(fresh += 1)}`,
  on: '2025-03-01',
  terms: { name: { en: 'Southern data', th: 'ข้อมูลชายแดนใต้' }, kind: 'MOU', parties: PARTIES },
  ...also,
});
/** How many agreements have a status. */
async function countOf(status: string): Promise<number> {
  const { agreementStats } = await graph.read('{ agreementStats(groupBy: STATUS) { key count } }');
  return agreementStats.find(({ key }: { key: string }) => key === status).count;
}

describe('an agreement of four parties', () => {
  test('is proposed until the last one has signed, and signed on the day of the latest signature', async () => {
    const before = [await countOf('SIGNED'), await countOf('PROPOSED')] as const;
    const input = newAgreement();
    const first = await graph.written('signAgreement', input, AGREEMENT, YALA);
    expect(first).toMatchObject({
      ...{ version: 1, status: 'PROPOSED', on: { value: '2025-03-01' } },
      signatures: [
        {
          ...{
            on: { value: '2025-03-01' },
            by: 'city-officer:th-yala',
            party: { city: { id: 'th-yala' }, partner: null },
          },
          source: { title: 'Recorded by th-yala in Citylink' },
        },
      ],
    });
    expect([await countOf('SIGNED'), await countOf('PROPOSED')]).toEqual([before[0], before[1] + 1]);

    const { agreementId } = input;
    const sign = (roles: string[], on: string) => graph.written('signAgreement', { agreementId, on }, AGREEMENT, roles);
    expect(await graph.refused('signAgreement', { agreementId, on: '2025-03-02' }, YALA)).toEqual({
      code: 'RULE_VIOLATED',
      rule: 'ALREADY_SIGNED',
      argument: 'input.agreementId',
    });
    expect(await graph.refused('signAgreement', { agreementId }, ['partner-officer:mastercard'])).toEqual({
      code: 'FORBIDDEN',
    });
    expect(await sign(DEPA, '2025-03-20')).toMatchObject({ status: 'PROPOSED' });
    // Pattani signed before the others, and says so later.
    expect(await sign(PATTANI, '2025-02')).toMatchObject({ status: 'PROPOSED', on: { value: '2025-02' } });
    const last = await sign(KMITL, '2025-03-05');
    expect(last).toMatchObject({ version: 4, status: 'SIGNED', statusOn: { value: '2025-03-20' } });
    expect(last.signatures.map(({ by }: { by: string }) => by)).toEqual([...YALA, ...DEPA, ...PATTANI, ...KMITL]);
    expect([await countOf('SIGNED'), await countOf('PROPOSED')]).toEqual([before[0] + 1, before[1]]);
    expect(await graph.refused('signAgreement', { agreementId }, KMITL)).toMatchObject({ rule: 'AGREEMENT_NOT_OPEN' });
  });

  test('on file as a draft keeps its status until the last one has signed', async () => {
    const agreementId = 'agreement-khon-kaen-land-2019';
    const parties = [
      'partner-officer:treasury-department',
      'partner-officer:rice-department',
      'city-officer:th-khon-kaen',
      'partner-officer:khon-kaen-transit-system',
    ];
    const statuses = [];
    for (const role of parties) {
      const { status } = await graph.written('signAgreement', { agreementId, on: '2025-05' }, 'status', [role]);
      statuses.push(status);
    }
    expect(statuses).toEqual(['DRAFT', 'DRAFT', 'DRAFT', 'SIGNED']);
  });

  test('one who speaks for two parties signs for both, and an administrator records that all have signed', async () => {
    const both = await graph.written('signAgreement', newAgreement(), AGREEMENT, [...YALA, ...DEPA]);
    expect(both.signatures).toHaveLength(2);
    const all = await graph.written('signAgreement', newAgreement(), AGREEMENT);
    expect(all).toMatchObject({ status: 'SIGNED', statusOn: { value: '2025-03-01' } });
  });

  test('is proposed again when a party takes its signature back, and signed when it signs anew', async () => {
    const input = newAgreement();
    const { agreementId } = input;
    await graph.written('signAgreement', input, AGREEMENT);
    const taken = await graph.written(
      'withdrawSignature',
      { agreementId, why: 'The council said no.' },
      AGREEMENT,
      YALA,
    );
    expect([taken.status, taken.signatures.length]).toEqual(['PROPOSED', 3]);
    expect(await graph.refused('withdrawSignature', { agreementId, why: 'Again.' }, YALA)).toMatchObject({
      rule: 'NOT_SIGNED',
    });
    expect((await graph.written('signAgreement', { agreementId }, AGREEMENT, YALA)).status).toBe('SIGNED');
  });

  test('that one party corrects is signed by the others again; a correction by an administrator leaves the signatures', async () => {
    const input = newAgreement();
    const { agreementId } = input;
    await graph.written('signAgreement', input, AGREEMENT, [...YALA, ...PATTANI, ...DEPA, ...KMITL]);
    const why = 'A slip of the pen.';
    const named = await graph.written(
      'changeAgreement',
      { agreementId, why, name: { en: 'Data of the south' } },
      AGREEMENT,
    );
    expect([named.status, named.signatures.length]).toEqual(['SIGNED', 4]);
    expect(named.name).toEqual({ en: 'Data of the south', th: 'ข้อมูลชายแดนใต้' });
    const { searchPartners } = await graph.read(
      '{ searchPartners(text: "Data of the south") { node { ... on Agreement { id } } } }',
    );
    expect(searchPartners).toEqual([{ node: { id: agreementId } }]);
    const changed = await graph.written('changeAgreement', { agreementId, why, effectiveTo: '2027' }, AGREEMENT, YALA);
    expect(changed).toMatchObject({ status: 'PROPOSED', effectiveTo: { value: '2027' } });
    expect(changed.signatures.map(({ by }: { by: string }) => by)).toHaveLength(1);
    expect(await graph.refused('changeAgreement', { agreementId, why, effectiveTo: '2024' }, YALA)).toMatchObject({
      rule: 'ENDED_BEFORE_SIGNED',
    });
    expect(await graph.refused('changeAgreement', { agreementId, why, status: 'ACTIVE' }, YALA)).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(
      (await graph.written('changeAgreement', { agreementId, why, effectiveTo: null }, AGREEMENT)).effectiveTo,
    ).toBeNull();
  });
});

test('an agreement ends, once and not before it was made; the statistics follow', async () => {
  const input = newAgreement();
  const { agreementId } = input;
  await graph.written('signAgreement', input, AGREEMENT);
  const before = [await countOf('SIGNED'), await countOf('ENDED')] as const;
  const why = 'The work is done.';
  expect(await graph.refused('endAgreement', { agreementId, why, on: '2025-02' }, DEPA)).toEqual({
    code: 'RULE_VIOLATED',
    rule: 'ENDS_BEFORE_IT_BEGINS',
    argument: 'input.on',
  });
  const ended = await graph.written('endAgreement', { agreementId, why, on: '2025-09-30' }, AGREEMENT, DEPA);
  expect(ended).toMatchObject({
    ...{ status: 'ENDED', statusOn: { value: '2025-09-30' }, effectiveTo: { value: '2025-09-30' } },
  });
  expect([await countOf('SIGNED'), await countOf('ENDED')]).toEqual([before[0] - 1, before[1] + 1]);
  expect(await graph.refused('endAgreement', { agreementId, why }, DEPA)).toMatchObject({ rule: 'AGREEMENT_ENDED' });
});

test('a barrier that was reported is lifted, and only then', async () => {
  const agreementId = 'agreement-kkts-2017';
  const { agreement } = await graph.read(`{ agreement(id: "${agreementId}") { barriers } }`);
  const [barrier, ...others] = agreement.barriers;
  const lifting = { agreementId, barrier, why: 'The loan came.' };
  expect(await graph.refused('liftBarrier', lifting, DEPA)).toEqual({ code: 'FORBIDDEN' });
  const lifted = await graph.written('liftBarrier', lifting, AGREEMENT, ['city-officer:th-khon-kaen']);
  expect(lifted.barriers).toEqual(others);
  expect(await graph.refused('liftBarrier', lifting, ['city-officer:th-khon-kaen'])).toEqual({
    code: 'RULE_VIOLATED',
    rule: 'BARRIER_NOT_REPORTED',
    argument: 'input.barrier',
  });
});

test('a status that an administrator corrects has its day: that of the last signature, or of the correction', async () => {
  const input = newAgreement();
  const { agreementId } = input;
  const why = 'It has not ended.';
  await graph.written('signAgreement', input, AGREEMENT);
  await graph.written('endAgreement', { agreementId, why, on: '2025-09-30' }, AGREEMENT, DEPA);
  const correct = (status: string) => graph.written('changeAgreement', { agreementId, status, why }, AGREEMENT);
  expect(await correct('SIGNED')).toMatchObject({ status: 'SIGNED', statusOn: { value: '2025-03-01' } });
  const { statusOn } = await correct('ACTIVE');
  expect(statusOn.value > '2025-09-30').toBe(true);
});

test('what these writes left fits together', () => expectVerified(graph.partners));
