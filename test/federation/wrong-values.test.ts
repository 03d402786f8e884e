import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startGraph, type RunningGraph } from '../graph.js';

let graph: RunningGraph;

beforeAll(async () => {
  graph = await startGraph();
}, 120_000);
afterAll(() => graph?.close());

test.each([
  ['{ city(id: "th-yala") { statusOn(date: "2020-02-30") { status } } }', '2020-02-30', 'date'],
  ['{ timeline(from: "2020-13-01") { items(first: 1) { totalCount } } }', '2020-13-01', 'from'],
  ['{ eventStats(from: "nonsense") { count } }', 'nonsense', 'from'],
  ['{ upcomingEvents(asOf: "x") { totalCount } }', 'x', 'asOf'],
  ['{ cities(filter: { reached: { status: DESIGNATED, by: "x" } }) { totalCount } }', 'x', 'filter.reached.by'],
  ['{ events(filter: { within: { from: "x" } }) { totalCount } }', 'x', 'filter.within.from'],
])('a value that its scalar refuses is BAD_USER_INPUT: %s', async (query, value, argument) => {
  for (const language of ['en', 'th']) {
    const { body } = await graph.gateway.query(
      query.replace('{ items(first: 1) { totalCount } }', '{ __typename }'),
      {},
      { 'accept-language': language },
    );
    expect(body.errors).not.toEqual([]);
    for (const error of body.errors) {
      expect(error.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument });
      expect(error.message).toContain(value);
      expect(/[ก-๙]/.test(error.message)).toBe(language === 'th');
    }
  }
});

test.each([
  [
    'query ($day: LocalDate!) { city(id: "th-yala") { statusOn(date: $day) { status } } }',
    { day: '2020-02-30' },
    'date',
  ],
  [
    'query ($filter: CityFilter) { cities(filter: $filter) { totalCount } }',
    { filter: { reached: { status: 'DESIGNATED', by: 'x' } } },
    'filter.reached.by',
  ],
  ['query ($day: Instant) { eventStats(from: $day) { count } }', { day: '2020-13-01T00:00:00Z' }, 'from'],
  ['query ($day: Instant) { eventStats(from: $day) { count } }', { day: { of: 'the week' } }, 'from'],
])(
  'the error of a variable that its scalar refuses is in the caller’s language and has the path of the value: %s',
  async (query, variables, argument) => {
    for (const language of ['en', 'th']) {
      const { body } = await graph.gateway.query(query, variables, { 'accept-language': language });
      expect(body.errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }]);
      expect(/[ก-๙]/.test(body.errors[0].message)).toBe(language === 'th');
      expect(body.errors[0].message).not.toMatch(language === 'th' ? /got invalid value/ : /^$/);
    }
  },
);

test.each([
  ['{ cities(filter: { furthestStatus: [DESIGNATED, DESIGNED] }) { totalCount } }', 'filter.furthestStatus.1', {}],
  ['{ city(id: "th-yala") { peers(first: "x") { nodes { score } } } }', 'first', {}],
  ['{ cities(first: 99999999999) { totalCount } }', 'first', {}],
  ['{ partners(filter: { kind: "CORPORATE" }) { totalCount } }', 'filter.kind', {}],
  ['{ cities(filter: { country: "TH" }) { totalCount } }', 'filter.country', {}],
  ['{ cities(filter: { reached: { by: "2020-01-01" } }) { totalCount } }', 'filter.reached.status', {}],
  ['{ cities(filter: { reached: { status: null } }) { totalCount } }', 'filter.reached.status', {}],
  ['{ cities(filter: "all") { totalCount } }', 'filter', {}],
  ['{ city { id } }', 'id', {}],
  ['query ($n: Int = "x") { cities(first: $n) { totalCount } }', 'first', { n: 1 }],
])(
  'the error of a literal of the wrong type is in both languages and has its path: %s',
  async (query, argument, variables) => {
    for (const language of ['en', 'th']) {
      const { status, body } = await graph.gateway.query(query, variables, { 'accept-language': language });
      expect([status, body.errors]).toEqual([
        400,
        [
          {
            message: expect.any(String),
            locations: expect.any(Array),
            extensions: { code: 'GRAPHQL_VALIDATION_FAILED', argument },
          },
        ],
      ]);
      expect(/[ก-๙]/.test(body.errors[0].message)).toBe(language === 'th');
    }
  },
);

