import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startGraph, type RunningGraph } from '../graph.js';
import { operation } from './operation.js';

// The answers were computed by hand from the data files (version 1), as of 23 November 2026.
/* eslint-disable @typescript-eslint/no-explicit-any -- answers are what the tests are about */

let graph: RunningGraph;

beforeAll(async () => {
  graph = await startGraph();
}, 120_000);
afterAll(() => graph?.close());

async function answer(name: string, variables: Record<string, unknown> = {}): Promise<any> {
  const known = operation(name);
  return graph.read(known.query, { ...known.variables, ...variables });
}

test('1: which cities joined in January 2020, in both languages, by region, and in how many provinces', async () => {
  const { cohort } = await answer('cohort-by-region');
  const members: any[] = cohort.members.nodes;
  expect([cohort.members.totalCount, members.length, cohort.provinceCount]).toEqual([27, 27, 22]);
  expect(new Set(members.map(({ joinedOn }) => joinedOn.value))).toEqual(new Set(['2020-01']));
  expect(members.filter(({ confidence }) => confidence === 'HIGH').map(({ city }) => city.id)).toEqual(['th-yala']);
  expect(members.filter(({ confidence }) => confidence === 'MEDIUM')).toHaveLength(26);

  const byRegion = (region: string) =>
    members
      .filter(({ city }) => city.region === region)
      .map(({ city }) => `${city.id} ${city.name.en} ${city.name.th} ${city.province.code}`);
  expect(byRegion('NORTH')).toEqual([
    'th-chiang-mai Chiang Mai เชียงใหม่ TH-50',
    'th-chiang-rai Chiang Rai เชียงราย TH-57',
    'th-cmu Chiang Mai University มหาวิทยาลัยเชียงใหม่ TH-50',
    'th-mae-moh Mae Moh แม่เมาะ TH-52',
    'th-nan Nan น่าน TH-55',
    'th-phitsanulok Phitsanulok พิษณุโลก TH-65',
  ]);
  expect(byRegion('NORTHEAST')).toEqual([
    'th-khon-kaen Khon Kaen ขอนแก่น TH-40',
    'th-mukdahan Mukdahan มุกดาหาร TH-49',
    'th-nakhon-ratchasima Nakhon Ratchasima นครราชสีมา TH-30',
    'th-ubon-ratchathani Ubon Ratchathani อุบลราชธานี TH-34',
    'th-udon-thani Udon Thani อุดรธานี TH-41',
  ]);
  expect(byRegion('CENTRAL')).toEqual([
    'th-nakhon-sawan Nakhon Sawan นครสวรรค์ TH-60',
    'th-nonthaburi Nonthaburi นนทบุรี TH-12',
  ]);
  expect(byRegion('EAST')).toEqual([
    'th-chanthaburi Chanthaburi จันทบุรี TH-22',
    'th-mahatai Mahatai มหาไทย TH-20',
    'th-phanat-nikhom Phanat Nikhom พนัสนิคม TH-20',
    'th-rayong-learning-district Rayong Smart Learning and Living District ย่านการเรียนรู้และอยู่อาศัยอัจฉริยะระยอง TH-21',
    'th-si-racha Si Racha ศรีราชา TH-20',
    'th-wha-industrial-estate WHA Smart New Industrial Estate นิคมอุตสาหกรรมใหม่อัจฉริยะดับบลิวเอชเอ TH-21',
  ]);
  expect(byRegion('SOUTH').map((line) => line.split(' ')[0])).toEqual([
    'th-chumphon',
    'th-hat-yai',
    'th-pattani',
    'th-phuket',
    'th-samui',
    'th-satun',
    'th-surat-thani',
    'th-yala',
  ]);
  expect(byRegion('BANGKOK')).toEqual([]);
  expect(cohort.provinces.map((province: any) => province.code).join(' ')).toBe(
    'TH-12 TH-20 TH-21 TH-22 TH-30 TH-34 TH-40 TH-41 TH-49 TH-50 TH-52 TH-55 TH-57 TH-60 TH-65 TH-83 TH-84 TH-86 TH-90 TH-91 TH-94 TH-95',
  );
});

