import { describe, expect, test } from '@jest/globals';
import { CHECKS } from '../../scripts/verify/checks/all.js';
import { runChecks } from '../../scripts/verify/check.js';
import { OLDER_FACTS } from '../../scripts/verify/older-facts.js';
import { faultsOf, reportOf } from '../../scripts/verify/verify.js';
import type { ReadBucket, VerifiedGraph } from '../../scripts/verify/verified-graph.js';

type Graph = Required<VerifiedGraph>;

const day = (value: string) => ({ earliest: value, latest: value });
const city = (id: string) => ({ __typename: 'City', id });
const partner = (id: string) => ({ __typename: 'Partner', id });
const programme = { __typename: 'Programme', id: 'programme' };
const pageOf = <T>(nodes: T[]) => ({ totalCount: nodes.length, nodes });
const change = (id: string, version = 1) => ({
  id,
  version,
  at: `2024-01-0${version}T00:00:00.000Z`,
  by: 'somebody',
  office: 'network-admin',
  action: 'changeIt',
});
const bars = (...keys: string[]): ReadBucket[] => keys.map((key) => ({ key, count: 1 }));
const party = (id: string) => ({ city: city(id), partner: null });
const standing = { state: 'CONFIRMED' as const };

/** A small graph of which every invariant holds. */
function soundGraph(): Graph {
  const cohort = { __typename: 'Cohort', id: 'cohort' };
  return {
    firstRecords: new Set(['agreement']),
    cities: [
      {
        ...city('city'),
        version: 2,
        history: pageOf([change('c2', 2), change('c1')]),
        furthestStatus: 'PLAN_SUBMITTED',
        listGroup: 'WORLD',
        region: 'SOUTH',
        kind: 'CITY',
        countryCode: 'TH',
        lacks: [],
        province: null,
        dimensions: [],
        challenges: [],
        statusHistory: [
          { id: 's1', status: 'CANDIDATE', on: day('2020-01-01'), confidence: 'HIGH', conflictGroup: null },
          { id: 's2', status: 'PLAN_SUBMITTED', on: day('2021-01-01'), confidence: 'HIGH', conflictGroup: null },
        ],
        memberships: [{ id: 'm', standing, joinedOn: day('2020-01-01'), leftOn: null, programme, cohort }],
        deployments: { totalCount: 1 },
        introductionsGiven: { totalCount: 1 },
        introductionsReceived: { totalCount: 0 },
      },
    ],
    cityPlans: [],
    cohorts: [
      {
        ...cohort,
        joinedOn: day('2020-01-01'),
        programme: { ...programme, members: { totalCount: 1 } },
        members: pageOf([{ id: 'm', city: city('city') }]),
      },
    ],
    challenges: [],
    provinces: [],
    partners: [
      {
        ...partner('partner'),
        kind: 'NGO',
        countryCode: null,
        foundedOn: day('2010-01-01'),
        closedOn: day('2030-01-01'),
        barriersTackled: [],
        roles: [],
      },
    ],
    people: [
      {
        __typename: 'Person',
        id: 'person',
        offices: [{ kind: 'CHIEF_SMART_CITY_OFFICER', city: city('city'), from: day('2021-01-01'), to: null }],
      },
    ],
    programmes: [{ ...programme, startedOn: day('2015-01-01'), endedOn: null, members: { totalCount: 1 } }],
    solutions: [
      {
        __typename: 'Solution',
        id: 'solution',
        owner: null,
        kind: 'SERVICE',
        dimensions: [],
        addresses: [],
        deployments: pageOf([
          {
            id: 'd',
            stage: 'LIVE',
            standing,
            city: city('city'),
            history: [
              { stage: 'PILOT', on: day('2020-06-01') },
              { stage: 'LIVE', on: day('2023-01-01') },
            ],
          },
        ]),
        introductions: pageOf([
          {
            id: 'i1',
            on: day('2021-01-01'),
            standing,
            from: party('city'),
            to: { city: null, partner: partner('partner') },
          },
          {
            id: 'i2',
            on: day('2022-01-01'),
            standing,
            from: { city: null, partner: partner('partner') },
            to: { city: null, partner: null },
          },
        ]),
        introductionTree: [
          { depth: 1, parentId: null, introduction: { id: 'i1' } },
          { depth: 2, parentId: 'i1', introduction: { id: 'i2' } },
        ],
      },
    ],
    agreements: [
      {
        __typename: 'Agreement',
        id: 'agreement',
        version: 1,
        history: pageOf([]),
        kind: 'MOU',
        status: 'SIGNED',
        on: day('2020-01-01'),
        statusOn: null,
        effectiveFrom: day('2020-02-01'),
        effectiveTo: day('2025-01-01'),
        barriers: [],
        parties: [party('city')],
        signatures: [{ on: day('2020-01-01'), party: party('city') }],
      },
    ],
    events: [
      {
        __typename: 'Event',
        id: 'event',
        kind: 'COURSE',
        status: 'CONFIRMED',
        format: null,
        languages: null,
        startsOn: day('2024-01-01'),
        endsOn: day('2024-12-31'),
        capacity: 1,
        programme: null,
        hosts: [partner('partner')],
        venue: null,
        sessions: pageOf([]),
        seats: { capacity: 1, confirmed: 1, waiting: 1, free: 0 },
        rounds: [
          {
            id: 'round',
            startsOn: day('2024-02-01'),
            endsOn: day('2024-03-01'),
            capacity: 1,
            enrolled: 1,
            graduated: 1,
            waiting: 0,
            cancelledOn: null,
            enrolments: pageOf([
              {
                __typename: 'Enrolment',
                id: 'e',
                status: 'ENROLLED' as const,
                place: 1,
                graduatedOn: day('2024-03-01'),
              },
            ]),
          },
        ],
        registrations: pageOf([
          { __typename: 'Registration', id: 'r1', status: 'CONFIRMED' as const },
          { __typename: 'Registration', id: 'r2', status: 'WAITING' as const },
        ]),
        invitations: pageOf([]),
      },
    ],
    withdrawn: [],
    memberCounts: [{ id: 'programme', cities: { totalCount: 1 }, cityStats: bars('ALL') }],
    timeline: ['c1', 'c2'].map((id, index) => ({
      __typename: 'RecordChanged',
      id,
      on: { value: `2024-01-0${index + 1}` },
      title: { en: 'Changed' },
      recordType: 'City',
      recordId: 'city',
      action: 'changeIt',
      changedAt: change(id, index + 1).at,
    })),
    cityCharts: {
      ALL: bars('ALL'),
      REGION: bars('SOUTH'),
      PROVINCE: bars('NONE'),
      COUNTRY: bars('TH'),
      KIND: bars('CITY'),
      LIST_GROUP: bars('WORLD'),
      FURTHEST_STATUS: bars('PLAN_SUBMITTED'),
      DIMENSION: bars('NONE'),
      CHALLENGE: bars('NONE'),
      PROGRAMME: bars('programme'),
      COHORT: bars('cohort'),
      LACK: bars('NONE'),
    },
    partnerCharts: {
      KIND: bars('NGO'),
      COUNTRY: bars('NONE'),
      PROGRAMME: bars('NONE'),
      ROLE: bars('NONE'),
      BARRIER: bars('NONE'),
    },
    solutionCharts: {
      KIND: bars('SERVICE'),
      DIMENSION: bars('NONE'),
      CHALLENGE: bars('NONE'),
      STAGE: bars('LIVE'),
      DEPLOYMENT_STAGE: bars('LIVE'),
    },
    agreementCharts: {
      ALL: bars('ALL'),
      KIND: bars('MOU'),
      STATUS: bars('SIGNED'),
      BARRIER: bars('NONE'),
      YEAR: bars('2020'),
    },
    eventCharts: {
      ALL: bars('ALL'),
      KIND: bars('COURSE'),
      FORMAT: bars('NONE'),
      STATUS: bars('CONFIRMED'),
      PROGRAMME: bars('NONE'),
      HOST: bars('partner'),
      VENUE_CITY: bars('NONE'),
      LANGUAGE: bars('NONE'),
      CHALLENGE: bars('NONE'),
    },
  };
}

