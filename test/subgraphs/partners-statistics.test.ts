import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { subgraphs } from '../../subgraphs/index.js';
import { Dimension } from '../../subgraphs/domain/vocabulary/dimension.js';
import { PartnerKind, PartnerRoleKind, SolutionKind, Stage } from '../../subgraphs/partners/vocabulary/vocabulary.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';

let partners: RunningSubgraph;
let cities: RunningSubgraph;

beforeAll(async () => {
  const named = (name: string) => subgraphs.find((subgraph) => subgraph.name === name)!;
  [partners, cities] = await Promise.all([startSubgraph(named('partners')), startSubgraph(named('cities'))]);
});
afterAll(() => Promise.all([partners?.close(), cities?.close()]));
beforeEach(() => partners.forget());

interface Bar {
  key: string;
  label: { en: string | null; th: string | null };
  time: string | null;
  count: number;
}

async function read(query: string, variables: Record<string, unknown> = {}) {
  const { data, errors } = await partners.ask(query, variables);
  expect(errors).toBeUndefined();
  return data;
}

async function bars(field: string, filterType: string, args: string, filter: object | null = null): Promise<Bar[]> {
  return (
    await read(
      `query ($filter: ${filterType}) { ${field}(${args ? `${args}, ` : ''}filter: $filter) { key label { en th } time count } }`,
      { filter },
    )
  )[field];
}

/** Every row of a list, page by page. */
async function rows<R>(list: string, filterType: string, filter: object | null, fields: string): Promise<R[]> {
  const found: R[] = [];
  for (let after: string | null = null; ;) {
    const data = await read(
      `query ($filter: ${filterType}, $after: String) { ${list}(filter: $filter, first: 100, after: $after) { nodes { ${fields} } pageInfo { hasNextPage endCursor } } }`,
      { filter, after },
    );
    found.push(...data[list].nodes);
    if (!data[list].pageInfo.hasNextPage) return found;
    after = data[list].pageInfo.endCursor;
  }
}

/** How often each key is held: a row counts once for each of its distinct keys, and under NONE without any. */
function counted<R>(list: readonly R[], keysOf: (row: R) => ReadonlyArray<string | null>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const row of list) {
    const keys = [...new Set(keysOf(row).map((key) => key ?? 'NONE'))];
    for (const key of keys.length === 0 ? ['NONE'] : keys) counts[key] = (counts[key] ?? 0) + 1;
  }
  return counts;
}

/** The bars that hold anything. */
function filled(found: readonly Bar[]): Record<string, number> {
  return Object.fromEntries(found.filter(({ count }) => count > 0).map(({ key, count }) => [key, count]));
}

const optional = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
const some = (vocabulary: Record<string, string>) =>
  optional(fc.subarray(Object.values(vocabulary), { minLength: 1, maxLength: 4 }));
/** Each property asks the database; few filters at random suffice beside the fixed ones. */
const RUNS = { numRuns: 15 };