describe('2: every status of a city, and its status on a day', () => {
  test('Yala has five, with day, body, source and confidence', async () => {
    const { city } = await answer('city-statuses');
    expect(
      city.statusHistory.map((entry: any) => [
        entry.status,
        entry.on?.value ?? null,
        entry.notAfter?.value ?? null,
        entry.body.id,
        entry.source.id,
        entry.confidence,
      ]),
    ).toEqual([
      ['CANDIDATE', '2019-10-31', null, 'depa', 'src-depa-ascn-2019', 'HIGH'],
      ['PLAN_SUBMITTED', '2019', null, 'depa', 'src-seed-article', 'HIGH'],
      ['PROMOTION_ZONE', null, '2020-01-20', 'depa', 'src-seed-article', 'LOW'],
      ['PLAN_APPROVED', '2021-09', null, 'th-smart-city-subcommittee', 'src-dailynews-308934', 'HIGH'],
      ['DESIGNATED', '2021-11-07', null, 'th-smart-city-committee', 'src-phuketnews-81953', 'HIGH'],
    ]);
    expect(city.statusOn).toEqual({
      status: 'PLAN_SUBMITTED',
      disputedBy: [
        {
          status: 'PROMOTION_ZONE',
          source: { id: 'src-seed-article' },
          confidence: 'LOW',
          conflictGroup: 'conflict-status-jan-2020',
        },
      ],
    });
  });

  test.each([
    ['2019-10-30', null],
    ['2019-12-31', 'PLAN_SUBMITTED'],
    ['2021-10-01', 'PLAN_APPROVED'],
    ['2021-11-07', 'DESIGNATED'],
    ['2026-11-23', 'DESIGNATED'],
  ])('on %s Yala was %s', async (date, status) => {
    const { city } = await answer('city-statuses', { date });
    expect(city.statusOn.status).toBe(status);
  });

  test('all 27 had filed a plan on 20 January 2020, and none was designated', async () => {
    const { cohort, cities } = await graph.read(`{
      cohort(id: "THAI_2020") { members(first: 100) { nodes { city { statusOn(date: "2020-01-20") { status } } } } }
      cities(filter: { cohort: "THAI_2020", reached: { status: DESIGNATED, by: "2020-01-20" } }) { totalCount }
    }`);
    expect(cohort.members.nodes.map((member: any) => member.city.statusOn.status)).toEqual(
      Array(27).fill('PLAN_SUBMITTED'),
    );
    expect(cities.totalCount).toBe(0);
  });
});

test('3: which of the 27 have been designated since, which are promotion zones, of which is nothing known', async () => {
  const { cohort, designatedEver } = await answer('cohort-progress');
  const cities: any[] = cohort.members.nodes.map((member: any) => member.city);
  const at = (status: string) => cities.filter((city) => city.furthestStatus === status);
  const entry = (city: any) => city.statusHistory.find((candidate: any) => candidate.status === city.furthestStatus);

  expect(at('DESIGNATED').map((city) => `${city.id} ${entry(city).on.value} ${entry(city).confidence}`)).toEqual([
    'th-chiang-mai 2021-11-07 HIGH',
    'th-chiang-rai 2022-11-09 HIGH',
    'th-cmu 2021-11-07 HIGH',
    'th-hat-yai 2022-11-09 MEDIUM',
    'th-khon-kaen 2021-08-13 MEDIUM',
    'th-mae-moh 2021-08-13 HIGH',
    'th-nakhon-ratchasima 2022-11-09 HIGH',
    'th-nakhon-sawan 2021-11-07 HIGH',
    'th-nan 2022-11-09 HIGH',
    'th-pattani 2022-11-09 MEDIUM',
    'th-phuket 2021-08-13 MEDIUM',
    'th-samui 2022-11-09 MEDIUM',
    'th-satun 2022-11-09 MEDIUM',
    'th-ubon-ratchathani 2022-11-09 MEDIUM',
    'th-yala 2021-11-07 HIGH',
  ]);
  expect(at('PROMOTION_ZONE').map((city) => `${city.id} ${entry(city).confidence}`)).toEqual([
    'th-chanthaburi MEDIUM',
    'th-chumphon LOW',
    'th-mukdahan LOW',
    'th-nonthaburi MEDIUM',
    'th-si-racha LOW',
    'th-surat-thani LOW',
    'th-udon-thani LOW',
  ]);
  expect(at('PLAN_SUBMITTED').map((city) => [city.id, city.successors.map((successor: any) => successor.id)])).toEqual([
    ['th-mahatai', []],
    ['th-phanat-nikhom', []],
    ['th-phitsanulok', ['th-phitsanulok-a', 'th-phitsanulok-b']],
    ['th-rayong-learning-district', ['th-rayong']],
    ['th-wha-industrial-estate', []],
  ]);

  expect(designatedEver.totalCount).toBe(37);
  const years = designatedEver.nodes.map((city: any) =>
    city.statusHistory.find((candidate: any) => candidate.status === 'DESIGNATED').on.value.slice(0, 4),
  );
  expect(countOf(years)).toEqual({ 2021: 15, 2022: 15, 2023: 6, 2025: 1 });
  expect(new Set(designatedEver.nodes.map((city: any) => city.province.code)).size).toBe(25);
});

test('5: which targets exist, who set them, and what was counted then', async () => {
  const { programme } = await answer('targets-and-counts');
  const rows = programme.targets.map((target: any) => [
    target.id,
    target.value,
    target.byDate.value,
    (target.statedByPerson ?? target.statedByPartner).id,
    target.statedOn.value,
    target.designatedWhenStated,
    target.designatedByDate,
    target.conflictGroup,
    target.confidence,
  ]);
  expect(new Set(rows)).toEqual(
    new Set([
      ['target-100-by-2037', 100, '2037', 'prajin-juntong', '2017-11', 0, 37, 'conflict-target-100', 'LOW'],
      ['target-30-by-2020', 30, '2020', 'th-smart-city-committee', '2019-03', 0, 0, null, 'MEDIUM'],
      ['target-100-by-2022', 100, '2022', 'th-smart-city-committee', '2019-03', 0, 30, 'conflict-target-100', 'HIGH'],
      ['target-100-by-2020', 100, '2020', 'depa', '2020-01-20', 0, 0, 'conflict-target-100', 'HIGH'],
      [
        'target-100-by-2024',
        100,
        '2024',
        'nuttapon-nimmanphatcharin',
        '2020-10',
        0,
        36,
        'conflict-target-100',
        'MEDIUM',
      ],
      ['target-100-by-2022-depa', 100, '2022', 'depa', '2020-10-21', 0, 30, 'conflict-target-100', 'HIGH'],
      ['target-105-by-2027', 105, '2027', 'prasert-jantararuangthong', '2025-08-27', 36, 37, null, 'HIGH'],
    ]),
  );
});