/** What makes each check speak, and what it then says. */
const FAULTS: ReadonlyArray<{ check: string; break: (graph: Graph) => void; found: string }> = [
  {
    check:
      'A programme has the cities that joined and did not leave, as `members`, `cities(filter:)` and `cityStats` count them',
    break: ({ memberCounts }) => void (memberCounts[0]!.cities.totalCount = 2),
    found: '`cities(filter:)` 2',
  },
  {
    check: 'A cohort has the cities that joined with it',
    break: ({ cohorts }) => void (cohorts[0]!.members!.totalCount = 28),
    found: '`members.totalCount` 28',
  },
  {
    check: 'A city lists the deployments and introductions that solutions tell of it',
    break: ({ cities }) => void (cities[0]!.deployments!.totalCount = 0),
    found: '`deployments` 0',
  },
  {
    check: 'The seats of an event are its registrations, as many as it has room for',
    break: ({ events }) => void (events[0]!.registrations!.nodes[1]!.status = 'CONFIRMED'),
    found: 'confirmed seats: 1',
  },
  {
    check: 'The seats of an event are its registrations, as many as it has room for',
    break: ({ events }) => void ((events[0]!.capacity = 2), (events[0]!.seats.free = 1)),
    found: '1 waiting',
  },
  {
    check: 'The seats of a course round are its enrolments, as many as it has room for',
    break: ({ events }) => void (events[0]!.rounds[0]!.capacity = 0),
    found: '1 seats taken',
  },
  {
    check: 'Nobody has a seat of what was called off',
    break: ({ events }) => void (events[0]!.status = 'CANCELLED'),
    found: 'seats and places: 2',
  },
  {
    check: 'The statuses of a city rise in time as in the process',
    break: ({ cities }) => void (cities[0]!.statusHistory[1]!.on = day('2019-12-31')),
    found: 'PLAN_SUBMITTED (s2) on 2019-12-31',
  },
  {
    check: 'A membership begins before it ends, within the life of its programme',
    break: ({ cities }) => void (cities[0]!.memberships[0]!.joinedOn = day('2014-01-01')),
    found: 'joining of m on 2014-01-01',
  },
  {
    check: 'An office begins before it ends',
    break: ({ people }) => void (people[0]!.offices[0]!.to = day('2020-12-31')),
    found: 'end on 2020-12-31',
  },
  {
    check: 'The stages of a deployment rise in time',
    break: ({ solutions }) => void (solutions[0]!.deployments.nodes[0]!.history[1]!.on = day('2019-01-01')),
    found: 'LIVE on 2019-01-01',
  },
  {
    check: 'A round lies within its course, which begins before it ends',
    break: ({ events }) => void (events[0]!.rounds[0]!.startsOn = day('2023-01-01')),
    found: 'beginning on 2023-01-01',
  },
  {
    check: 'An agreement begins before it ends, and nobody signed it after its end',
    break: ({ agreements }) => void (agreements[0]!.signatures[0]!.on = day('2026-01-01')),
    found: 'end on 2025-01-01',
  },
  {
    check: 'A partner is founded before it is closed, and a programme begins before it ends',
    break: ({ partners }) => void (partners[0]!.closedOn = day('2009-01-01')),
    found: 'closing on 2009-01-01',
  },
  {
    check: 'A solution is not passed on before it was received',
    break: ({ solutions }) => void (solutions[0]!.introductions!.nodes[1]!.on = day('2020-01-01')),
    found: 'i2 passed it on, on 2020-01-01',
  },
  {
    check: 'Each record that a record names is found, and is of its kind',
    break: ({ agreements }) => void (agreements[0]!.parties[0]!.city!.id = 'partner'),
    found: '`parties.city` names City partner',
  },
  {
    check: 'Each record that a record names is found, and is of its kind',
    break: ({ events }) => void (events[0]!.hosts[0] = null),
    found: 'null in `hosts`',
  },
  {
    check: 'Each id is that of one record in the whole network',
    break: ({ challenges }) => void challenges.push({ __typename: 'Challenge', code: 'partner' }),
    found: 'a Challenge of the same id',
  },
  {
    check: 'The tree of introductions has no cycle',
    break: ({ solutions }) => {
      solutions[0]!.introductionTree.push({ depth: 3, parentId: 'i2', introduction: { id: 'i1' } });
    },
    found: 'i1 twice',
  },
  {
    check: '`cityStats` counts the cities of the list',
    break: ({ cityCharts }) => void (cityCharts['REGION'] = bars('NORTH')),
    found: 'NORTH: 1',
  },
  {
    check: '`partnerStats` counts the partners of the list',
    break: ({ partnerCharts }) => void (partnerCharts['KIND']![0]!.count = 2),
    found: 'NGO: 2',
  },
  {
    check: '`solutionStats` counts the solutions and deployments of the list',
    break: ({ solutionCharts }) => void (solutionCharts['DEPLOYMENT_STAGE'] = []),
    found: 'LIVE: 0',
  },
  {
    check: '`agreementStats` counts the agreements of the list',
    break: ({ agreementCharts }) => void (agreementCharts['YEAR']![0]!.key = '2021'),
    found: '2021: 1',
  },
  {
    check: '`eventStats` counts the events of the list',
    break: ({ eventCharts }) => void (eventCharts['ALL'] = []),
    found: 'ALL: 0',
  },
  {
    check: 'A city has one open officer of a kind',
    break: ({ people }) => void people.push({ ...people[0]!, id: 'another' }),
    found: '2 open offices CHIEF_SMART_CITY_OFFICER: person, another',
  },
  {
    check: 'Each write of a public record has one entry on the timeline',
    break: ({ timeline }) => void timeline.pop(),
    found: 'no entry for version 2 (changeIt)',
  },
  {
    check: 'No entry stands twice on the timeline',
    break: ({ timeline }) => void timeline.push(timeline[0]!),
    found: 'the same as c1: Changed',
  },
  {
    check: 'Each version of a record has a line in its history, with who and when',
    break: ({ cities }) => void (cities[0]!.version = 3),
    found: 'version 3 and 2 lines',
  },
  {
    check: 'Each version of a record has a line in its history, with who and when',
    break: ({ cities }) => void (cities[0]!.history!.nodes[0]!.by = null),
    found: 'version 2 without who or when',
  },
];

