import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { buildSchemaOf } from '../../subgraphs/runtime/schema/schema.js';
import { getNamedType, isInputObjectType, type GraphQLInputObjectType } from 'graphql';
import { subgraphs } from '../../subgraphs/index.js';
import { askFresh } from '../freshness/follow-changes.js';
import { startGraph, type RunningGraph } from '../graph.js';

type Filter = Readonly<Record<string, unknown>>;

/** By the field of the root that takes the filter: conditions, each of which some records fit and others do not. */
const CONDITIONS: Readonly<Record<string, readonly Filter[]>> = {
  cities: [
    { region: ['SOUTH'] },
    { furthestStatus: ['DESIGNATED'] },
    { challenge: ['PUBLIC_SAFETY', 'MOBILITY_AND_CONGESTION'] },
    { programme: 'city-possible' },
    { lacking: ['POPULATION'], region: ['NORTH', 'SOUTH'] },
    { ids: ['th-yala', 'th-phuket', 'us-honolulu'] },
    { excludeIds: ['th-yala', 'th-phuket'] },
  ],
  events: [
    { kind: ['WORKSHOP', 'COURSE'] },
    { city: 'th-yala' },
    { city: 'th-phuket', role: ['SPEAKER', 'ATTENDEE'] },
    { undated: true },
    { within: { from: '2019-01-01', to: '2020-12-31' } },
    { excludeIds: ['event-csco-course'] },
  ],
  partners: [
    { kind: ['GOVERNMENT'] },
    { countryCode: 'TH' },
    { programme: 'city-possible' },
    { programme: 'city-possible', role: ['FOUNDER'] },
    { excludeIds: ['depa', 'mastercard'] },
  ],
  solutions: [
    { addresses: ['PUBLIC_SAFETY'] },
    { stage: ['PILOT'] },
    { owner: 'mastercard' },
    { deployedIn: 'th-phuket' },
  ],
  agreements: [{ city: 'th-phuket' }, { partner: 'depa' }, { kind: ['MOU'] }],
  people: [{ organisation: 'depa' }, { city: 'th-yala', officeKind: ['MAYOR'] }],
  programmes: [{ owner: 'depa' }, { kind: ['CITY_NETWORK'] }],
};

let graph: RunningGraph;
beforeAll(async () => {
  graph = await startGraph();
}, 60_000);
afterAll(async () => {
  await graph?.close();
});

/** Every filter input of the subgraphs, with the field of the root that takes it. */
const FILTERS = subgraphs.flatMap((subgraph) =>
  Object.values(buildSchemaOf(subgraph).schema.getQueryType()!.getFields()).flatMap((field) => {
    const type = getNamedType(field.args.find(({ name }) => name === 'filter')?.type);
    const isList = field.args.some(({ name }) => name === 'after');
    return isList && isInputObjectType(type) ? [{ subgraph: subgraph.name, field: field.name, type }] : [];
  }),
);

function subgraphOf(field: string) {
  return graph.subgraphs.get(FILTERS.find((filter) => filter.field === field)!.subgraph)!;
}

async function ask(field: string, filter: Filter | null, language = 'en') {
  const type = FILTERS.find((one) => one.field === field)!.type.name;
  return subgraphOf(field).ask(
    `query ($filter: ${type}) { list: ${field}(filter: $filter, first: 100) { nodes { id } totalCount } rest: ${field}(filter: $filter, first: 100, offset: 100) { nodes { id } } }`,
    { filter },
    { language },
  );
}

async function idsOf(field: string, filter: Filter | null): Promise<string[]> {
  const { data, errors } = await ask(field, filter);
  expect(errors).toBeUndefined();
  const nodes: Array<{ id: string }> = [...data.list.nodes, ...data.rest.nodes];
  expect(nodes).toHaveLength(data.list.totalCount);
  return nodes.map(({ id }) => id);
}

test('every filter of a list has and, or and not of its own kind, and leaves out ids', () => {
  expect(FILTERS.map(({ field }) => field).sort()).toEqual(Object.keys(CONDITIONS).sort());
  for (const { type } of FILTERS) {
    const typeOf = (name: string) => String((type as GraphQLInputObjectType).getFields()[name]?.type);
    expect(['ids', 'excludeIds', 'and', 'or', 'not'].map(typeOf)).toEqual([
      '[ID!]',
      '[ID!]',
      `[${type.name}!]`,
      `[${type.name}!]`,
      type.name,
    ]);
  }
});

/** A filter with others in it, and which records fit it: told by sets of those that fit its parts. */
interface Tree {
  filter: Filter;
  fits(sets: ReadonlyMap<Filter, ReadonlySet<string>>, id: string): boolean;
}