describe('6: which cities share a challenge with Yala, and what is live for it elsewhere', () => {
  const rows = async () => {
    const { city } = await answer('shared-challenges');
    return Object.fromEntries<any>(city.challenges.map(({ challenge }: any) => [challenge.code, challenge]));
  };
  const cities = ({ cities: { nodes } }: any, isSure: boolean) =>
    nodes
      .filter((link: any) => link.city.id !== 'th-yala' && (link.confidence !== 'LOW') === isSure)
      .map((link: any) => link.city.id.replace('th-', ''))
      .join(' ');
  const live = ({ solutions: { nodes } }: any) =>
    nodes
      .flatMap((solution: any) =>
        solution.deployments.nodes
          .filter((deployment: any) => deployment.city.id !== 'th-yala')
          .map((deployment: any) => `${solution.id} @ ${deployment.city.id} ${deployment.stage}`),
      )
      .sort();

  test('by each of its challenges', async () => {
    const shared = await rows();
    expect(Object.keys(shared).sort()).toEqual([
      'ACCESS_TO_SERVICES',
      'CITIZEN_VOICE',
      'DATA_DRIVEN_GOVERNMENT',
      'FLOOD_AND_DISASTER',
      'LOCAL_ECONOMY_AND_TOURISM',
      'PUBLIC_SAFETY',
    ]);
    expect(cities(shared['FLOOD_AND_DISASTER'], true)).toBe('nakhon-ratchasima rayong');
    expect(cities(shared['FLOOD_AND_DISASTER'], false)).toBe(
      'hat-yai nakhon-sawan nakhon-si-thammarat nonthaburi phang-nga samut-prakan ubon-ratchathani',
    );
    expect(live(shared['FLOOD_AND_DISASTER'])).toEqual([
      'chiang-mai-wildfire-command-centre @ th-chiang-mai LIVE',
      'rayong-emergency-incident-centre @ th-rayong LIVE',
    ]);
    expect(cities(shared['PUBLIC_SAFETY'], true)).toBe('nakhon-ratchasima phuket us-aurora-il');
    expect(live(shared['PUBLIC_SAFETY'])).toEqual(['phuket-smart-pier @ th-phuket LIVE']);
    expect(cities(shared['ACCESS_TO_SERVICES'], true)).toBe(
      'cz-kolin hat-yai songkhla us-honolulu us-los-angeles us-new-orleans',
    );
    expect(live(shared['ACCESS_TO_SERVICES'])).toEqual([
      'mastercard-city-key @ cz-kolin LIVE',
      'mastercard-city-key @ us-honolulu LIVE',
      'mastercard-city-key @ us-los-angeles LIVE',
      'nakhon-city-services @ th-nakhon-si-thammarat LIVE',
    ]);
    expect(live(shared['CITIZEN_VOICE'])).toEqual([
      'nakhon-city-services @ th-nakhon-si-thammarat LIVE',
      'rayong-emergency-incident-centre @ th-rayong LIVE',
      'traffy-fondue @ th-bangkok SCALED',
      'traffy-fondue @ th-phuket LIVE',
    ]);
    expect(live(shared['LOCAL_ECONOMY_AND_TOURISM'])).toEqual([
      'delgosea-practice-pak-kret @ th-pak-kret LIVE',
      'phuket-city-data-platform @ th-phuket LIVE',
    ]);
    expect(live(shared['DATA_DRIVEN_GOVERNMENT'])).toEqual([
      'mae-moh-city-data-platform @ th-mae-moh LIVE',
      'phuket-city-data-platform @ th-phuket LIVE',
    ]);
  });

  test('40 cities share at least one, 25 of them on good evidence', async () => {
    const links: any[] = Object.values(await rows())
      .flatMap((challenge: any) => challenge.cities.nodes)
      .filter((link: any) => link.city.id !== 'th-yala');
    expect(new Set(links.map((link) => link.city.id)).size).toBe(40);
    expect(new Set(links.filter((link) => link.confidence !== 'LOW').map((link) => link.city.id)).size).toBe(25);
  });
});