test('nothing is found in a graph that fits together', () => {
  const verdicts = runChecks(CHECKS, soundGraph());
  expect(verdicts.every(({ isJudged }) => isJudged)).toBe(true);
  expect(faultsOf(verdicts)).toEqual([]);
});

test('each check has a graph in which it speaks', () => {
  expect([...new Set(FAULTS.map(({ check }) => check))].sort()).toEqual(CHECKS.map(({ name }) => name).sort());
});

test.each(FAULTS)('“$check” finds: $found', (fault) => {
  const graph = soundGraph();
  fault.break(graph);
  expect(faultsOf(runChecks(CHECKS, graph))).toContainEqual(
    expect.objectContaining({ check: fault.check, found: fault.found }),
  );
});

describe('what version 1 wrote', () => {
  const line = (action: string, office: string) =>
    pageOf([{ id: 'h', version: 1, at: '2026-01-01T00:00:00Z', by: 'somebody', office, action }]);
  const officers = 'A city has one open officer of a kind';
  const lives = 'A membership begins before it ends, within the life of its programme';
  const findingsOf = (graph: Graph, check: string) => {
    const verdicts = runChecks(CHECKS, graph).filter((verdict) => verdict.check === check);
    return { found: verdicts.flatMap(({ findings }) => findings).length, faults: faultsOf(verdicts).length };
  };

  test.each([
    { appointed: 'by version 1', office: 'citylink', faults: 0 },
    { appointed: 'today', office: 'city-officer:city', faults: 1 },
  ])('an officer appointed $appointed beside one whom a source names', ({ office, faults }) => {
    const graph = soundGraph();
    graph.people.push({ ...graph.people[0]!, id: 'another', history: line('appointOfficer', office) });
    expect(findingsOf(graph, officers)).toEqual({ found: 1, faults });
  });

  test('an appointment of today that leaves one of version 1 in office is a fault', () => {
    const graph = soundGraph();
    graph.people[0]!.history = line('appointOfficer', 'citylink');
    graph.people.push({ ...graph.people[0]!, id: 'another', history: line('appointOfficer', 'city-officer:city') });
    expect(findingsOf(graph, officers)).toEqual({ found: 1, faults: 1 });
  });

  test.each([
    { entered: 'by version 1', office: 'citylink', by: null, faults: 0 },
    { entered: 'today', office: 'city-officer:city', by: 'city-officer:city', faults: 1 },
    {
      entered: 'today in a city of which version 1 entered another',
      office: 'citylink',
      by: 'network-admin',
      faults: 1,
    },
  ])('a membership in a programme that had ended, entered $entered', ({ office, by, faults }) => {
    const graph = soundGraph();
    graph.programmes[0]!.endedOn = day('2016-01-01');
    graph.cities[0]!.history = line('joinProgramme', office);
    graph.cities[0]!.memberships[0]!.standing = { state: 'CONFIRMED', by };
    expect(findingsOf(graph, lives)).toEqual({ found: 1, faults });
  });
});