test.each([
  '{ cities(filter: $all) { totalCount } }',
  '{ nothing }',
  'query ($n: String) { cities(first: $n) { totalCount } }',
  '{ cities(frist: 1) { totalCount } }',
])('an error that is not about one value has no such path: %s', async (query) => {
  const { body } = await graph.gateway.query(query);
  expect(body.errors[0].extensions).toEqual({ code: 'GRAPHQL_VALIDATION_FAILED' });
});

test.each([
  [
    'cities',
    'mutation { leaveProgramme(input: { idempotencyKey: "a", cityId: "th-yala", programmeId: "city-possible", leftOn: "2568-01-01" }) { id } }',
    'input.leftOn',
  ],
  ['cities', '{ day: city(id: "th-yala") { then: statusOn(date: "2563-01-20") { status } } }', 'date'],
  ['partners', '{ partners(filter: { ids: ["depa", { id: "x" }] }) { totalCount } }', 'filter.ids.1'],
])('the error of a wrong value in a document of %s has its path: %s', async (subgraph, query, argument) => {
  const { errors } = await graph.subgraphs.get(subgraph)!.ask(query, {}, ADMIN);
  expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument } }]);
});

const ADMIN = { caller: { id: 'admin', roles: ['network-admin'] } };
const BUDDHIST = { en: /Buddhist Era.*2020-01-15/, th: /พุทธศักราช.*2020-01-15/ };

describe('a day of a Buddhist year, given as one of the Common Era, is refused with the year it would be', () => {
  test.each([
    [
      'query ($day: LocalDate!) { city(id: "th-yala") { statusOn(date: $day) { status } } }',
      '{ city(id: "th-yala") { statusOn(date: "2563-01-15") { status } } }',
    ],
    [
      'query ($day: LocalDate!) { cities(filter: { reached: { status: DESIGNATED, by: $day } }) { totalCount } }',
      '{ cities(filter: { reached: { status: DESIGNATED, by: "2563-01-15" } }) { totalCount } }',
    ],
    [
      'query ($day: LocalDate!) { events(filter: { within: { from: $day } }) { totalCount } }',
      '{ events(filter: { within: { from: "2563-01-15" } }) { totalCount } }',
    ],
    ['query ($day: LocalDate!) { timeline(from: $day) { id } }', '{ timeline(from: "2563-01-15") { id } }'],
    ['query ($day: Instant!) { eventStats(from: $day) { count } }', '{ eventStats(from: "2563-01-15") { count } }'],
  ])('%s', async (withVariable, withLiteral) => {
    for (const language of ['en', 'th'] as const) {
      for (const { body } of [
        await graph.gateway.query(withLiteral, {}, { 'accept-language': language }),
        await graph.gateway.query(withVariable, { day: '2563-01-15' }, { 'accept-language': language }),
      ]) {
        expect(body.errors.map(({ extensions: { code } }: { extensions: { code: string } }) => code)).toEqual([
          'BAD_USER_INPUT',
        ]);
        expect(body.errors[0].message).toMatch(BUDDHIST[language]);
      }
    }
  });

  test.each([
    [
      'cities',
      'leaveProgramme',
      'LeaveProgrammeInput',
      { cityId: 'th-yala', programmeId: 'city-possible', leftOn: '2563-01-15' },
    ],
    [
      'events',
      'createEvent',
      'CreateEventInput',
      { name: { en: 'x' }, kind: 'MEETING', hosts: ['depa'], startsOn: '2563-01-15' },
    ],
    [
      'partners',
      'introduceSolution',
      'IntroduceSolutionInput',
      {
        solutionId: 'traffy-fondue',
        from: { cityId: 'th-phuket' },
        to: { cityId: 'th-nan' },
        kind: 'DIRECT',
        on: '2563-01-15',
      },
    ],
  ])('%s: %s', async (subgraph, mutation, type, input) => {
    for (const language of ['en', 'th'] as const) {
      const { data, errors } = await graph.subgraphs
        .get(subgraph)!
        .ask(
          `mutation ($input: ${type}!) { ${mutation}(input: $input) { __typename } }`,
          { input: { idempotencyKey: 'in the year 2563', ...input } },
          { ...ADMIN, language },
        );
      expect(data?.[mutation] ?? null).toBeNull();
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
      expect(errors[0].message).toMatch(BUDDHIST[language]);
    }
  });
});