test('8: where City Key is live, piloted, announced or stopped, and what came of it', async () => {
  const { solution } = await answer('solution-deployments');
  const byCity = new Map<string, any>(
    solution.deployments.nodes.map((deployment: any) => [deployment.city.id, deployment]),
  );
  const stages = [...byCity].map(([city, { stage, history, confidence }]) => [
    city,
    stage,
    history.map((step: any) => `${step.stage} ${step.on.value}`),
    confidence,
  ]);
  expect(new Set(stages)).toEqual(
    new Set([
      ['us-honolulu', 'LIVE', ['ANNOUNCED 2019-06', 'LIVE 2020-11'], 'HIGH'],
      ['us-los-angeles', 'LIVE', ['LIVE 2020-11'], 'MEDIUM'],
      ['cz-kolin', 'LIVE', ['LIVE 2020-11'], 'MEDIUM'],
      ['us-new-orleans', 'PILOT', ['ANNOUNCED 2021-11', 'PILOT 2022'], 'HIGH'],
    ]),
  );
  const outcomes = (city: string) =>
    byCity
      .get(city)
      .outcomes.map(
        (outcome: any) => `${outcome.metric} ${outcome.value} ${outcome.unit} ${outcome.asOf?.value ?? 'no date'}`,
      );
  expect(outcomes('us-honolulu')).toEqual(
    expect.arrayContaining([
      'CARDS_ACTIVATED 2124 CARD 2020-12-27',
      'CARDS_ACTIVATED 2313 CARD 2020-12-28',
      'CARDS_ACTIVATED 2484 CARD 2020-12-29',
      'CARDS_ACTIVATED 3026 CARD 2021-01-25',
      'SHARE_FULLY_SPENT 43 PERCENT 2021-01-25',
      'AMOUNT_SPENT 1400000 USD 2021-01-25',
      'VALUE_PER_CARD 500 USD 2020-11-30',
    ]),
  );
  expect(outcomes('us-los-angeles')).toEqual(['SERVICES_REACHED 140 SERVICE no date']);
  expect(outcomes('cz-kolin')).toEqual([]);
  expect(outcomes('us-new-orleans')).toEqual(
    expect.arrayContaining(['PAYMENT_PER_MONTH 200 USD 2022', 'MONTHS 4 MONTH 2022']),
  );
  expect(byCity.get('us-honolulu').shortfalls).toEqual([{ planned: 4000, actual: 3724, shortfall: 276 }]);
  expect(byCity.get('us-new-orleans').shortfalls).toEqual([{ planned: 125, actual: 76, shortfall: 49 }]);
  expect(solution.deployments.nodes.filter((deployment: any) => deployment.city.countryCode === 'TH')).toEqual([]);
  expect(solution.counts).toEqual([{ metric: 'COMMUNITIES_LIVE', value: 25, asOf: { value: '2020-11-10' } }]);
});

describe('9: which partners work with at least three of the 27', () => {
  const shownRole = (role: any) =>
    [role.kind, role.agreement?.kind ?? role.solution?.id ?? role.cohort?.id ?? role.programme?.id].join(' ');

  test('counting every kind of work', async () => {
    const { cohort } = await answer('partners-of-cohort');
    const partners = new Map<string, any>(cohort.partners.nodes.map((row: any) => [row.partner.id, row]));
    expect([...partners].map(([id, { cityCount }]) => [id, cityCount]).sort()).toEqual([
      ['asean', 3],
      ['depa', 27],
      ['kas', 5],
      ['kmitl', 5],
      ['mastercard', 27],
    ]);
    const roles = (id: string) => [...new Set(partners.get(id).roles.map(shownRole))].sort();
    expect(roles('depa')).toEqual([
      'COHORT_SPONSOR DEPA_CANDIDATES_2019',
      'COHORT_SPONSOR THAI_2020',
      'PROGRAMME_OWNER depa-smart-city',
      'SOLUTION_OWNER phuket-city-data-platform',
    ]);
    expect(roles('mastercard')).toEqual(['PROGRAMME_OWNER city-possible']);
    expect(roles('kas')).toEqual(['PROGRAMME_OWNER delgosea']);
    expect(roles('kmitl')).toEqual(['AGREEMENT MOU']);
    expect(roles('asean')).toEqual(['PROGRAMME_OWNER asean-smart-cities-network']);
    const cities = (id: string) => partners.get(id).cities.map((city: any) => city.id);
    expect(cities('kas')).toEqual(['th-chiang-rai', 'th-khon-kaen', 'th-phuket', 'th-udon-thani', 'th-yala']);
    expect(cities('kmitl')).toEqual(['th-hat-yai', 'th-nonthaburi', 'th-phuket', 'th-udon-thani', 'th-yala']);
    expect(cities('asean')).toEqual(['th-chiang-mai', 'th-khon-kaen', 'th-phuket']);
    expect(cities('depa')).toHaveLength(27);
  });

  test('counting direct work only', async () => {
    const { cohort } = await answer('partners-of-cohort', { direct: true });
    expect(cohort.partners.nodes.map((row: any) => [row.partner.id, row.cityCount])).toEqual([['kmitl', 5]]);
  });
});