describe('partners', () => {
  test('are counted by kind, with every kind labelled in both languages', async () => {
    const found = await bars('partnerStats', 'PartnerFilter', 'groupBy: KIND');
    expect(Object.fromEntries(found.map(({ key, count }) => [key, count]))).toEqual({
      GOVERNMENT: 21,
      CORPORATE: 18,
      ACADEMIC: 6,
      MULTILATERAL: 5,
      NGO: 6,
      CITY_DEVELOPMENT_COMPANY: 3,
      NETWORK: 2,
    });
    expect(found.map(({ key }) => key)).toEqual(Object.keys(PartnerKind));
    for (const { label } of found) expect([label.en, label.th].every((word) => word)).toBe(true);
  });

  test('with a filter that nothing matches are 0 in every group', async () => {
    const found = await bars('partnerStats', 'PartnerFilter', 'groupBy: ROLE', { countryCode: 'LA' });
    expect(found.map(({ key, count }) => [key, count])).toEqual(Object.keys(PartnerRoleKind).map((key) => [key, 0]));
  });

  test('are counted by country under the country’s name, those of none last', async () => {
    const found = await bars('partnerStats', 'PartnerFilter', 'groupBy: COUNTRY');
    expect(found.find(({ key }) => key === 'TH')?.label).toEqual({ en: 'Thailand', th: 'ไทย' });
    expect(found.at(-1)).toMatchObject({ key: 'NONE', label: { en: 'None', th: 'ไม่มีข้อมูล' } });
  });

  type Row = {
    roles: Array<{ role: string; programme: { id: string } }>;
  };
  const filters = fc.record(
    {
      kind: some(PartnerKind),
      countryCode: optional(fc.constantFrom('TH', 'US', 'LA')),
      isUnit: optional(fc.boolean()),
      programme: optional(fc.constantFrom('city-possible', 'depa-smart-city')),
      role: some(PartnerRoleKind),
    },
    { requiredKeys: [] },
  );

  test.each(['PROGRAMME', 'ROLE'])('by %s equal the counts of the list, for any filter', async (groupBy) => {
    await fc.assert(
      fc.asyncProperty(filters, async (filter) => {
        const list = await rows<Row>('partners', 'PartnerFilter', filter, 'roles { role programme { id } }');
        const spokenOf = ({ roles }: Row) =>
          roles.filter(
            ({ role, programme }) =>
              (!filter.role || filter.role.includes(role)) && (!filter.programme || programme.id === filter.programme),
          );
        const keysOf: Record<string, (row: Row) => Array<string | null>> = {
          PROGRAMME: (row) => spokenOf(row).map(({ programme }) => programme.id),
          ROLE: (row) => spokenOf(row).map(({ role }) => role),
        };
        expect(filled(await bars('partnerStats', 'PartnerFilter', `groupBy: ${groupBy}`, filter))).toEqual(
          counted(list, keysOf[groupBy]!),
        );
      }),
      RUNS,
    );
  });
});

describe('solutions', () => {
  type Row = {
    deployments: { nodes: Array<{ stage: string; city: { id: string } }> };
  };
  const filters = fc.record(
    {
      kind: some(SolutionKind),
      dimension: some(Dimension),
      addresses: optional(fc.constantFrom(['CITIZEN_VOICE'], ['FLOOD_AND_DISASTER', 'PUBLIC_SAFETY'])),
      stage: some(Stage),
      deployedIn: optional(fc.constantFrom('th-phuket', 'th-rayong', 'us-honolulu')),
    },
    { requiredKeys: [] },
  );

  test.each(['STAGE', 'DEPLOYMENT_STAGE'])('by %s equal the counts of the list, for any filter', async (groupBy) => {
    await fc.assert(
      fc.asyncProperty(filters, async (filter) => {
        const list = await rows<Row>(
          'solutions',
          'SolutionFilter',
          filter,
          'deployments(first: 100) { nodes { stage city { id } } }',
        );
        const stages = ({ deployments }: Row) =>
          deployments.nodes
            .filter(
              ({ stage, city }) =>
                (!filter.stage || filter.stage.includes(stage)) &&
                (!filter.deployedIn || city.id === filter.deployedIn),
            )
            .map(({ stage }) => stage);
        const expected =
          groupBy === 'DEPLOYMENT_STAGE' ? counted(list.flatMap(stages), (stage) => [stage]) : counted(list, stages);
        expect(filled(await bars('solutionStats', 'SolutionFilter', `groupBy: ${groupBy}`, filter))).toEqual(expected);
      }),
      RUNS,
    );
  });

  test('by challenge show every challenge under its name in both languages, also without a solution', async () => {
    const found = await bars('solutionStats', 'SolutionFilter', 'groupBy: CHALLENGE', { ids: ['mastercard-city-key'] });
    const { data } = await cities.ask('{ challenges(first: 100) { nodes { code name { en th } } } }');
    expect(found.map(({ key, label }) => ({ code: key, name: label }))).toEqual(
      data.challenges.nodes.sort((a: { code: string }, b: { code: string }) => (a.code < b.code ? -1 : 1)),
    );
    expect(found.some(({ count }) => count === 0)).toBe(true);
  });

  test('City Key stands at LIVE in three cities and is tried out in one', async () => {
    const found = await bars('solutionStats', 'SolutionFilter', 'groupBy: DEPLOYMENT_STAGE', {
      ids: ['mastercard-city-key'],
    });
    expect(found.map(({ key }) => key)).toEqual(Object.keys(Stage));
    expect(filled(found)).toEqual({ LIVE: 3, PILOT: 1 });
  });
});

