import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { events } from '../../subgraphs/events/index.js';
import { partners } from '../../subgraphs/partners/index.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';

let subgraph: RunningSubgraph;
let holders: RunningSubgraph;

beforeAll(async () => {
  [subgraph, holders] = await Promise.all([
    startSubgraph(events as unknown as Subgraph),
    startSubgraph(partners as unknown as Subgraph),
  ]);
});
afterAll(() => Promise.all([subgraph.close(), holders.close()]));
beforeEach(() => {
  subgraph.forget();
  holders.forget();
});

/** The challenges of Yala on file. */
const YALA = [
  'FLOOD_AND_DISASTER',
  'PUBLIC_SAFETY',
  'LOCAL_ECONOMY_AND_TOURISM',
  'ACCESS_TO_SERVICES',
  'CITIZEN_VOICE',
  'DATA_DRIVEN_GOVERNMENT',
];

interface Holder {
  cityId: string;
  partnerId: string | null;
  solutionId: string;
  challengeCode: string;
}

/** Who holds a proven solution to challenges of a city, as the gateway reads it for the events. */
async function holdersFor(id: string, codes: readonly string[]): Promise<Holder[]> {
  const [city] = await holders.entities('... on City { provenHolders { cityId partnerId solutionId challengeCode } }', [
    { __typename: 'City', id, challengeKeys: codes.map((code) => ({ code, confidence: 'HIGH' })) },
  ]);
  return city.provenHolders;
}

const SUGGESTED =
  '... on City { suggestedEvents(asOf: $asOf, days: $days, first: $first) { nodes { score certainty event { id } reasons { kind sentence { en th } city { id } partner { id } solution { id } challenge { code } } } emptyBecause { en th } pastEvents { event { id } reasons { city { id } partner { id } } } } }';

async function suggest(provenHolders: Holder[] | null, { asOf = '2020-01-20', days = 90, first = 2 } = {}) {
  const { data, errors } = await subgraph.ask(
    `query ($representations: [_Any!]!, $asOf: LocalDate!, $days: Int!, $first: Int!) { _entities(representations: $representations) { ${SUGGESTED} } }`,
    { representations: [{ __typename: 'City', id: 'th-yala', provenHolders }], asOf, days, first },
  );
  expect(errors).toBeUndefined();
  return data._entities[0].suggestedEvents;
}

describe('holders of a proven solution', () => {
  test('are, for each challenge, other cities where it is in use, with its owner and operator', async () => {
    const found = await holdersFor('th-yala', YALA);
    expect(new Set(found.map(({ cityId }) => cityId))).toEqual(
      new Set([
        'us-honolulu',
        'us-los-angeles',
        'cz-kolin',
        'th-phuket',
        'th-bangkok',
        'th-chiang-mai',
        'th-rayong',
        'th-mae-moh',
        'th-nakhon-si-thammarat',
        'th-pak-kret',
      ]),
    );
    expect(new Set(found.map(({ partnerId }) => partnerId))).toEqual(
      new Set([null, 'mastercard', 'mocafi', 'nectec', 'depa', 'chiang-mai-pao', 'egat']),
    );
    expect(found).toContainEqual({
      cityId: 'th-mae-moh',
      partnerId: 'egat',
      solutionId: 'mae-moh-city-data-platform',
      challengeCode: 'DATA_DRIVEN_GOVERNMENT',
    });
    expect(holders.commands.sort()).toEqual([...YALA.map(() => 'aggregate'), 'find']);
  });

  test('have names from the subgraphs that own them, with two reads more', async () => {
    const [city] = await holders.entities(
      '... on City { provenHolders { city { id } partnerName { th en } solutionName { en } challengeName { th en } } }',
      [
        {
          __typename: 'City',
          id: 'th-yala',
          challengeKeys: [
            {
              code: 'DATA_DRIVEN_GOVERNMENT',
              confidence: 'HIGH',
              name: { en: 'Government that uses data', th: 'การบริหารเมืองด้วยข้อมูล' },
            },
          ],
        },
      ],
    );
    expect(city.provenHolders).toContainEqual({
      city: { id: 'th-phuket' },
      partnerName: { en: 'Digital Economy Promotion Agency', th: expect.stringMatching(/[ก-๙]/) },
      solutionName: { en: expect.stringContaining('Phuket') },
      challengeName: { en: 'Government that uses data', th: 'การบริหารเมืองด้วยข้อมูล' },
    });
    expect(holders.commands.sort()).toEqual(['aggregate', 'find', 'find']);
  });

  test('never include the city itself', async () => {
    expect((await holdersFor('th-phuket', YALA)).map(({ cityId }) => cityId)).not.toContain('th-phuket');
    expect(await holdersFor('th-yala', [])).toEqual([]);
  });
});