test('10: which agreements bind Khon Kaen, with value and funding', async () => {
  const { city } = await answer('agreements-of-city');
  const rows = city.agreements.nodes.map((agreement: any) => ({
    id: agreement.id,
    facts: [agreement.kind, agreement.on.value, agreement.status, agreement.confidence],
    others: agreement.parties
      .map((party: any) => (party.partner ?? party.city).id)
      .filter((id: string) => id !== 'th-khon-kaen')
      .sort(),
    values: (agreement.funding?.values ?? []).map(
      (value: any) => `${value.value} ${value.currency} ${value.asOf?.value}`,
    ),
    fundedBy: agreement.funding?.fundedBy?.en ?? null,
    barriers: agreement.barriers,
  }));
  expect(new Set(rows)).toEqual(
    new Set([
      {
        id: 'agreement-kku-khon-kaen-2019',
        facts: ['MOU', '2019-02-04', 'SIGNED', 'HIGH'],
        others: ['kkuniversity'],
        values: [],
        fundedBy: null,
        barriers: [],
      },
      {
        id: 'agreement-khon-kaen-ait-2018',
        facts: ['MOU', '2018-08-03', 'INTENDED', 'HIGH'],
        others: ['ait-solutions', 'cola-kku'],
        values: [],
        fundedBy: null,
        barriers: [],
      },
      {
        id: 'agreement-kkts-2017',
        facts: ['PPP', '2017-02-20', 'DELAYED', 'HIGH'],
        others: ['khon-kaen-city-development', 'khon-kaen-transit-system'],
        values: ['5000000 THB 2017', '30000000000 THB 2018-09-11', '21000000000 THB 2023-03-11'],
        fundedBy: 'private investment still sought (2025)',
        barriers: ['FUNDING', 'STAKEHOLDER_ALIGNMENT'],
      },
      {
        id: 'agreement-khon-kaen-land-2019',
        facts: ['MOU', '2019-09-11', 'DRAFT', 'HIGH'],
        others: ['khon-kaen-transit-system', 'rice-department', 'treasury-department'],
        values: [],
        fundedBy: null,
        barriers: ['STAKEHOLDER_ALIGNMENT'],
      },
      {
        id: 'agreement-khon-kaen-phuket-2021',
        facts: ['MOU', '2021-02-08', 'SIGNED', 'MEDIUM'],
        others: ['th-phuket'],
        values: [],
        fundedBy: null,
        barriers: [],
      },
    ]),
  );
  const tram = city.agreements.nodes.find((agreement: any) => agreement.id === 'agreement-kkts-2017');
  expect(tram.funding.values.map((value: any) => value.conflictGroup).filter(Boolean)).toEqual([
    'conflict-kk-tram-funding',
    'conflict-kk-tram-funding',
  ]);
});

test('12: which partners are of which kind, and who was the first of each', async () => {
  const { partners, programme } = await answer('partners-by-kind');
  const ids = (kind: string) =>
    partners.nodes
      .filter((partner: any) => partner.kind === kind)
      .map((partner: any) => partner.id)
      .join(' ');
  expect(partners.totalCount).toBe(61);
  expect(countOf(partners.nodes.map((partner: any) => partner.kind))).toEqual({
    GOVERNMENT: 21,
    MULTILATERAL: 5,
    ACADEMIC: 6,
    CORPORATE: 18,
    NGO: 6,
    CITY_DEVELOPMENT_COMPANY: 3,
    NETWORK: 2,
  });
  expect(ids('MULTILATERAL')).toBe('adb asean idb undp ungc-cities-programme');
  expect(ids('ACADEMIC')).toBe('ait-solutions cola-kku harvard-tech kkuniversity kmitl rmit');
  expect(ids('NGO')).toBe('100-resilient-cities digital-main-street kas tei the-water-council us-water-partnership');
  expect(ids('CITY_DEVELOPMENT_COMPANY')).toBe(
    'khon-kaen-city-development khon-kaen-transit-system phuket-city-development',
  );
  expect(ids('NETWORK')).toBe('nmt us-conference-of-mayors');
  expect(ids('GOVERNMENT')).toBe(
    'boi chiang-mai-pao depa dla eeco egat eppo gistda mrta nectec nstda otp rice-department sbpac smart-city-thailand-office th-government th-mdes th-smart-city-committee th-smart-city-subcommittee treasury-department us-state-department',
  );

  const claims = programme.claims.nodes.map((claim: any) => [
    claim.firstOfKind,
    claim.aboutPartner.id,
    (claim.speakerPerson ?? claim.speakerPartner).id,
    claim.on.value,
    claim.source.id,
  ]);
  expect(new Set(claims)).toEqual(
    new Set([
      ['GOVERNMENT', 'depa', 'passakon-prathombutr', '2020-01-20', 'src-seed-article'],
      ['MULTILATERAL', 'idb', 'idb', '2021-10-16', 'src-jamaicaobserver-idb'],
    ]),
  );
  // By the data: the first role of each kind in the programme.
  const earliest: Record<string, { id: string; since: string; latest: string }> = {};
  for (const { partner, since } of programme.partnerRoles.nodes) {
    if (!since) continue;
    const known = earliest[partner.kind];
    if (!known || since.latest < known.latest)
      earliest[partner.kind] = { id: partner.id, since: since.value, latest: since.latest };
  }
  expect(
    Object.fromEntries(Object.entries(earliest).map(([kind, { id, since }]) => [kind, `${id} ${since}`])),
  ).toMatchObject({
    GOVERNMENT: 'depa 2020-01',
    MULTILATERAL: 'ungc-cities-programme 2018-11',
    ACADEMIC: 'harvard-tech 2018-11',
    CORPORATE: 'microsoft 2018-05',
    NGO: 'digital-main-street 2020-11-10',
  });
});