function nestedIn({ and = [], or = [], not }: Filter): number {
  const nested = [...(and as Filter[]), ...(or as Filter[]), ...(not ? [not as Filter] : [])];
  return nested.reduce((sum, each) => sum + 1 + nestedIn(each), 0);
}

function trees(conditions: readonly Filter[]): fc.Arbitrary<Tree> {
  const leaf = fc.constantFrom(...conditions).map((filter): Tree => ({
    filter,
    fits: (sets, id) => sets.get(filter)!.has(id),
  }));
  const above = (below: fc.Arbitrary<Tree>): fc.Arbitrary<Tree> =>
    fc
      .record({
        own: fc.option(leaf),
        and: fc.option(fc.array(below, { maxLength: 1 })),
        or: fc.option(fc.array(below, { maxLength: 2 })),
        not: fc.option(below),
      })
      .map(({ own, and, or, not }) => ({
        filter: {
          ...own?.filter,
          ...(and && { and: and.map(({ filter }) => filter) }),
          ...(or && { or: or.map(({ filter }) => filter) }),
          ...(not && { not: not.filter }),
        },
        fits: (sets, id) =>
          (own?.fits(sets, id) ?? true) &&
          (and?.every((each) => each.fits(sets, id)) ?? true) &&
          (or?.some((each) => each.fits(sets, id)) ?? true) &&
          !(not?.fits(sets, id) ?? false),
      }));
  return above(above(above(leaf))).filter(({ filter }) => nestedIn(filter) <= 50);
}

describe.each(Object.entries(CONDITIONS))('%s', (field, conditions) => {
  test('with nested filters are those that fit by the sets of each condition', async () => {
    const all = await idsOf(field, null);
    const sets = new Map<Filter, ReadonlySet<string>>();
    for (const condition of conditions) {
      const ids = await idsOf(field, condition);
      sets.set(condition, new Set(ids));
      expect([condition, ids.length > 0 && ids.length < all.length]).toEqual([condition, true]);
    }
    await fc.assert(
      fc.asyncProperty(trees(conditions), async ({ filter, fits }) => {
        expect(await idsOf(field, filter)).toEqual(all.filter((id) => fits(sets, id)));
      }),
      { numRuns: 15, endOnFailure: true },
    );
  }, 60_000);
});

describe('a filter that nests too much', () => {
  const nested = (levels: number): Filter =>
    levels === 0 ? { kind: ['COURSE'] } : { [['and', 'or'][levels % 2]!]: [{}, nested(levels - 1)] };

  test('has three levels at most', async () => {
    expect((await ask('events', { not: nested(2) })).errors).toBeUndefined();
    const { errors } = await ask('events', { not: nested(3) });
    expect(errors[0]).toMatchObject({
      message: '`filter.not.or.1.and.1.or.0` is nested too deep: `and`, `or` and `not` nest at most 3 levels.',
      extensions: { code: 'BAD_USER_INPUT', argument: 'filter.not.or.1.and.1.or.0' },
    });
    const thai = await ask('events', { not: nested(3) }, 'th');
    expect(thai.errors[0].message).toBe(
      '`filter.not.or.1.and.1.or.0` ซ้อนลึกเกินไป: `and` `or` และ `not` ซ้อนกันได้ไม่เกิน 3 ชั้น',
    );
  });

  test('has fifty filters at most', async () => {
    const many = (count: number) => ({ or: Array.from({ length: count }, () => ({ kind: ['COURSE'] })) });
    expect((await ask('events', many(50))).errors).toBeUndefined();
    const { errors } = await ask('events', many(51));
    expect(errors[0]).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', argument: 'filter.or.50' } });
  });

  test('is refused with the path of the value that is wrong', async () => {
    const tooMany = Array.from({ length: 101 }, (_, at) => `event-${at}`);
    const { errors } = await ask('events', { and: [{}, { not: { excludeIds: tooMany } }] });
    expect(errors[0]).toMatchObject({
      extensions: { code: 'BAD_USER_INPUT', argument: 'filter.and.1.not.excludeIds' },
    });
  });
});