describe('events suggested to Yala', () => {
  test('as of 20 January 2020: the course and the Showcase, both hosted by depa, each with its reasons', async () => {
    const { nodes, emptyBecause } = await suggest(await holdersFor('th-yala', YALA));
    expect(
      nodes.map(({ event, certainty }: { event: { id: string }; certainty: string }) => [event.id, certainty]).sort(),
    ).toEqual([
      ['event-csco-course', 'UNDATED'],
      ['event-world-smart-city-showcase', 'POSSIBLE'],
    ]);
    expect(emptyBecause).toBeNull();
    for (const { score, reasons } of nodes) {
      expect(score).toBeGreaterThan(0);
      expect(score).toBeLessThanOrEqual(1);
      expect(reasons).toContainEqual({
        kind: 'HOLDER_HOSTS',
        sentence: {
          en: 'Its host, depa, holds “phuket-city-data-platform”, in use elsewhere, for the challenge “DATA_DRIVEN_GOVERNMENT”.',
          th: expect.stringMatching(/depa.*phuket-city-data-platform/),
        },
        city: null,
        partner: { id: 'depa' },
        solution: { id: 'phuket-city-data-platform' },
        challenge: { code: 'DATA_DRIVEN_GOVERNMENT' },
      });
    }
    expect(nodes[0].score).toBeGreaterThanOrEqual(nodes[1].score);
  });

  test('as of 23 November 2026: none, and why; the last ones that holders attended, latest first', async () => {
    const { nodes, emptyBecause, pastEvents } = await suggest(await holdersFor('th-yala', YALA), {
      asOf: '2026-11-23',
    });
    expect(nodes).toEqual([]);
    expect(emptyBecause.en).toContain('No event from 23 November 2026 to 21 February 2027 is on file');
    expect(emptyBecause.en).toContain('announced without a date more than 2 years before');
    expect(emptyBecause.th).toContain('ไม่พบกิจกรรม');
    const who = (reasons: Array<{ city: { id: string } | null; partner: { id: string } | null }>) =>
      [...new Set(reasons.map(({ city, partner }) => (city ?? partner)!.id))].sort();
    expect(
      pastEvents.map(({ event, reasons }: { event: { id: string }; reasons: never[] }) => [event.id, who(reasons)]),
    ).toEqual([
      ['event-dla-contest-2025', ['th-nakhon-si-thammarat']],
      ['event-nation-seminar-2024', ['th-bangkok']],
      ['event-nmt-seminar-2024', ['th-nakhon-si-thammarat']],
      ['event-ascn-annual-2023', ['th-chiang-mai', 'th-rayong']],
      ['event-mae-moh-cdp-2023', ['egat', 'th-mae-moh']],
    ]);
  });

  test('cost two finds, however many holders there are', async () => {
    const found = await holdersFor('th-yala', YALA);
    await suggest(found);
    expect(subgraph.commands).toEqual(['find', 'find']);
  });

  test('are none, with a reason, when nobody holds a solution', async () => {
    for (const nobody of [[], null])
      expect(await suggest(nobody)).toEqual({
        nodes: [],
        emptyBecause: { en: expect.stringContaining('nobody to meet'), th: expect.any(String) },
        pastEvents: [],
      });
    expect(subgraph.commands).toEqual([]);
  });

  test.each([
    ['days', { days: 4_000 }],
    ['first', { first: 0 }],
    ['first', { first: 51 }],
  ])('%s out of range is refused', async (argument, args) => {
    const { errors } = await subgraph.ask(
      `query ($representations: [_Any!]!, $asOf: LocalDate!, $days: Int!, $first: Int!) { _entities(representations: $representations) { ${SUGGESTED} } }`,
      { representations: [{ __typename: 'City', id: 'th-yala' }], asOf: '2020-01-20', days: 90, first: 2, ...args },
    );
    expect(errors[0].extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument });
  });
});

describe('cities of a cohort without an event', () => {
  const EMPTY = '... on Cohort { citiesWithoutEvent(first: 100) { totalCount nodes { id } } }';

  test('are those in which none is held and that take part in none: one read for several cohorts', async () => {
    const cohort = (id: string, cities: string[]) => ({
      __typename: 'Cohort',
      id,
      memberCities: cities.map((city) => ({ id: city })),
    });
    const answers = await subgraph.entities(EMPTY, [
      cohort('A', ['th-yala', 'x-nowhere', 'a-nowhere']),
      cohort('B', ['th-phuket']),
    ]);
    expect(answers).toEqual([
      { citiesWithoutEvent: { totalCount: 2, nodes: [{ id: 'a-nowhere' }, { id: 'x-nowhere' }] } },
      { citiesWithoutEvent: { totalCount: 0, nodes: [] } },
    ]);
    expect(subgraph.commands).toEqual(['distinct']);
  });
});