describe('14: what a member city may attend in the next 90 days', () => {
  test.each([
    [
      '2020-01-20',
      [],
      ['event-citypossible-summit-2020', 'event-depa-mastercard-2020', 'event-world-smart-city-showcase'],
    ],
    [
      '2021-09-01',
      ['event-citypossible-summit-2021', 'event-crescent-city-card-2021'],
      ['event-line-hospitality-2021'],
    ],
    ['2023-09-01', ['event-smart-city-expo-2023', 'event-tak-pichai-visit-2023', 'event-yala-platform-2023'], []],
    ['2026-11-23', [], []],
  ])('as of %s', async (asOf, certain, possible) => {
    const { upcomingEvents } = await answer('events-ahead', { asOf });
    const of = (certainty: string) =>
      upcomingEvents.nodes
        .filter((upcoming: any) => upcoming.certainty === certainty)
        .map((upcoming: any) => upcoming.event.id)
        .sort();
    expect([of('CERTAIN'), of('POSSIBLE'), of('UNDATED')]).toEqual([certain, possible, ['event-csco-course']]);
    expect(upcomingEvents.nodes.map((upcoming: any) => upcoming.event.languages).filter(Boolean)).toEqual([]);
  });
});

test('16: which mayors and smart city officers spoke, at which sessions, about which challenge', async () => {
  const { people } = await answer('office-holders-who-spoke');
  const rows = people.nodes.flatMap((person: any) =>
    person.appearances.nodes.flatMap(({ event, sessions }: any) =>
      sessions.length === 0
        ? [[person.id, event.id, null, []]]
        : sessions.map((session: any) => [
            person.id,
            event.id,
            session.id,
            session.challenges.map((challenge: any) => challenge.code),
          ]),
    ),
  );
  expect(new Set(rows)).toEqual(
    new Set([
      ['kirk-caldwell', 'event-honolulu-city-card-2020', 'session-honolulu-card', ['FINANCIAL_INCLUSION']],
      ['kirk-caldwell', 'event-uscm-2019', null, []],
      [
        'latoya-cantrell',
        'event-crescent-city-card-2021',
        'session-crescent-card',
        ['FINANCIAL_INCLUSION', 'ACCESS_TO_SERVICES'],
      ],
      ['naphon-chayanonphakdi', 'event-tak-pichai-visit-2023', 'session-tak-2023', ['DATA_DRIVEN_GOVERNMENT']],
      ['nuttapon-nimmanphatcharin', 'event-logo-launch-2021', null, []],
      ['nuttapon-nimmanphatcharin', 'event-thailand-smart-city-week-2020', null, []],
      ['nuttapon-nimmanphatcharin', 'event-zone-certificates-2020', null, []],
      ['passakon-prathombutr', 'event-depa-mastercard-2020', 'session-2020-cohort', []],
      [
        'pongsak-yingchoncharoen',
        'event-depa-mastercard-2020',
        'session-2020-yala',
        ['ACCESS_TO_SERVICES', 'LOCAL_ECONOMY_AND_TOURISM'],
      ],
    ]),
  );
});

test('17: which cities have a trained officer, from which course, and which have none', async () => {
  const { events, people, cohort } = await answer('trained-officers');
  expect(events.nodes).toContainEqual({
    id: 'event-csco-course',
    status: 'ANNOUNCED',
    startsOn: null,
    participations: { totalCount: 0, nodes: [] },
  });
  expect(events.nodes.flatMap((event: any) => event.participations.nodes)).toEqual([]);

  const holders: Record<string, string[]> = {};
  for (const { id, offices } of people.nodes) {
    for (const office of offices)
      if (office.kind === 'CHIEF_SMART_CITY_OFFICER')
        (holders[office.city.id] ??= []).push(`${id} ${office.asOf.value}`);
  }
  expect(Object.fromEntries(Object.entries(holders).map(([city, names]) => [city, names.sort()]))).toEqual({
    'th-amata-chonburi': ['narumon-intharak 2019', 'seksan-phunboonmee 2018', 'veerapat-kiatfuengfoo 2026-01-31'],
    'th-bangkok': ['chaiwat-thongkamkoon 2018', 'chayathan-promsorn 2019', 'jiraroth-sukolrat 2026-01-31'],
    'th-chiang-mai': ['nirat-phongsittithavorn 2026-01-31'],
    'th-khon-kaen': ['kaisorn-kongchalad 2026-01-31'],
    'th-phuket': ['nuttapon-nimmanphatcharin 2019', 'passakon-prathombutr 2018', 'pracha-asavateera 2026-01-31'],
    'th-rayong': ['pirun-hemarak 2026-01-31'],
  });
  const named = cohort.members.nodes
    .filter((member: any) => member.city.officeHolders.totalCount > 0)
    .map((member: any) => member.city.id);
  expect(named).toEqual(['th-chiang-mai', 'th-khon-kaen', 'th-phuket']);
  expect(cohort.members.nodes).toHaveLength(27);
});

