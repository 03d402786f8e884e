import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { THAILAND, today } from '../../subgraphs/domain/dates/today.js';
import { inOffice, isInOffice } from '../../subgraphs/partners/person/in-office.js';
import { systemClock } from '../../subgraphs/runtime/clock.js';
import { buildSchemaOf } from '../../subgraphs/runtime/schema/schema.js';
import mongoose, { type mongo } from 'mongoose';
import {
  coerceInputValue,
  getNamedType,
  isInputObjectType,
  parseValue,
  valueFromASTUntyped,
  type GraphQLInputObjectType,
} from 'graphql';
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
    { near: { lat: 7.88, lon: 98.39, km: 300 } },
    { source: 'src-depa-ascn-2019' },
  ],
  events: [
    { kind: ['WORKSHOP', 'COURSE'] },
    { city: 'th-yala' },
    { city: 'th-phuket', role: ['SPEAKER', 'ATTENDEE'] },
    { undated: true },
    { region: ['SOUTH'] },
    { countryCode: 'US', role: ['ATTENDEE', 'HOST'] },
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
    { deployedInCountry: 'US' },
    { deployedInRegion: ['SOUTH', 'NORTH'], stage: ['PILOT', 'LIVE'] },
  ],
  agreements: [
    { city: 'th-phuket' },
    { partner: 'depa' },
    { kind: ['MOU'] },
    { ended: true },
    { made: { from: '2020-01-01' } },
    { source: 'src-ascn-me-2025' },
  ],
  people: [{ organisation: 'depa' }, { city: 'th-yala', officeKind: ['MAYOR'] }, { inOffice: true }],
  introductions: [
    { kind: ['INSPIRATION'] },
    { fromCity: 'us-honolulu' },
    { toCity: 'th-phuket' },
    { stage: ['INTRODUCED', 'PILOT'] },
    { fromPartner: 'mastercard' },
  ],
  programmes: [{ owner: 'depa' }, { kind: ['CITY_NETWORK'] }],
};

let graph: RunningGraph;
let client: mongo.MongoClient;
beforeAll(async () => {
  graph = await startGraph();
  client = await mongoose.mongo.MongoClient.connect(process.env['TEST_MONGODB_URI'] as string);
}, 60_000);
afterAll(async () => {
  await client?.close();
  await graph?.close();
});

