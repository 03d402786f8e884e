import 'reflect-metadata';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { growSubgraph } from '../../scripts/seed/invented/grow-subgraph.js';
import { CityGroup } from '../../subgraphs/cities/statistics/city-stats.resolver.js';
import { CityLack } from '../../subgraphs/cities/city/city-lack.js';
import { cities } from '../../subgraphs/cities/index.js';
import { AreaKind, CityStatus, ListGroup } from '../../subgraphs/cities/vocabulary/vocabulary.js';
import { Region } from '../../subgraphs/domain/vocabulary/region.js';
import { calendarSpans, type CalendarUnit } from '../../subgraphs/domain/dates/calendar-spans.js';
import { Dimension } from '../../subgraphs/domain/vocabulary/dimension.js';
import { openDatabase } from '../../subgraphs/runtime/database/database.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';

let real: RunningSubgraph;
let grown: RunningSubgraph;
beforeAll(async () => {
  const subgraph = cities as unknown as Subgraph;
  [real, grown] = [await startSubgraph(subgraph), await startSubgraph(subgraph)];
  const database = openDatabase({ uri: process.env['TEST_MONGODB_URI']!, name: grown.databaseName, isPatient: true });
  await database.connected();
  await growSubgraph(database, subgraph, 150);
  await database.close();
});
afterAll(async () => {
  await real?.close();
  await grown?.close();
});

interface Bar {
  key: string;
  count: number;
  time: string | null;
  label: { en: string; th: string };
}

async function ask(subgraph: RunningSubgraph, query: string, variables: Record<string, unknown> = {}) {
  const { data, errors } = await subgraph.ask(query, variables);
  expect(errors).toBeUndefined();
  return data;
}

async function bars(subgraph: RunningSubgraph, groupBy: string | null, filter: object | null = null): Promise<Bar[]> {
  return (
    await ask(
      subgraph,
      'query ($groupBy: CityGroup, $filter: CityFilter) { cityStats(groupBy: $groupBy, filter: $filter) { key count time label { en th } } }',
      { groupBy, filter },
    )
  ).cityStats;
}

const counted = (of: Bar[]) => Object.fromEntries(of.map(({ key, count }) => [key, count]));