test('19: who exhibits at the Showcase, and what the cities could bring', async () => {
  const { event, programme, cohort } = await answer('showcase');
  expect(event).toEqual({
    status: 'ANNOUNCED',
    outcome: 'UNKNOWN',
    startsOn: { value: '2020' },
    dateLabel: { en: 'mid 2020', th: 'กลางปี 2563' },
    hosts: [{ id: 'depa' }],
    exhibitors: { totalCount: 0, nodes: [] },
    solutionsShown: [],
  });
  expect(programme.members.totalCount).toBe(68);
  expect(countOf(programme.members.nodes.map((member: any) => member.cohort.id))).toEqual({
    FOUNDING_2018: 16,
    MARCH_2019: 7,
    SCEWC_2019: 14,
    THAI_2020: 27,
    NOVEMBER_2020: 4,
  });
  expect(programme.membersThen.totalCount).toBe(64);

  const cities: any[] = cohort.members.nodes.map((member: any) => member.city);
  expect(cities.filter((city) => city.plan)).toHaveLength(27);
  const owned = cities.flatMap((city) => {
    const uses = city.deployments.nodes
      .filter(({ solution }: any) => solution.owner)
      .map(({ solution }: any) => `${solution.id}/${solution.owner.id}`);
    return uses.length > 0 ? [[city.id, uses.sort()]] : [];
  });
  expect(owned).toEqual([
    ['th-chiang-mai', ['chiang-mai-wildfire-command-centre/chiang-mai-pao']],
    ['th-khon-kaen', ['khon-kaen-tram/khon-kaen-transit-system']],
    ['th-mae-moh', ['mae-moh-city-data-platform/egat']],
    [
      'th-phuket',
      ['phuket-city-data-platform/depa', 'phuket-smart-bus/phuket-city-development', 'traffy-fondue/nectec'],
    ],
  ]);
});

describe('21: three peers for Yala, and two events where holders of a proven solution will be', () => {
  test('peers with the facts behind them', async () => {
    const { city } = await answer('suggestions');
    expect(city.peers.nodes.map((peer: any) => [peer.city.id, peer.points])).toEqual([
      ['th-phuket', 13],
      ['th-nakhon-si-thammarat', 9],
      ['th-hat-yai', 7],
      ['th-mae-moh', 7],
      ['th-pak-kret', 7],
      ['th-rayong', 7],
    ]);
    const [phuket, nakhon] = city.peers.nodes;
    const facts = (peer: any, of: (reason: any) => unknown) => new Set(peer.reasons.map(of).filter(Boolean));
    expect(facts(phuket, (reason) => reason.challenge?.code)).toEqual(
      new Set(['LOCAL_ECONOMY_AND_TOURISM', 'PUBLIC_SAFETY', 'DATA_DRIVEN_GOVERNMENT', 'CITIZEN_VOICE']),
    );
    expect(facts(phuket, (reason) => reason.deployment && `${reason.solution.id} ${reason.deployment.stage}`)).toEqual(
      new Set(['traffy-fondue LIVE', 'phuket-city-data-platform LIVE', 'phuket-smart-pier LIVE']),
    );
    expect(facts(nakhon, (reason) => reason.deployment && `${reason.solution.id} ${reason.deployment.stage}`)).toEqual(
      new Set(['nakhon-city-services LIVE']),
    );
    for (const peer of city.peers.nodes) {
      expect(peer.reasons.reduce((sum: number, reason: any) => sum + reason.points, 0)).toBe(peer.points);
      expect(peer.reasons.every((reason: any) => reason.sentence.th && reason.sentence.en)).toBe(true);
    }
  });

  test('no event today, and the reason; where such holders were, latest first', async () => {
    const { city } = await answer('suggestions');
    expect(city.suggestedEvents.nodes).toEqual([]);
    expect(city.suggestedEvents.emptyBecause).toEqual({ th: expect.stringMatching(/[ก-๙]/), en: expect.any(String) });
    expect(city.suggestedEvents.pastEvents.map((past: any) => past.event.id)).toEqual([
      'event-dla-contest-2025',
      'event-nation-seminar-2024',
      'event-nmt-seminar-2024',
      'event-ascn-annual-2023',
      'event-mae-moh-cdp-2023',
    ]);
  });

  test('as of January 2020 the two that depa hosts', async () => {
    const { city } = await answer('suggestions', { asOf: '2020-01-20' });
    expect(new Set(city.suggestedEvents.nodes.map((suggested: any) => suggested.event.id))).toEqual(
      new Set(['event-csco-course', 'event-world-smart-city-showcase']),
    );
  });
});