test('a fact of the seed that is older than a rule is told with the reason, and the same in another city is a fault', () => {
  const [fact] = OLDER_FACTS;
  const verdictOf = (id: string) => [
    {
      check: fact!.check,
      isJudged: true,
      findings: [{ check: fact!.check, record: { kind: 'City', id }, found: fact!.found, expected: 'one' }],
    },
  ];
  expect(faultsOf(verdictOf(fact!.record.id))).toEqual([]);
  expect(reportOf(verdictOf(fact!.record.id)).slice(1)).toEqual([
    `    City ${fact!.record.id}: ${fact!.found}, but expected one (older than the rule: ${fact!.reason})`,
    '1 checks hold, 0 do not',
  ]);
  expect(faultsOf(verdictOf('th-yala'))).toHaveLength(1);
  expect(reportOf(verdictOf('th-yala')).at(-1)).toBe('0 checks hold, 1 do not');
});

test('of many faults of a check the first ones are told, and how many more there are', () => {
  const findings = Array.from({ length: 1_000 }, (_, index) => ({
    check: 'A check',
    record: { kind: 'City', id: `c${index}` },
    found: '1',
    expected: '2',
  }));
  const lines = reportOf([{ check: 'A check', isJudged: true, findings }]);
  expect(lines).toHaveLength(23);
  expect(lines.slice(1, 2)).toEqual(['    City c0: 1, but expected 2.']);
  expect(lines.slice(-2)).toEqual(['    and 980 more', '0 checks hold, 1 do not']);
});