test('each chart costs one aggregation, and one read of its groups where they are open', async () => {
  await read(
    '{ a: partnerStats(groupBy: KIND) { count } b: solutionStats(groupBy: STAGE) { count } c: agreementStats(groupBy: KIND, bucket: YEAR) { count } }',
  );
  expect(partners.commands).toEqual(['aggregate', 'aggregate', 'aggregate']);
  partners.forget();
  await read(
    '{ a: partnerStats(groupBy: COUNTRY) { count } b: partnerStats(groupBy: PROGRAMME) { count } c: solutionStats(groupBy: CHALLENGE) { count } }',
  );
  expect([...partners.commands].sort()).toEqual(['aggregate', 'aggregate', 'aggregate', 'distinct', 'find']);
});

describe('gaps of the cohort of 2020', () => {
  const TOLD = 'memberCities { id membershipKeys { programmeId cohortId sponsorPartnerId } }';
  const cohort = { __typename: 'Cohort', id: 'THAI_2020' };

  async function ask(selection: string) {
    const [told] = await cities.entities(`... on Cohort { ${TOLD} }`, [cohort]);
    partners.forget();
    const [answer] = await partners.entities(`... on Cohort { ${selection} }`, [{ ...cohort, ...told }]);
    return answer;
  }

  test('24 of the 27 have no Chief Smart City Officer on file, told by one read', async () => {
    const { citiesWithoutOfficer } = await ask('citiesWithoutOfficer(first: 100) { totalCount nodes { city { id } } }');
    expect(citiesWithoutOfficer.totalCount).toBe(24);
    const without = citiesWithoutOfficer.nodes.map(({ city }: { city: { id: string } }) => city.id);
    for (const id of ['th-chiang-mai', 'th-khon-kaen', 'th-phuket']) expect(without).not.toContain(id);
    expect(without).toEqual([...without].sort());
    expect(partners.commands).toEqual(['find']);
  });

  test('the cities without a partner are those that the partners’ own list does not name', async () => {
    const { citiesWithoutPartner, partners: linked } = await ask(
      'citiesWithoutPartner(first: 100) { totalCount nodes { city { id } } } partners(direct: true, first: 100) { nodes { cities { id } } }',
    );
    const named = new Set(
      linked.nodes.flatMap((node: { cities: Array<{ id: string }> }) => node.cities.map(({ id }) => id)),
    );
    const without = citiesWithoutPartner.nodes.map(({ city }: { city: { id: string } }) => city.id);
    expect(without.length + named.size).toBe(27);
    expect(without.filter((id: string) => named.has(id))).toEqual([]);
    expect(without.length).toBeGreaterThan(0);
  });

  test('none is without the programmes that all of them belong to', async () => {
    expect((await ask('citiesWithoutPartner(direct: false) { totalCount }')).citiesWithoutPartner).toEqual({
      totalCount: 0,
    });
  });

  test('a dimension without a project is one that the city works on and no solution in it serves', async () => {
    const ids = ['th-yala', 'th-phuket', 'th-khon-kaen'];
    const told = await cities.entities(
      '... on City { dimensions { dimension } }',
      ids.map((id) => ({ __typename: 'City', id })),
    );
    const found = await partners.entities(
      '... on City { dimensionsWithoutProject deployments(first: 100) { nodes { stage solution { dimensions } } } }',
      ids.map((id, at) => ({ __typename: 'City', id, ...told[at] })),
    );
    for (const [at, { dimensionsWithoutProject, deployments }] of found.entries()) {
      const served = new Set(
        deployments.nodes
          .filter(({ stage }: { stage: string }) => stage !== 'STOPPED')
          .flatMap(({ solution }: { solution: { dimensions: string[] } }) => solution.dimensions),
      );
      const claimed: string[] = told[at].dimensions.map(({ dimension }: { dimension: string }) => dimension);
      expect([...dimensionsWithoutProject].sort()).toEqual(
        claimed.filter((dimension) => !served.has(dimension)).sort(),
      );
    }
    expect(found.some(({ dimensionsWithoutProject }) => dimensionsWithoutProject.length > 0)).toBe(true);
  });
});