/** Every filter input of the subgraphs, with the field of the root that takes it. */
const FILTERS = subgraphs.flatMap((subgraph) =>
  Object.values(buildSchemaOf(subgraph).schema.getQueryType()!.getFields()).flatMap((field) => {
    const type = getNamedType(field.args.find(({ name }) => name === 'filter')?.type);
    const isList = field.args.some(({ name }) => name === 'after');
    // Its nodes are no records, and the filter is that of `partners`.
    if (field.name === 'partnersByCities') return [];
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

test.each(FILTERS)('the example in the description of not is a filter of $type.name', ({ type }) => {
  const { not } = (type as GraphQLInputObjectType).getFields();
  const example = /`not: (.+?)`/.exec(not!.description!)![1]!;
  expect(() => coerceInputValue(valueFromASTUntyped(parseValue(example)), type)).not.toThrow();
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

describe('a country in a filter', () => {
  test.each([
    ['cities(filter: { countryCode: "th" }) { totalCount }', 'th', 'filter.countryCode'],
    ['cityStats(groupBy: REGION, filter: { not: { countryCode: "XX" } }) { count }', 'XX', 'filter.not.countryCode'],
    [
      'partners(filter: { or: [{}, { countryCode: "Thailand" }] }) { totalCount }',
      'Thailand',
      'filter.or.1.countryCode',
    ],
    ['partners(filter: { countryCode: "" }) { totalCount }', '', 'filter.countryCode'],
    ['events(filter: { countryCode: "thailand" }) { totalCount }', 'thailand', 'filter.countryCode'],
    [
      'eventStats(groupBy: KIND, filter: { and: [{ not: { countryCode: "ZZ" } }] }) { count }',
      'ZZ',
      'filter.and.0.not.countryCode',
    ],
    ['solutions(filter: { not: { deployedInCountry: "UK" } }) { totalCount }', 'UK', 'filter.not.deployedInCountry'],
    ['solution(id: "mastercard-city-key") { deployments(countryCode: "us") { totalCount } }', 'us', 'countryCode'],
  ])('is refused where no country has the code: %s', async (field, code, argument) => {
    const { errors } = (await graph.gateway.query(`{ ${field} }`)).body;
    const message = `\`${argument}\` must be an ISO 3166-1 code of a country, two capital letters such as TH, but got "${code}".`;
    expect(errors).toMatchObject([{ message, extensions: { code: 'BAD_USER_INPUT', argument } }]);
  });
});

describe('an id in a filter, or as an argument of a list', () => {
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
    ['timeline(city: "th-nowhere") { id }', 'city "th-nowhere"', 'city'],
    ['timeline(city: "depa") { id }', 'city "depa"', 'city'],
    ['changesConcerning(id: "nobody") { id }', 'city, partner or programme "nobody"', 'id'],
    ['cohorts(programme: "nothing") { totalCount }', 'programme "nothing"', 'programme'],
    [
      'solution(id: "mastercard-city-key") { introductionTree(from: "nobody") { depth } }',
      'partner or city "nobody"',
      'from',
    ],
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
      solution(id: "mastercard-city-key") { introductionTree(from: "th-nowhere") { depth } }
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
    expect(english.body.data.solution.introductionTree).toEqual([]);
    const byPath = <E extends { path: string[]; reason?: string }>(entries: E[]) =>
      entries.toSorted((a, b) => (a.path.join() < b.path.join() ? -1 : 1));
    const entry = (path: string[], called: string) => ({
      path,
      ...{ subgraph: 'cities', code: 'NOT_CHECKED' },
      reason: `Whether there is a ${called} "th-nowhere" cannot be checked now: the list is filtered as asked.`,
    });
    expect(byPath(english.body.extensions.missing)).toEqual([
      entry(['mine'], 'city'),
      entry(['partner', 'hosted'], 'city'),
      entry(['solution', 'introductionTree'], 'partner or city'),
    ]);
    expect(byPath(thai.body.extensions.missing)[0]!.reason).toBe(
      'ขณะนี้ตรวจสอบไม่ได้ว่ามีเมือง "th-nowhere" หรือไม่ จึงแสดงผลตามตัวกรองที่ระบุ',
    );
    const after = await graph.gateway.query(query);
    expect(byPath(after.body.errors)).toMatchObject([
      { path: ['mine'], extensions: { code: 'NOT_FOUND' } },
      { path: ['partner', 'hosted'], extensions: { code: 'NOT_FOUND' } },
      { path: ['solution', 'introductionTree'], extensions: { code: 'NOT_FOUND' } },
    ]);
  });
});

describe('a country and regions of cities', () => {
  interface Place {
    id: string;
    countryCode: string;
    region: string;
  }
  let places: ReadonlyMap<string, Place>;
  beforeAll(async () => {
    const page = (offset: number) => `cities(first: 100, offset: ${offset}) { nodes { id countryCode region } }`;
    const { a, b } = await graph.read(`{ a: ${page(0)} b: ${page(100)} }`);
    places = new Map([...a.nodes, ...b.nodes].map((place: Place) => [place.id, place]));
  });

  /** Past the gateway, which limits what one operation may ask for. */
  async function everything(field: string, query: string) {
    const { data, errors } = await subgraphOf(field).ask(query);
    expect(errors).toBeUndefined();
    return data;
  }

  test.each<[filter: Filter, fits: (place: Place) => boolean]>([
    [{ region: ['SOUTH', 'EAST'] }, ({ region }) => region === 'SOUTH' || region === 'EAST'],
    [{ countryCode: 'GB' }, ({ countryCode }) => countryCode === 'GB'],
    [{ countryCode: 'TH', region: ['BANGKOK', 'EUROPE'] }, ({ region }) => region === 'BANGKOK'],
    [{ countryCode: 'GB', region: ['SOUTH'] }, () => false],
    [{ region: ['AFRICA'] }, () => false],
    [{ region: [] }, () => false],
    [{ countryCode: 'LA' }, ({ countryCode }) => countryCode === 'LA'],
  ])('choose events by their cities: %j', async (filter, fits) => {
    const { events } = await everything(
      'events',
      `{
      events(first: 100) {
        nodes { id venue { city { id } } participations(first: 100) { nodes { role city { id } } } }
      }
    }`,
    );
    interface Listed {
      id: string;
      venue: { city: { id: string } | null };
      participations: { nodes: Array<{ role: string; city: { id: string } | null }> };
    }
    const isThere = (city: { id: string } | null) => city !== null && fits(places.get(city.id)!);
    const nodes: Listed[] = events.nodes;
    const taking = ({ participations }: Listed) => participations.nodes.filter(({ city }) => isThere(city));
    const idsWhere = (fit: (event: Listed) => boolean) => nodes.filter(fit).map(({ id }) => id);
    const expected = idsWhere((event) => isThere(event.venue.city) || taking(event).length > 0);
    expect(await idsOf('events', filter)).toEqual(expected);
    expect(await idsOf('events', { ...filter, role: ['ATTENDEE'] })).toEqual(
      idsWhere((event) => taking(event).some(({ role }) => role === 'ATTENDEE')),
    );
    const { data } = await subgraphOf('events').ask(
      'query ($filter: EventFilter) { eventStats(groupBy: STATUS, filter: $filter) { count } }',
      { filter },
    );
    const counts: Array<{ count: number }> = data.eventStats;
    expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(expected.length);
  });

  test.each<[area: string, filter: Filter, fits: (place: Place) => boolean]>([
    ['countryCode: "US"', { deployedInCountry: 'US' }, ({ countryCode }) => countryCode === 'US'],
    [
      'countryCode: "TH", region: [SOUTH, EUROPE]',
      { deployedInCountry: 'TH', deployedInRegion: ['SOUTH', 'EUROPE'] },
      ({ region }) => region === 'SOUTH',
    ],
    ['region: [AFRICA]', { deployedInRegion: ['AFRICA'] }, () => false],
    ['countryCode: "LA"', { deployedInCountry: 'LA' }, ({ countryCode }) => countryCode === 'LA'],
  ])('choose deployments by their city: %s', async (area, filter, fits) => {
    const { solutions } = await everything(
      'solutions',
      `{
      solutions(first: 100) {
        nodes {
          id
          all: deployments(first: 50) { nodes { city { id } } }
          here: deployments(first: 50, ${area}) { nodes { city { id } } totalCount }
        }
      }
    }`,
    );
    type Nodes = { nodes: Array<{ city: { id: string } }> };
    const rows: Array<{ id: string; all: Nodes; here: Nodes & { totalCount: number } }> = solutions.nodes;
    for (const { all, here } of rows) {
      const nodes = all.nodes.filter(({ city }) => fits(places.get(city.id)!));
      expect(here).toEqual({ nodes, totalCount: nodes.length });
    }
    const found = rows.filter(({ here }) => here.totalCount > 0);
    expect(await idsOf('solutions', filter)).toEqual(found.map(({ id }) => id));
    const { data } = await subgraphOf('solutions').ask(
      'query ($filter: SolutionFilter) { solutionStats(groupBy: DEPLOYMENT_STAGE, filter: $filter) { count } }',
      { filter: { and: [filter] } },
    );
    const counts: Array<{ count: number }> = data.solutionStats;
    const deployments = found.reduce((sum, { here }) => sum + here.totalCount, 0);
    expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(deployments);
  });

  test('are asked for once in an operation, and what the cities have read is told', async () => {
    graph.forget();
    const { body, reads } = await askFresh(
      graph.subgraphs.get('events')!,
      `{
        events(filter: { region: [SOUTH] }) { totalCount }
        same: eventStats(groupBy: KIND, filter: { or: [{ region: [SOUTH, SOUTH] }, { region: [SOUTH], series: true }] }) { count }
      }`,
    );
    expect(body.errors).toBeUndefined();
    expect(graph.subgraphs.get('cities')!.fetches).toHaveLength(1);
    expect(reads!['cities']).toEqual({ 'cities.region': ['SOUTH'] });
    const solutions = await askFresh(
      graph.subgraphs.get('partners')!,
      '{ solutions(filter: { deployedInCountry: "TH" }) { nodes { deployments(countryCode: "TH") { totalCount } } } }',
    );
    expect(graph.subgraphs.get('cities')!.fetches).toHaveLength(2);
    expect(solutions.reads!['cities']).toEqual({ 'cities.countryCode': ['TH'] });
  });

  test('are an error while the cities do not respond, and other filters apply', async () => {
    const query = `{
      there: events(filter: { not: { region: [SOUTH] } }) { totalCount }
      chart: eventStats(groupBy: KIND, filter: { countryCode: "TH" }) { count }
      partner(id: "depa") { hostedEvents(filter: { region: [SOUTH] }) { totalCount } }
      solutions(filter: { or: [{ deployedInCountry: "TH" }] }) { totalCount }
      others: events(filter: { kind: [COURSE] }) { totalCount }
    }`;
    interface Refused {
      path: string[];
      extensions: { code: string; argument: string };
    }
    const cities = graph.subgraphs.get('cities')!;
    await cities.kill();
    const [english, thai] = [
      await graph.gateway.query(query),
      await graph.gateway.query(query, {}, { 'accept-language': 'th' }),
    ];
    await cities.revive();
    const { data, errors } = english.body;
    expect(data).toMatchObject({ there: null, chart: null, partner: { hostedEvents: null }, solutions: null });
    expect(data.others.totalCount).toBeGreaterThan(0);
    const codes = errors.map(({ path, extensions }: Refused) => [path.join('.'), extensions.code, extensions.argument]);
    expect(codes.sort()).toEqual([
      ['chart', 'DEADLINE_EXCEEDED', 'filter'],
      ['partner.hostedEvents', 'DEADLINE_EXCEEDED', 'filter'],
      ['solutions', 'DEADLINE_EXCEEDED', 'filter.or.0'],
      ['there', 'DEADLINE_EXCEEDED', 'filter.not'],
    ]);
    expect(thai.body.errors.map(({ message }: { message: string }) => message)).toContain(
      'ขณะนี้สอบถามไม่ได้ว่าเมืองใดอยู่ในประเทศหรือภูมิภาคของ `filter.not` จึงใช้ตัวกรองไม่ได้ โปรดลองอีกครั้งในอีกสักครู่',
    );
    expect((await graph.gateway.query(query)).body.errors).toBeUndefined();
  });

  test('are five in a filter at most, with three hundred cities at most', async () => {
    const among = (codes: string[]) => ({ or: codes.map((countryCode) => ({ countryCode })) });
    const five = ['TH', 'US', 'GB', 'AU', 'BR'];
    expect((await ask('events', among([...five, 'TH']))).errors).toBeUndefined();
    const { errors } = await ask('events', among([...five, 'CZ']));
    expect(errors[0].extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'filter.or.5' });
    const database = client.db(graph.subgraphs.get('cities')!.databaseName);
    const stored = database.collection<{ _id: string; region: string }>('cities');
    const many = Array.from({ length: 301 }, (_, at) => ({ _id: `many-${at}`, region: 'AFRICA' }));
    await stored.insertMany(many);
    const over = await ask('events', { region: ['AFRICA'] });
    await stored.deleteOne({ _id: 'many-0' });
    const within = await ask('events', { region: ['AFRICA'] });
    await stored.deleteMany({ region: 'AFRICA' });
    expect(over.errors[0].extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'filter' });
    expect([within.errors, within.data.list.totalCount]).toEqual([undefined, 0]);
  });
});

describe('conditions that depend on dates and places', () => {
  test('agreements that have ended are those that are shown so, by their status or their last day', async () => {
    const { all, ended, open, ends } = await graph.read(`{
      all: agreements(first: 100) { nodes { id hasEnded status effectiveTo { value latest } } }
      ended: agreements(first: 100, filter: { ended: true }) { nodes { id } }
      open: agreements(first: 100, filter: { ended: false }) { nodes { id } }
      ends: agreements(first: 100, filter: { ends: { from: "2025-01-01", to: "2025-12-31" } }) { nodes { id } }
    }`);
    const day = today(systemClock, THAILAND);
    type Row = { id: string; hasEnded: boolean; status: string; effectiveTo: { value: string; latest: string } | null };
    const idsOfRows = (rows: Row[]) => rows.map(({ id }) => ({ id }));
    const isOver = ({ status, effectiveTo }: Row) =>
      ['ENDED', 'COMPLETED'].includes(status) || (effectiveTo !== null && effectiveTo.latest < day);
    const rows: Row[] = all.nodes;
    expect(rows.filter(({ hasEnded }) => hasEnded)).toEqual(rows.filter(isOver));
    expect(ended.nodes).toEqual(idsOfRows(rows.filter(isOver)));
    expect(open.nodes).toEqual(idsOfRows(rows.filter((row) => !isOver(row))));
    const in2025 = rows.filter(({ effectiveTo }) => effectiveTo?.value.startsWith('2025'));
    expect(ends.nodes).toEqual(idsOfRows(in2025));
    expect(in2025).not.toEqual([]);
  });

  test.each<[from: string | null, to: string | null, asOf: string | null, isCurrent: boolean | null]>([
    ['2020', null, null, true],
    ['2020-06', null, null, false],
    ['2020-05', null, null, true],
    ['2019', '2020-05-30', null, false],
    ['2019', '2020-05', null, true],
    ['2019', '2020', null, true],
    [null, null, '2020-01-20', true],
    [null, null, '2021', null],
    [null, '2020-04', '2020-01', false],
    [null, '2021', null, null],
    [null, null, null, null],
  ])('an office from %s to %s, shown %s: held on 31 May 2020 is %s', async (from, to, asOf, isCurrent) => {
    const day = '2020-05-31';
    expect(isInOffice({ from, to, asOf }, day)).toBe(isCurrent);
    const database = client.db(graph.subgraphs.get('partners')!.databaseName);
    const offices = database.collection<{ _id: string }>('offices_of_a_test');
    await offices.replaceOne({ _id: 'one' }, { offices: [{ from, to, asOf }] }, { upsert: true });
    const found = await offices.countDocuments({ offices: { $elemMatch: inOffice(day) } });
    expect(found === 1).toBe(isCurrent === true);
  });

  test('who holds an office now is told by the filter, the argument and the field alike', async () => {
    const { people, current, city } = await graph.read(`{
      people(first: 100) { nodes { id offices { isCurrent } } }
      current: people(first: 100, filter: { inOffice: true }) { nodes { id } }
      city(id: "th-yala") {
        all: officeHolders(first: 100) { nodes { person { id } isCurrent then: isCurrent(on: "1900-01-01") } }
        now: officeHolders(first: 100, current: true) { nodes { person { id } } totalCount }
        others: officeHolders(first: 100, current: false) { totalCount }
      }
    }`);
    type Holder = { person: { id: string }; isCurrent: boolean | null; then: boolean | null };
    const ids = (nodes: Array<{ id: string }>) => nodes.map(({ id }) => id);
    const holding = people.nodes.filter(({ offices }: { offices: Holder[] }) => offices.some((held) => held.isCurrent));
    expect(ids(current.nodes)).toEqual(ids(holding));
    const all: Holder[] = city.all.nodes;
    const held = all.filter(({ isCurrent }) => isCurrent).map(({ person }) => ({ person }));
    expect(city.now).toEqual({ nodes: held, totalCount: held.length });
    expect(held).not.toEqual([]);
    expect(city.others.totalCount).toBe(all.length - held.length);
    expect(all.filter(({ then }) => then)).toEqual([]);
  });

  test('cities near a point are those within the distance over the surface of the earth', async () => {
    const query = (offset: number) => `cities(first: 100, offset: ${offset}) { nodes { id location { lat lon } } }`;
    const { a, b } = await graph.read(`{ a: ${query(0)} b: ${query(100)} }`);
    type Place = { id: string; location: { lat: number; lon: number } | null };
    const places: Place[] = [...a.nodes, ...b.nodes];
    for (const [lat, lon, km] of [
      [13.75, 100.5, 150],
      [7.88, 98.39, 400],
      [40.71, -74, 3_000],
      [60, 179.9, 5_000],
    ] as const) {
      const near = places.filter(({ location }) => location && distance(location, { lat, lon }) <= km);
      expect(await idsOf('cities', { near: { lat, lon, km } })).toEqual(near.map(({ id }) => id));
    }
    const { errors } = await ask('cities', { not: { near: { lat: 91, lon: 0, km: 1 } } });
    expect(errors[0].extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'filter.not.near.lat' });
  });

  test('cities of a cohort without event within a span are those of which no event starts in it', async () => {
    const within = '{ from: "2021-01-01", to: "2023-12-31" }';
    const { cohort } = await graph.read(`{
      cohort(id: "THAI_2020") {
        cities: members(first: 100) { nodes { city { id events(first: 1, filter: { within: ${within} }) { totalCount } } } }
        citiesWithoutEvent(first: 100) { totalCount }
        within: citiesWithoutEvent(first: 100, within: ${within}) { nodes { id } }
      }
    }`);
    type Member = { city: { id: string; events: { totalCount: number } } };
    const without = cohort.cities.nodes
      .filter(({ city }: Member) => city.events.totalCount === 0)
      .map(({ city }: Member) => city.id)
      .sort();
    expect(cohort.within.nodes.map(({ id }: { id: string }) => id)).toEqual(without);
    expect(without.length).toBeLessThan(27);
    expect(without.length).toBeGreaterThan(cohort.citiesWithoutEvent.totalCount);
  });

  test('cities that a filter chooses and that lack an event, a partner or an officer are those of which the lists tell it', async () => {
    const within = '{ from: "2021-01-01", to: "2023-12-31" }';
    const { citySelection, cities } = await graph.read(`{
      citySelection(filter: { region: [SOUTH], not: { cohort: "THAI_2020" } }) {
        event: citiesWithoutEvent(first: 100, within: ${within}) { nodes { id } totalCount }
        partner: citiesWithoutPartner(first: 100) { nodes { city { id name { en } } } }
        officer: citiesWithoutOfficer(first: 100) { nodes { city { id } } }
      }
      cities(filter: { region: [SOUTH], not: { cohort: "THAI_2020" } }, first: 100) {
        nodes {
          id
          events(first: 1, filter: { within: ${within} }) { totalCount }
          partners(first: 1, direct: true) { totalCount }
        }
      }
    }`);
    interface Listed {
      id: string;
      events: { totalCount: number };
      partners: { totalCount: number };
    }
    const idsWhere = (lacks: (city: Listed) => boolean) =>
      cities.nodes
        .filter(lacks)
        .map(({ id }: Listed) => id)
        .sort();
    expect(cities.nodes.length).toBeGreaterThan(5);
    expect(citySelection.event.nodes.map(({ id }: { id: string }) => id)).toEqual(
      idsWhere(({ events }) => events.totalCount === 0),
    );
    expect(citySelection.event.totalCount).toBe(citySelection.event.nodes.length);
    const idsOfCities = (nodes: Array<{ city: { id: string } }>) => nodes.map(({ city }) => city.id);
    expect(idsOfCities(citySelection.partner.nodes)).toEqual(idsWhere(({ partners }) => partners.totalCount === 0));
    expect(citySelection.officer.nodes.length).toBeGreaterThan(0);
  });

  test('partners by number of cities are counted in the partners of every city', async () => {
    const found = await subgraphOf('partners').entities(
      '... on City { id partners(first: 100, direct: true) { nodes { partner { id countryCode } roles { kind } } } }',
      (await idsOf('cities', null)).map((id) => ({ __typename: 'City', id })),
    );
    interface Listed {
      id: string;
      partners: { nodes: Array<{ partner: { id: string; countryCode: string }; roles: Array<{ kind: string }> }> };
    }
    const count = (fits: (node: Listed['partners']['nodes'][number]) => boolean, least: number) => {
      const counts = new Map<string, number>();
      for (const { partners } of found as Listed[])
        for (const node of partners.nodes.filter(fits))
          counts.set(node.partner.id, (counts.get(node.partner.id) ?? 0) + 1);
      return [...counts]
        .filter(([, cities]) => cities >= least)
        .sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1));
    };
    const { most, thai, agreed } = await graph.read(`{
      most: partnersByCities(first: 100) { totalCount nodes { partner { id } cityCount } }
      thai: partnersByCities(first: 100, filter: { countryCode: "TH" }, citiesAtLeast: 2) { nodes { partner { id } cityCount } }
      agreed: partnersByCities(first: 100, linkKind: [AGREEMENT]) { nodes { partner { id } cityCount } }
    }`);
    const pairs = ({ nodes }: { nodes: Array<{ partner: { id: string }; cityCount: number }> }) =>
      nodes.map(({ partner, cityCount }) => [partner.id, cityCount]);
    const all = count(() => true, 1);
    expect(all.length).toBeGreaterThan(10);
    expect(pairs(most)).toEqual(all.slice(0, 100));
    expect(most.totalCount).toBe(all.length);
    expect(pairs(thai)).toEqual(count(({ partner }) => partner.countryCode === 'TH', 2));
    expect(pairs(agreed)).toEqual(count(({ roles }) => roles.some(({ kind }) => kind === 'AGREEMENT'), 1));
  });

  test('events to come that concern a city are those of all to come in which it has a part', async () => {
    const asked = 'asOf: "2019-01-01", days: 3000, first: 100';
    const { city, events } = await graph.read(`{
      city(id: "th-phuket") {
        all: upcomingEvents(${asked}) { nodes { event { id } certainty } }
        own: upcomingEvents(${asked}, concerning: true) { nodes { event { id } certainty } totalCount }
      }
      events(filter: { city: "th-phuket" }, first: 100) { nodes { id } }
    }`);
    const ofCity = new Set(events.nodes.map(({ id }: { id: string }) => id));
    const concerning = city.all.nodes.filter(({ event }: { event: { id: string } }) => ofCity.has(event.id));
    expect(city.own).toEqual({ nodes: concerning, totalCount: concerning.length });
    expect(concerning.length).toBeGreaterThan(0);
  });
});

/** Kilometres along a great circle, by the law of cosines. */
function distance(one: { lat: number; lon: number }, other: { lat: number; lon: number }): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const cosine =
    Math.sin(radians(one.lat)) * Math.sin(radians(other.lat)) +
    Math.cos(radians(one.lat)) * Math.cos(radians(other.lat)) * Math.cos(radians(one.lon - other.lon));
  return 6_371 * Math.acos(Math.min(1, cosine));
}