describe('cities counted by a group', () => {
  test('the 27 by region, with the regions that have none', async () => {
    const regions = await bars(real, 'REGION', { cohort: 'THAI_2020' });
    expect(counted(regions)).toEqual({
      NORTH: 6,
      NORTHEAST: 5,
      CENTRAL: 2,
      EAST: 6,
      SOUTH: 8,
      BANGKOK: 0,
      ...Object.fromEntries(
        Object.keys(Region)
          .slice(6)
          .map((region) => [region, 0]),
      ),
    });
    expect(regions.map(({ key }) => key)).toEqual(Object.keys(Region));
    expect(regions[0]!.label).toEqual({ en: 'North', th: 'ภาคเหนือ' });
  });

  test('the 27 by province are 22, by name', async () => {
    const provinces = await bars(real, 'PROVINCE', { cohort: 'THAI_2020' });
    expect(provinces.filter(({ count }) => count > 0)).toHaveLength(22);
    expect(provinces.find(({ key }) => key === 'TH-95')).toEqual({
      key: 'TH-95',
      count: 1,
      time: null,
      label: { en: 'Yala', th: 'ยะลา' },
    });
  });

  test.each([
    ['PROVINCE', '{ provinces(first: 100) { totalCount nodes { key: code name { en th } } } }', 'provinces'],
    ['CHALLENGE', '{ challenges(first: 100) { totalCount nodes { key: code name { en th } } } }', 'challenges'],
    ['COHORT', '{ cohorts(first: 100) { totalCount nodes { key: id name { en th } } } }', 'cohorts'],
  ])('by %s include every group with its name, also those without a city', async (group, query, list) => {
    const found = await bars(real, group, { ids: ['th-mahatai'] });
    const { [list]: all } = await ask(real, query);
    expect(all.totalCount).toBeLessThanOrEqual(100);
    expect(found.filter(({ key }) => key !== 'NONE').map(({ key, label }) => [key, label])).toEqual(
      all.nodes
        .map(({ key, name }: { key: string; name: object }) => [key, name])
        .sort(([a]: [string], [b]: [string]) => (a < b ? -1 : 1)),
    );
    expect(found.some(({ key, count }) => key !== 'NONE' && count === 0)).toBe(true);
    expect(found.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(0);
  });

  test('by country include every country with a city, with its name in both languages', async () => {
    const found = await bars(real, 'COUNTRY', { ids: ['th-yala'] });
    expect(found.length).toBeGreaterThan(10);
    expect(found.find(({ key }) => key === 'TH')).toMatchObject({ count: 1, label: { en: 'Thailand', th: 'ไทย' } });
    expect(found.find(({ key }) => key === 'CZ')).toMatchObject({
      count: 0,
      label: { en: 'Czechia', th: expect.stringMatching(/[ก-๙]/) },
    });
  });

  test('by programme include every joined programme; while its subgraph is down, with kind and id as label', async () => {
    const found = await bars(real, 'PROGRAMME', { ids: ['th-yala'] });
    expect(found.map(({ key, count }) => [key, count])).toContainEqual(['usascp-wise', 0]);
    expect(found.map(({ key }) => key)).not.toContain('NONE');
    expect(found.find(({ key }) => key === 'city-possible')).toMatchObject({
      count: 1,
      label: { en: 'Programme (city-possible)', th: 'โครงการ (city-possible)' },
    });
  });

  test('the 27 by furthest status are 15 designated, 7 promotion zones and 5 with a plan', async () => {
    expect(counted(await bars(real, 'FURTHEST_STATUS', { cohort: 'THAI_2020' }))).toMatchObject({
      DESIGNATED: 15,
      PROMOTION_ZONE: 7,
      PLAN_SUBMITTED: 5,
      RENEWED: 0,
    });
  });

  test('cohorts have their known sizes', async () => {
    const sizes = counted(await bars(real, 'COHORT', { programme: 'city-possible' }));
    expect(sizes['THAI_2020']).toBe(27);
  });

  test('without a group there is one number', async () => {
    expect(await bars(real, null, { cohort: 'THAI_2020' })).toEqual([
      { key: 'ALL', count: 27, time: null, label: { en: 'All', th: 'ทั้งหมด' } },
    ]);
  });

  test('of the 27 eight lack a challenge', async () => {
    expect(counted(await bars(real, 'LACK', { cohort: 'THAI_2020' }))).toMatchObject({ CHALLENGE: 8, PLAN: 0 });
    const { cities: lacking } = await ask(
      real,
      '{ cities(filter: { cohort: "THAI_2020", lacking: [CHALLENGE] }) { totalCount nodes { id lacks challenges { basis { en } } } } }',
    );
    expect(lacking.totalCount).toBe(8);
    for (const city of lacking.nodes)
      expect(city).toMatchObject({ lacks: expect.arrayContaining(['CHALLENGE']), challenges: [] });
  });

  const LIST_OF: Record<string, (key: string) => object> = {
    REGION: (key) => ({ region: [key] }),
    PROVINCE: (key) => ({ provinceCode: key }),
    COUNTRY: (key) => ({ countryCode: key }),
    KIND: (key) => ({ kind: [key] }),
    LIST_GROUP: (key) => ({ listGroup: [key] }),
    FURTHEST_STATUS: (key) => ({ furthestStatus: [key] }),
    DIMENSION: (key) => ({ dimension: [key] }),
    CHALLENGE: (key) => ({ challenge: [key] }),
    PROGRAMME: (key) => ({ programme: key }),
    COHORT: (key) => ({ cohort: key }),
    LACK: (key) => ({ lacking: [key] }),
  };

  test('equal the counts of the lists, for any filter and group', async () => {
    const some = (of: object) => fc.subarray(Object.keys(of), { minLength: 1, maxLength: 4 });
    const filters = fc.record(
      {
        region: some(Region),
        kind: some(AreaKind),
        listGroup: some(ListGroup),
        dimension: some(Dimension),
        furthestStatus: some(CityStatus),
        lacking: some(CityLack),
        countryCode: fc.constantFrom('TH', 'US'),
        programme: fc.constantFrom('city-possible', 'delgosea', 'depa-smart-city'),
        challenge: fc.subarray(['PUBLIC_SAFETY', 'FLOOD_AND_DISASTER', 'CITIZEN_VOICE'], { minLength: 1 }),
        reached: fc.record(
          { status: fc.constantFrom(...Object.keys(CityStatus)), by: fc.constantFrom('2021-12-31', '2023-06-30') },
          { requiredKeys: ['status'] },
        ),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(filters, fc.constantFrom(...Object.keys(CityGroup)), async (filter, group) => {
        const path = Object.keys(LIST_OF[group]!(''))[0]!;
        const { [path as keyof typeof filter]: _own, ...others } = filter;
        const buckets = (await bars(grown, group, others)).filter(({ key }) => key !== 'NONE');
        if (buckets.length === 0) return;
        const lists = buckets.map((_bucket, index) => `list${index}: cities(filter: $filter${index}) { totalCount }`);
        const variables = Object.fromEntries(
          buckets.map(({ key }, index) => [`filter${index}`, { ...others, ...LIST_OF[group]!(key!) }]),
        );
        const totals = await ask(
          grown,
          `query (${buckets.map((_, index) => `$filter${index}: CityFilter`).join(', ')}) { ${lists.join(' ')} }`,
          variables,
        );
        expect(counted(buckets)).toEqual(
          Object.fromEntries(buckets.map(({ key }, index) => [key, totals[`list${index}`].totalCount])),
        );
      }),
      { numRuns: 40 },
    );
  });
});

describe('statuses over time', () => {
  const QUERY =
    'query ($status: CityStatus! = DESIGNATED, $bucket: CalendarUnit = YEAR, $from: Instant, $to: Instant, $filter: CityFilter) { cityStatusStats(status: $status, bucket: $bucket, from: $from, to: $to, filter: $filter) { key time count label { en th } } }';
  const over = async (subgraph: RunningSubgraph, variables: Record<string, unknown>): Promise<Bar[]> =>
    (await ask(subgraph, QUERY, variables)).cityStatusStats;

  test('designations by year, with the years that have none', async () => {
    const years = await over(real, { from: '2019-06-01', to: '2026-01-01' });
    expect(years.map(({ key, label, count }) => [key, label.th, count])).toEqual([
      ['2019', '2562', 0],
      ['2020', '2563', 0],
      ['2021', '2564', 15],
      ['2022', '2565', 15],
      ['2023', '2566', 6],
      ['2024', '2567', 0],
      ['2025', '2568', 1],
    ]);
    expect(years[2]).toMatchObject({ time: '2020-12-31T17:00:00.000Z' });
  });

  test('equal the counts of the lists of cities that reached it', async () => {
    const argument = fc.record({
      status: fc.constantFrom(...Object.keys(CityStatus)),
      bucket: fc.constantFrom('YEAR', 'QUARTER', 'MONTH'),
      year: fc.integer({ min: 2019, max: 2024 }),
      filter: fc.record({ region: fc.subarray(Object.keys(Region), { minLength: 1 }) }, { requiredKeys: [] }),
    });
    await fc.assert(
      fc.asyncProperty(argument, async ({ status, bucket, year, filter }) => {
        const spans = [...calendarSpans(bucket as CalendarUnit, `${year}-01-01`, `${year}-12-31`)];
        const found = await over(grown, { status, bucket, from: `${year}-01-01`, to: `${year + 1}-01-01`, filter });
        const dayBefore = (day: string) => new Date(Date.parse(day) - 1).toISOString().slice(0, 10);
        const ends = [dayBefore(spans[0]!.first), ...spans.map(({ next }) => dayBefore(next))];
        const totals = await ask(
          grown,
          `query (${ends.map((_, index) => `$f${index}: CityFilter`).join(', ')}) { ${ends.map((_, index) => `l${index}: cities(filter: $f${index}) { totalCount }`).join(' ')} }`,
          Object.fromEntries(ends.map((by, index) => [`f${index}`, { ...filter, reached: { status, by } }])),
        );
        expect(found.map(({ count }) => count)).toEqual(
          spans.map((_, index) => totals[`l${index + 1}`].totalCount - totals[`l${index}`].totalCount),
        );
      }),
      { numRuns: 25 },
    );
  });
});

describe.each(['LOW', 'MEDIUM', 'HIGH'])('statuses supported by %s or better', (minimum) => {
  const DAY = '2022-12-31';
  interface Listed {
    id: string;
    furthestStatus: string | null;
    statusOn: { status: string | null };
    statusHistory: Array<{
      status: string;
      confidence: string;
      on: { latest: string } | null;
      notAfter: { latest: string } | null;
    }>;
  }
  let listed: Listed[];
  beforeAll(async () => {
    listed = [];
    for (const offset of [0, 100]) {
      const { cities: page } = await ask(
        real,
        `query ($offset: Int) { cities(first: 100, offset: $offset) { nodes { id furthestStatus(minConfidence: ${minimum}) statusOn(date: "${DAY}", minConfidence: ${minimum}) { status } statusHistory { status confidence on { latest } notAfter { latest } } } } }`,
        { offset },
      );
      listed.push(...page.nodes);
    }
  });
  const counts = ({ confidence }: { confidence: string }) =>
    confidence === 'HIGH' || minimum === 'LOW' || confidence === minimum;

  test('are the same in the list, the chart and the history', async () => {
    for (const status of ['PROMOTION_ZONE', 'PLAN_APPROVED', 'DESIGNATED']) {
      const reached = `status: ${status}, minConfidence: ${minimum}`;
      const { ever, then, chart, before } = await ask(
        real,
        `{ ever: cities(filter: { reached: { ${reached} } }, first: 100) { nodes { id } }
           then: cities(filter: { reached: { ${reached}, by: "${DAY}" } }, first: 100) { nodes { id } }
           chart: cityStatusStats(${reached}) { count } before: cityStatusStats(${reached}, to: "2023-01-01") { count } }`,
      );
      const entries = (city: Listed) => city.statusHistory.filter((entry) => entry.status === status && counts(entry));
      const isBy = ({ on, notAfter }: Listed['statusHistory'][number]) =>
        [on, notAfter].some((date) => date !== null && date.latest <= DAY);
      const ids = (of: Array<{ id: string }>) => of.map(({ id }) => id).sort();
      expect(ids(ever.nodes)).toEqual(ids(listed.filter((city) => entries(city).length > 0)));
      expect(ids(then.nodes)).toEqual(ids(listed.filter((city) => entries(city).some(isBy))));
      expect([chart[0].count, before[0].count]).toEqual([ever.nodes.length, then.nodes.length]);
    }
  });

  test('are the same as the furthest one and the one on a day', () => {
    const isDated = ({ on, notAfter }: Listed['statusHistory'][number]) =>
      [on, notAfter].some((date) => date !== null && date.latest <= DAY);
    const settled = listed.filter(({ statusHistory }) => statusHistory.filter(counts).every(isDated));
    expect(settled.length).toBeGreaterThan(50);
    for (const { id, furthestStatus, statusOn } of settled) expect([id, furthestStatus]).toEqual([id, statusOn.status]);
  });
});

test.each([
  ['a list', '{ factGaps(below: HIGH, first: 100, offset: 100) { nodes { kind } } }'],
  ['a search', '{ searchCities(text: "a", first: 100) { match } }'],
  ['a chart', '{ cityStats(groupBy: PROVINCE) { key count } }'],
])('%s gets all rows of a read in one response, because the rest would be lost with its member', async (_of, query) => {
  grown.forget();
  await ask(grown, query);
  expect(grown.commands).not.toContain('getMore');
  expect(grown.commands.length).toBeGreaterThan(0);
});

describe('fact gaps', () => {
  const GAPS =
    'query ($below: Confidence!, $first: Int, $last: Int, $after: String, $before: String, $offset: Int) { factGaps(below: $below, first: $first, last: $last, after: $after, before: $before, offset: $offset) { totalCount nodes { city { id } kind detail confidence conflictGroup source { id } } pageInfo { hasNextPage hasPreviousPage endCursor startCursor } } }';

  test('that contradict each other stand side by side', async () => {
    const { factGaps } = await ask(real, GAPS, { below: 'LOW', first: 100 });
    expect(factGaps.totalCount).toBe(factGaps.nodes.length);
    const yala = factGaps.nodes.filter(({ city }: { city: { id: string } }) => city.id === 'th-yala');
    expect(
      yala.map(
        ({
          kind,
          detail,
          confidence,
          source,
        }: {
          kind: string;
          detail: string;
          confidence: string;
          source: { id: string };
        }) => [kind, detail, confidence, source.id],
      ),
    ).toEqual([
      ['POPULATION', '93558', 'LOW', 'src-geonames'],
      ['POPULATION', '60000', 'MEDIUM', 'src-bkkpost-2000455'],
      ['STATUS', 'CANDIDATE', 'HIGH', 'src-depa-ascn-2019'],
      ['STATUS', 'PROMOTION_ZONE', 'LOW', 'src-seed-article'],
    ]);
  });

  test.each(['LOW', 'MEDIUM', 'HIGH'])(
    'below %s come page by page, forwards and backwards, none lost or doubled',
    async (below) => {
      for (const forward of [true, false]) {
        const seen: object[] = [];
        let cursor: string | null = null;
        let more = true;
        let total = 0;
        while (more) {
          const { factGaps }: { factGaps: { totalCount: number; nodes: object[]; pageInfo: Record<string, never> } } =
            (await ask(real, GAPS, {
              below,
              ...(forward ? { first: 37, after: cursor } : { last: 37, before: cursor }),
            })) as never;
          total = factGaps.totalCount;
          if (forward) seen.push(...factGaps.nodes);
          else seen.unshift(...factGaps.nodes);
          cursor = factGaps.pageInfo[forward ? 'endCursor' : 'startCursor'] as never;
          more = factGaps.pageInfo[forward ? 'hasNextPage' : 'hasPreviousPage'] as never;
        }
        const all = await everyGap(below);
        expect(total).toBe(all.length);
        expect(seen.map((gap) => JSON.stringify(gap))).toEqual(all);
      }
    },
  );

  test('at an offset are those of the list, whole pages of them and beyond its end', async () => {
    const all = await everyGap('HIGH');
    const offsets = [...Array.from({ length: 40 }, (_each, step) => step * 7), all.length - 1, all.length, 10_000];
    for (const offset of offsets) {
      const { factGaps } = await ask(real, GAPS, { below: 'HIGH', first: 5, offset });
      expect({
        offset,
        more: factGaps.pageInfo.hasNextPage,
        nodes: factGaps.nodes.map((gap: object) => JSON.stringify(gap)),
      }).toEqual({ offset, more: offset + 5 < all.length, nodes: all.slice(offset, offset + 5) });
    }
  });

  async function everyGap(below: string): Promise<string[]> {
    const all: string[] = [];
    let after: string | null = null;
    do {
      const { factGaps }: { factGaps: { nodes: object[]; pageInfo: { hasNextPage: boolean; endCursor: string } } } =
        (await ask(real, GAPS, { below, first: 100, after })) as never;
      all.push(...factGaps.nodes.map((gap) => JSON.stringify(gap)));
      after = factGaps.pageInfo.hasNextPage ? factGaps.pageInfo.endCursor : null;
    } while (after);
    return all;
  }
});