test('a record that names a withdrawn one, which is read by its id only, is no fault', () => {
  const graph = soundGraph();
  graph.events[0]!.hosts = [partner('withdrawn')];
  graph.eventCharts['HOST'] = bars('withdrawn');
  expect(faultsOf(runChecks(CHECKS, graph))).toHaveLength(1);
  graph.withdrawn.push(partner('withdrawn'));
  expect(faultsOf(runChecks(CHECKS, graph))).toEqual([]);
});

test('the groups beyond the first ones of a chart are compared with its bar `REST`', () => {
  const graph = soundGraph();
  const others = ['a', 'b'].map((id) => partner(id));
  graph.events[0]!.hosts.push(...others);
  graph.withdrawn.push(...others);
  graph.eventCharts['HOST'] = [...bars('partner'), { key: 'REST', count: 2 }];
  expect(faultsOf(runChecks(CHECKS, graph))).toEqual([]);
  graph.eventCharts['HOST'] = bars('partner', 'REST');
  expect(faultsOf(runChecks(CHECKS, graph))).toHaveLength(1);
});

test('a check that needs what a schema has not is told as not judged', () => {
  const [verdict] = runChecks(CHECKS.slice(0, 1), {});
  expect(verdict).toMatchObject({ isJudged: false, findings: [] });
  expect(reportOf([verdict!])).toEqual([`not judged     ${CHECKS[0]!.name}`, '0 checks hold, 0 do not']);
});