describe('22: the profile of a person', () => {
  const profile = async (id: string) => {
    const { person } = await answer('person-profile', { id });
    return {
      name: [person.name.en, person.name.th],
      aliases: person.aliases,
      offices: person.offices.map((office: any) => [
        office.title.en,
        (office.city ?? office.organisation).id,
        office.from?.value ?? null,
        office.to?.value ?? null,
        office.asOf?.value ?? null,
      ]),
      sessions: person.appearances.nodes.flatMap(({ event, sessions }: any) =>
        sessions.map((session: any) => `${session.id} @ ${event.id}`),
      ),
      participations: person.appearances.nodes.map(({ event, role }: any) => `${event.id} ${role}`).sort(),
      quotes: person.quotes.map((quote: any) => quote.on.value),
      claims: person.claims.nodes.map((claim: any) => claim.id),
    };
  };

  test('the mayor of Yala', async () => {
    expect(await profile('pongsak-yingchoncharoen')).toEqual({
      name: ['Pongsak Yingchoncharoen', 'พงษ์ศักดิ์ ยิ่งชนม์เจริญ'],
      aliases: ['Pongsak', 'นายพงษ์ศักดิ์ ยิ่งชนม์เจริญ'],
      offices: [['Mayor of Yala City Municipality', 'th-yala', '2004', null, '2023-11-28']],
      sessions: ['session-2020-yala @ event-depa-mastercard-2020'],
      participations: ['event-depa-mastercard-2020 SPEAKER', 'event-yala-platform-2023 ATTENDEE'],
      quotes: ['2020-01-20', '2012-01-31'],
      claims: ['claim-yala-inspired'],
    });
  });

  test('a deputy director of depa', async () => {
    expect(await profile('passakon-prathombutr')).toMatchObject({
      aliases: ['Passakorn Prathombutr', 'ดร. ภาสกร ประถมบุตร', 'Dr. Passakon Prathombutr'],
      offices: [
        ['Deputy director (Senior Executive Vice President)', 'depa', null, null, '2020-01-20'],
        ['Chief Smart City Officer', 'th-phuket', null, null, '2018'],
        ['Senior Executive Vice President and CTO', 'depa', null, null, '2020-10'],
      ],
      sessions: ['session-2020-cohort @ event-depa-mastercard-2020'],
      participations: ['event-depa-mastercard-2020 SPEAKER'],
      quotes: ['2020-01-20'],
    });
    expect(new Set((await profile('passakon-prathombutr')).claims)).toEqual(
      new Set(['claim-depa-first-government', 'claim-all-27-not-one']),
    );
  });

  test('a vice president of Mastercard', async () => {
    expect(await profile('miguel-gamino')).toMatchObject({
      name: ['Miguel Gamiño Jr', 'มิเกล กามิโน จูเนียร์'],
      offices: [['Executive Vice President, Global Cities', 'mastercard', '2018-05', null, '2021-10']],
      sessions: ['session-2020-same-problems @ event-depa-mastercard-2020'],
      participations: [
        'event-city-possible-expansion-2020 SPEAKER',
        'event-citypossible-launch-2018 SPEAKER',
        'event-depa-mastercard-2020 SPEAKER',
        'event-scewc-2019 SPEAKER',
        'event-sxsw-2019 SPEAKER',
      ],
      quotes: ['2020-01-20', '2020-01-20', '2019-11-19'],
      claims: ['claim-same-problems-apart'],
    });
  });
});

describe('24: one name in every spelling', () => {
  test.each(['แม่เมาะ', 'Mae Moh', 'Mae Mo', 'Mae Mor', 'MAE MOH', 'maemoh'])('%s is Mae Moh', async (text) => {
    const { searchCities } = await answer('search', { text });
    expect(searchCities).toEqual([{ match: 'EXACT', city: { id: 'th-mae-moh' } }]);
  });

  test.each([
    ['แม่เมาะ', ['mae-moh-city-data-platform'], ['event-mae-moh-cdp-2023']],
    ['Mae Moh', ['mae-moh-city-data-platform'], ['event-mae-moh-cdp-2023']],
    ['Mae Mor', [], []],
  ])('%s is also in the names of', async (text, solutions, events) => {
    const { searchPartners, searchEvents } = await answer('search', { text });
    expect(searchPartners.map((hit: any) => hit.node.id)).toEqual(solutions);
    expect(searchEvents.map((hit: any) => hit.event.id)).toEqual(events);
  });

  test.each([
    ['Korat', 'นครราชสีมา', 'โคราช', 'Khorat', 'th-nakhon-ratchasima'],
    ['Sri Racha', 'ศรีราชา', 'th-si-racha'],
    ['Chantaburi', 'จันทบุรี', 'th-chanthaburi'],
    ['Koh Samui', 'เกาะสมุย', 'th-samui'],
    ['Phangnga', 'พังงา', 'th-phang-nga'],
    ['น่าน', 'Nan', 'th-nan'],
    ['Passakorn Prathombutr', 'ภาสกร ประถมบุตร', 'passakon-prathombutr'],
    ['Gamino', 'มิเกล กามิโน จูเนียร์', 'miguel-gamino'],
    ['DEPA', 'ดีป้า', 'depa'],
  ])('%s and %s are the same', async (...names) => {
    const id = names.pop();
    for (const text of names) {
      const { searchCities, searchPartners } = await answer('search', { text: text as string });
      expect([text, (searchCities[0]?.city ?? searchPartners[0]?.node)?.id]).toEqual([text, id]);
    }
  });
});

function countOf(values: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}

test('a report on a whole cohort that reads more than 700 rows is within the limits', async () => {
  const { cohort } = await graph.read(`{
    cohort(id: "THAI_2020") {
      members(first: 100) {
        nodes {
          city {
            id
            name { th en }
            statusHistory { status on { value } source { title } }
            challenges { challenge { code } }
            dimensions { dimension }
            partners(first: 20) { nodes { partner { id } roles { kind } } }
            memberships { programme { id } source { title } }
            events(first: 20) { nodes { id hosts { id } } }
          }
        }
      }
    }
  }`);
  expect(countRows(cohort)).toBeGreaterThan(700);
});

/** How many elements the lists of objects have. */
function countRows(value: unknown): number {
  if (value === null || typeof value !== 'object') return 0;
  const inner = Object.values(value).reduce<number>((sum, each) => sum + countRows(each), 0);
  return inner + (Array.isArray(value) ? value.filter((each) => typeof each === 'object').length : 0);
}