describe('an id in a filter', () => {
  test.each<[string, string, string]>([
    ['cities(filter: { ids: ["th-yala", "th-nowhere"] }) { totalCount }', 'city "th-nowhere"', 'filter.ids.1'],
    ['cities(filter: { excludeIds: ["th-nowhere"] }) { totalCount }', 'city "th-nowhere"', 'filter.excludeIds.0'],
    ['cities(filter: { cohort: "THAI_1920" }) { totalCount }', 'cohort "THAI_1920"', 'filter.cohort'],
    ['cities(filter: { provinceCode: "TH-00" }) { totalCount }', 'province "TH-00"', 'filter.provinceCode'],
    ['cities(filter: { programme: "city-possibly" }) { totalCount }', 'programme "city-possibly"', 'filter.programme'],
    [
      'cityStats(groupBy: REGION, filter: { challenge: ["PEACE"] }) { count }',
      'challenge "PEACE"',
      'filter.challenge.0',
    ],
    [
      'events(filter: { or: [{}, { not: { city: "th yala" } }] }) { totalCount }',
      'city "th yala"',
      'filter.or.1.not.city',
    ],
    [
      'solutions(filter: { addresses: ["PUBLIC_SAFETY", "PEACE"] }) { totalCount }',
      'challenge "PEACE"',
      'filter.addresses.1',
    ],
    ['agreements(filter: { partner: "nobody" }) { totalCount }', 'partner "nobody"', 'filter.partner'],
    ['city(id: "th-yala") { events(filter: { person: "nobody" }) { totalCount } }', 'person "nobody"', 'filter.person'],
  ])('is named when it exists nowhere: %s', async (field, called, argument) => {
    const { data, errors, extensions } = (await graph.gateway.query(`{ ${field} }`)).body;
    const message = `There is no ${called}.`;
    expect(errors).toMatchObject([{ message, extensions: { code: 'NOT_FOUND', argument } }]);
    expect(extensions.missing).toMatchObject([{ code: 'NOT_FOUND', reason: message }]);
    expect(JSON.stringify(data)).toMatch(/:null\b/);
  });

  test('that no record of the list names is looked for at its owner, and no other', async () => {
    graph.forget();
    const found = await graph.read(`{
      named: events(filter: { city: "th-phuket" }) { totalCount }
      unnamed: events(filter: { city: "th-lampang", partner: "depa" }) { totalCount }
    }`);
    expect(found.named.totalCount).toBeGreaterThan(0);
    expect(found.unnamed.totalCount).toBe(0);
    const asked = graph.subgraphs.get('cities')!.fetches.slice();
    expect(asked.map(({ variables }) => variables)).toEqual([
      { representations: [{ __typename: 'City', id: 'th-lampang' }] },
    ]);
    const events = graph.subgraphs.get('events')!;
    const { reads } = await askFresh(events, '{ events(filter: { city: "th-lampang" }) { totalCount } }');
    expect(reads).toEqual({ events: { 'events.cityIds': ['th-lampang'] }, cities: { cities: ['th-lampang'] } });
  });

  test('of a record that was withdrawn is one that exists', async () => {
    const admin = { caller: { id: 'admin', roles: ['network-admin'] } };
    const partners = graph.subgraphs.get('partners')!;
    const withdrawal =
      'mutation { withdrawPartner(input: { idempotencyKey: "filters-1", partnerId: "rmit", why: "It was registered twice." }) { id } }';
    expect((await partners.ask(withdrawal, {}, admin)).errors).toBeUndefined();
    expect(
      await graph.read(
        '{ partners(filter: { ids: ["rmit"] }) { totalCount } events(filter: { partner: "rmit" }) { totalCount } }',
      ),
    ).toMatchObject({ partners: { totalCount: 0 } });
  });

  test('that its owner cannot be asked about is filtered by, and listed as missing', async () => {
    const query = `{
      mine: events(filter: { city: "th-nowhere" }) { totalCount }
      named: events(filter: { city: "th-phuket" }) { totalCount }
      partner(id: "depa") { hosted: hostedEvents(filter: { not: { city: "th-nowhere" } }) { totalCount } }
    }`;
    const cities = graph.subgraphs.get('cities')!;
    await cities.kill();
    const [english, thai] = [
      await graph.gateway.query(query),
      await graph.gateway.query(query, {}, { 'accept-language': 'th' }),
    ];
    await cities.revive();
    expect(english.body.errors).toBeUndefined();
    expect(english.body.data.mine).toEqual({ totalCount: 0 });
    expect(english.body.data.partner.hosted.totalCount).toBeGreaterThan(0);
    const reason = 'Whether there is a city "th-nowhere" cannot be checked now: the list is filtered as asked.';
    const entry = { subgraph: 'cities', code: 'NOT_CHECKED', reason };
    expect(english.body.extensions.missing).toEqual([
      { path: ['mine'], ...entry },
      { path: ['partner', 'hosted'], ...entry },
    ]);
    expect(thai.body.extensions.missing[0].reason).toBe(
      'ขณะนี้ตรวจสอบไม่ได้ว่ามีเมือง "th-nowhere" หรือไม่ จึงแสดงผลตามตัวกรองที่ระบุ',
    );
    const after = await graph.gateway.query(query);
    expect(after.body.errors).toMatchObject([
      { path: ['mine'], extensions: { code: 'NOT_FOUND' } },
      { path: ['partner', 'hosted'], extensions: { code: 'NOT_FOUND' } },
    ]);
  });
});
