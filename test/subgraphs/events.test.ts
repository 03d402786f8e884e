import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readFile } from 'node:fs/promises';
import { earliestDay } from '../../subgraphs/domain/dates/partial-date.js';
import { events } from '../../subgraphs/events/index.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';
import { eventModel, type StoredEvent } from '../../subgraphs/events/event/event.model.js';
import { eventKeys } from '../../subgraphs/events/event/event.derived.js';
import { openDatabase, type Database } from '../../subgraphs/runtime/database/database.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';

let subgraph: RunningSubgraph;

beforeAll(async () => {
  subgraph = await startSubgraph(events as unknown as Subgraph);
});
afterAll(() => subgraph.close());
beforeEach(() => subgraph.forget());

/** The data of a query, which must have no error. */
async function read(query: string, variables?: Record<string, unknown>) {
  const { data, errors } = await subgraph.ask(query, variables);
  expect(errors).toBeUndefined();
  return data;
}

const ids = (page: { nodes: Array<{ id: string }> }) => page.nodes.map(({ id }) => id);

/** What the data file holds. */
async function items(): Promise<Array<StoredEvent & { id: string }>> {
  return JSON.parse(await readFile(events.seed[0]!.file, 'utf8')).items;
}

describe('what is coming', () => {
  const UPCOMING =
    'query ($asOf: LocalDate, $certainty: [Certainty!]) { upcomingEvents(asOf: $asOf, certainty: $certainty) { totalCount nodes { certainty event { id kind format languages startsOn { value } } } } }';
  const showcase = ['event-world-smart-city-showcase', 'SHOWCASE', null, '2020'];
  const course = ['event-csco-course', 'COURSE', null, null];

  test.each([
    [
      '2020-01-20',
      [],
      [
        ['event-citypossible-summit-2020', 'SUMMIT', 'ONLINE', '2020'],
        ['event-depa-mastercard-2020', 'SIGNING', null, '2020-01'],
        showcase,
      ],
      [course],
    ],
    [
      '2021-09-01',
      [
        ['event-citypossible-summit-2021', 'SUMMIT', 'HYBRID', '2021-11-16'],
        ['event-crescent-city-card-2021', 'ANNOUNCEMENT', 'ONSITE', '2021-11'],
      ],
      [['event-line-hospitality-2021', 'CONFERENCE', null, '2021']],
      [course],
    ],
    [
      '2023-09-01',
      [
        ['event-smart-city-expo-2023', 'EXHIBITION', 'ONSITE', '2023-11-22'],
        ['event-tak-pichai-visit-2023', 'STUDY_VISIT', 'ONSITE', '2023-09-12'],
        ['event-yala-platform-2023', 'LAUNCH', 'ONSITE', '2023-11-28'],
      ],
      [],
      [course],
    ],
    ['2026-11-23', [], [], [course]],
  ])('as of %s is certain, possible or undated', async (asOf, certain, possible, undated) => {
    const of = async (certainty?: string[]) => {
      const { upcomingEvents } = await read(UPCOMING, { asOf, certainty });
      expect(upcomingEvents.totalCount).toBe(upcomingEvents.nodes.length);
      return upcomingEvents.nodes as Array<{
        certainty: string;
        event: { id: string; kind: string; format: string; languages: null; startsOn: { value: string } | null };
      }>;
    };
    const all = await of();
    for (const [certainty, expected] of [
      ['CERTAIN', certain],
      ['POSSIBLE', possible],
      ['UNDATED', undated],
    ] as const) {
      const listed = (rows: typeof all) =>
        rows.map(({ event }) => [event.id, event.kind, event.format, event.startsOn?.value ?? null]).sort();
      expect(listed(all.filter((row) => row.certainty === certainty))).toEqual(expected);
      expect(listed(await of([certainty]))).toEqual(expected);
    }
    expect(all.every(({ event }) => event.languages === null)).toBe(true);
  });

  test('today is the default, and 90 days the window', async () => {
    const today = new Date().toISOString().slice(0, 10);
    const { asked, unasked } = await read(
      'query ($asOf: LocalDate) { asked: upcomingEvents(asOf: $asOf, days: 90) { nodes { certainty event { id } } } unasked: upcomingEvents { nodes { certainty event { id } } } }',
      { asOf: today },
    );
    expect(unasked).toEqual(asked);
  });

  test('soonest come first and undated last, page by page', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const {
        upcomingEvents,
      }: Record<
        string,
        { nodes: Array<{ event: { id: string } }>; pageInfo: { hasNextPage: boolean; endCursor: string } }
      > = await read(
        'query ($after: String) { upcomingEvents(asOf: "2021-09-01", first: 1, after: $after) { nodes { event { id } } pageInfo { hasNextPage endCursor } } }',
        { after },
      );
      seen.push(...upcomingEvents!.nodes.map(({ event }) => event.id));
      after = upcomingEvents!.pageInfo.hasNextPage ? upcomingEvents!.pageInfo.endCursor : null;
    } while (after);
    expect(seen).toEqual([
      'event-line-hospitality-2021',
      'event-crescent-city-card-2021',
      'event-citypossible-summit-2021',
      'event-csco-course',
    ]);
  });

  test('each city is told the same as the root, with one find for all of them', async () => {
    const cities = ['th-yala', 'th-phuket', 'th-nan'].map((id) => ({ __typename: 'City', id }));
    const answers = await subgraph.entities(
      '... on City { id upcomingEvents(asOf: "2020-01-20") { totalCount nodes { certainty event { id } } } }',
      cities,
    );
    expect(answers.map(({ id }) => id)).toEqual(['th-yala', 'th-phuket', 'th-nan']);
    expect(answers[0].upcomingEvents).toMatchObject({ totalCount: 4 });
    expect(new Set(answers.map(({ upcomingEvents }) => JSON.stringify(upcomingEvents))).size).toBe(1);
    expect(subgraph.commands.sort()).toEqual(['aggregate', 'find']);
  });

  test.each([
    ['days: 4000', '`days` must be between 0 and 3660, but got 4000.'],
    ['days: -1', '`days` must be between 0 and 3660, but got -1.'],
    ['certainty: []', '`certainty` must name at least one, but got none.'],
  ])('%s is refused', async (args, message) => {
    const { errors } = await subgraph.ask(`{ upcomingEvents(${args}) { nodes { certainty } } }`);
    expect(errors).toMatchObject([{ message, extensions: { code: 'BAD_USER_INPUT' } }]);
  });
});

describe('the window of a partial date', () => {
  let invented: RunningSubgraph;
  let database: Database;
  const invent = (id: string, startsOn: string | null, more: object = {}) => {
    const event = { startsOn, venue: { cityId: null, text: null }, hosts: [], participations: [], ...more };
    return {
      _id: id,
      name: { en: id, th: null },
      kind: 'MEETING',
      series: false,
      status: 'ANNOUNCED',
      confidence: 'LOW',
      sources: [],
      ...event,
      ...eventKeys(event),
    };
  };

  async function fill(documents: object[]): Promise<void> {
    await database.model(eventModel).deleteMany({});
    await database.model(eventModel).insertMany(documents as never);
  }

  beforeAll(async () => {
    invented = await startSubgraph({ ...events, seed: [] } as unknown as Subgraph);
    database = openDatabase({
      uri: process.env['TEST_MONGODB_URI'] as string,
      name: invented.databaseName,
      isPatient: true,
    });
    await database.connected();
    await database.model(eventModel).createIndexes();
  });
  afterAll(async () => {
    await database.close();
    await invented.close();
  });

  const day = fc
    .date({ min: new Date('2019-11-01'), max: new Date('2021-03-01'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10));
  const partial = fc.tuple(day, fc.constantFrom(4, 7, 10)).map(([date, length]) => date.slice(0, length));

  test('is told by counting its days, for any dates', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(partial, { minLength: 1, maxLength: 12 }),
        day,
        fc.integer({ min: 0, max: 200 }),
        async (starts, asOf, days) => {
          await fill(starts.map((start) => invent(`event-${start}`, start)));
          const to = plus(asOf, days);
          const within = (includePossible: boolean) =>
            `events(filter: { within: { from: "${asOf}", to: "${to}", includePossible: ${includePossible} } }) { nodes { id } }`;
          const { data, errors } = await invented.ask(
            `{ upcomingEvents(asOf: "${asOf}", days: ${days}) { totalCount nodes { certainty event { id } } } certain: ${within(false)} possible: ${within(true)} }`,
          );
          expect(errors).toBeUndefined();

          const certainties = new Map(starts.map((start) => [`event-${start}`, counted(start, asOf, to)]));
          const told = (...wanted: string[]) =>
            [...certainties]
              .filter(([, certainty]) => wanted.includes(certainty))
              .map(([id]) => id)
              .sort();
          expect(
            Object.fromEntries(
              data.upcomingEvents.nodes.map(({ event, certainty }: { event: { id: string }; certainty: string }) => [
                event.id,
                certainty,
              ]),
            ),
          ).toEqual(Object.fromEntries([...certainties].filter(([, certainty]) => certainty !== 'NONE')));
          expect(data.upcomingEvents.totalCount).toBe(told('CERTAIN', 'POSSIBLE').length);
          expect(ids(data.certain)).toEqual(told('CERTAIN'));
          expect(ids(data.possible)).toEqual(told('CERTAIN', 'POSSIBLE'));
        },
      ),
      { numRuns: 40 },
    );
  });

  /** Counts the days that a partial date may mean, one by one. */
  function counted(start: string, from: string, to: string): string {
    const days: string[] = [];
    for (let date = `${start.slice(0, 4)}-01-01`; date.startsWith(start.slice(0, 4)); date = plus(date, 1))
      if (date.startsWith(start)) days.push(date);
    const inside = days.filter((date) => date >= from && date <= to).length;
    return inside === 0 ? 'NONE' : inside === days.length ? 'CERTAIN' : 'POSSIBLE';
  }

  function plus(date: string, days: number): string {
    return new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10);
  }

  test('leaves out what is cancelled or postponed, and what was announced later or by nobody', async () => {
    await fill([
      invent('event-cancelled', '2020-02-01', { status: 'CANCELLED' }),
      invent('event-postponed', '2020-02', { status: 'POSTPONED' }),
      invent('event-confirmed', '2020-02-01', { status: 'CONFIRMED' }),
      invent('event-announced-later', null, { announcedOn: '2020-01' }),
      invent('event-announced-by-then', null, { announcedOn: '2019' }),
      invent('event-announced-by-nobody', null),
      invent('event-undated-cancelled', null, { announcedOn: '2019', status: 'CANCELLED' }),
    ]);
    const { data } = await invented.ask('{ upcomingEvents(asOf: "2020-01-20") { nodes { certainty event { id } } } }');
    expect(data.upcomingEvents.nodes).toEqual([
      { certainty: 'CERTAIN', event: { id: 'event-confirmed' } },
      { certainty: 'UNDATED', event: { id: 'event-announced-by-then' } },
    ]);
  });
});

describe('an event', () => {
  test('is read as it is on file', async () => {
    const { event } = await read(`{ event(id: "event-uscm-2019") {
      kind series format languages startsOn { value } endsOn { value } dateLabel { en } announcedOn { value } timezone status outcome
      venue { city { id } text { en } } hosts { id } programme { id } solutionsShown { id } capacity attendance { value note { en } }
      participations(role: [SPEAKER], first: 1) { totalCount nodes { role confidence city { id } partner { id } person { id } event { id } } }
      sessions { totalCount nodes { id title { en } titleOrigin on { value } challenges { code } speakers { city { id } partner { id } person { id } } event { id } } }
    } }`);
    expect(event).toMatchObject({
      kind: 'CONFERENCE',
      series: false,
      languages: null,
      startsOn: { value: '2019-06-28' },
      endsOn: { value: '2019-07-01' },
      timezone: 'Pacific/Honolulu',
      status: 'HELD',
      outcome: null,
      venue: { city: { id: 'us-honolulu' }, text: { en: 'Hilton Hawaiian Village' } },
      hosts: [{ id: 'us-conference-of-mayors' }],
      attendance: { value: 1500, note: { en: 'about 1,500 delegates expected, more than 220 mayors' } },
      sessions: {
        nodes: [
          {
            id: 'session-city-key-2019',
            titleOrigin: 'LABEL',
            on: null,
            challenges: [{ code: 'ACCESS_TO_SERVICES' }, { code: 'FINANCIAL_INCLUSION' }],
            speakers: [{ city: null, partner: { id: 'mastercard' }, person: null }],
            event: { id: 'event-uscm-2019' },
          },
        ],
      },
    });
    expect(event.participations.nodes[0]).toMatchObject({ role: 'SPEAKER', event: { id: 'event-uscm-2019' } });
    expect(subgraph.commands).toEqual(['find']);
  });

  test('the Showcase is announced for mid 2020, hosted by depa, with no exhibitor and no solution', async () => {
    const { event } = await read(
      '{ event(id: "event-world-smart-city-showcase") { status outcome startsOn { value } dateLabel { en th } hosts { id } solutionsShown { id } participations { nodes { role partner { id } } } exhibitors: participations(role: [EXHIBITOR]) { totalCount } } }',
    );
    expect(event).toEqual({
      status: 'ANNOUNCED',
      outcome: 'UNKNOWN',
      startsOn: { value: '2020' },
      dateLabel: { en: 'mid 2020', th: 'กลางปี 2563' },
      hosts: [{ id: 'depa' }],
      solutionsShown: [],
      participations: { nodes: [{ role: 'HOST', partner: { id: 'depa' } }] },
      exhibitors: { totalCount: 0 },
    });
  });

  test('the course of Chief Smart City Officers is announced, has no date and trained nobody', async () => {
    const { event, trained } = await read(
      '{ event(id: "event-csco-course") { kind status outcome startsOn { value } announcedOn { value } participations(role: [TRAINEE]) { totalCount } } trained: events(filter: { role: [TRAINEE] }) { totalCount } }',
    );
    expect(event).toEqual({
      kind: 'COURSE',
      status: 'ANNOUNCED',
      outcome: 'UNKNOWN',
      startsOn: null,
      announcedOn: { value: '2020-01-20' },
      participations: { totalCount: 0 },
    });
    expect(trained.totalCount).toBe(0);
  });
});

describe('a list of events', () => {
  const list = async (filter: string, more = '') =>
    ids((await read(`{ events(filter: { ${filter} }, first: 100${more}) { nodes { id } } }`)).events);

  test.each([
    ['role: [EXHIBITOR], city: "th-khon-kaen"'],
    ['host: "mastercard", kind: [SUMMIT, LAUNCH]'],
    ['partner: "nmt", role: [HOST]'],
    ['city: "th-yala"'],
    ['venueCity: "th-bangkok", format: [HYBRID]'],
    ['person: "miguel-gamino", role: [SPEAKER]'],
    ['challenge: ["FINANCIAL_INCLUSION", "CITIZEN_VOICE"]'],
    ['series: true, undated: true'],
    ['undated: false, status: [UNKNOWN]'],
    ['programme: "delgosea"'],
    ['solution: "traffy-fondue"'],
    ['language: ["th"]'],
  ])('{ %s } holds what the data file does', async (filter) => {
    expect(await list(filter)).toEqual(
      (await items())
        .filter(EXPECTED[filter]!)
        .map(({ id }) => id)
        .sort(),
    );
  });

  const EXPECTED: Record<string, (event: StoredEvent) => boolean> = {
    'role: [EXHIBITOR], city: "th-khon-kaen"': (event) =>
      event.participations.some(({ cityId, role }) => cityId === 'th-khon-kaen' && role === 'EXHIBITOR'),
    'host: "mastercard", kind: [SUMMIT, LAUNCH]': (event) =>
      event.hosts.includes('mastercard') && ['SUMMIT', 'LAUNCH'].includes(event.kind),
    'partner: "nmt", role: [HOST]': (event) =>
      event.participations.some(({ partnerId, role }) => partnerId === 'nmt' && role === 'HOST'),
    'city: "th-yala"': (event) =>
      event.venue.cityId === 'th-yala' || event.participations.some(({ cityId }) => cityId === 'th-yala'),
    'venueCity: "th-bangkok", format: [HYBRID]': (event) =>
      event.venue.cityId === 'th-bangkok' && event.format === 'HYBRID',
    'person: "miguel-gamino", role: [SPEAKER]': (event) =>
      event.participations.some(({ personId, role }) => personId === 'miguel-gamino' && role === 'SPEAKER'),
    'challenge: ["FINANCIAL_INCLUSION", "CITIZEN_VOICE"]': (event) =>
      event.sessions.some(
        ({ challenges }) => challenges.includes('FINANCIAL_INCLUSION') || challenges.includes('CITIZEN_VOICE'),
      ),
    'series: true, undated: true': (event) => event.series === true && event.startsOn === null,
    'undated: false, status: [UNKNOWN]': (event) => event.startsOn !== null && event.status === 'UNKNOWN',
    'programme: "delgosea"': (event) => event.programmeId === 'delgosea',
    'solution: "traffy-fondue"': (event) => event.solutionsShown.includes('traffy-fondue'),
    'language: ["th"]': () => false,
  };

  test('is ordered by start with the unknown first, and by Thai name', async () => {
    const { byStart, byName } = await read(
      '{ byStart: events(orderBy: START_ASC, first: 6) { nodes { id } } byName: events(orderBy: NAME_TH_ASC, first: 100) { nodes { name { th } } } }',
    );
    expect(ids(byStart)).toEqual([
      'event-citypossible-seminars',
      'event-citypossible-workshops',
      'event-csco-course',
      'event-sakon-nakhon-visit',
      'event-delgosea-coordination-2011',
      'event-delgosea-national-workshop-2012',
    ]);
    const names = byName.nodes.map(({ name }: { name: { th: string } }) => name.th);
    expect(names).toEqual([...names].sort(new Intl.Collator('th').compare));
  });

  test('a window that ends before it begins is refused', async () => {
    const { errors } = await subgraph.ask(
      '{ events(filter: { within: { from: "2020-02-01", to: "2020-01-01" } }) { totalCount } }',
    );
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT', argument: 'filter.within' } }]);
  });
});

describe('what events add to others', () => {
  const APPEARANCES =
    '... on Person { id appearances(role: [SPEAKER]) { nodes { event { id } sessions { id challenges { code } } } } }';

  test('the mayors and Chief Smart City Officers who spoke, with their sessions and challenges', async () => {
    const people = [
      'kirk-caldwell',
      'latoya-cantrell',
      'naphon-chayanonphakdi',
      'nuttapon-nimmanphatcharin',
      'passakon-prathombutr',
      'pongsak-yingchoncharoen',
    ];
    const answers = await subgraph.entities(
      APPEARANCES,
      people.map((id) => ({ __typename: 'Person', id })),
    );
    const rows = answers.map(({ id, appearances }) => [
      id,
      appearances.nodes.map(
        ({
          event,
          sessions,
        }: {
          event: { id: string };
          sessions: Array<{ id: string; challenges: Array<{ code: string }> }>;
        }) => [event.id, ...sessions.map((session) => [session.id, ...session.challenges.map(({ code }) => code)])],
      ),
    ]);
    expect(Object.fromEntries(rows)).toEqual({
      'kirk-caldwell': [
        ['event-uscm-2019'],
        ['event-honolulu-city-card-2020', ['session-honolulu-card', 'FINANCIAL_INCLUSION']],
      ],
      'latoya-cantrell': [
        ['event-crescent-city-card-2021', ['session-crescent-card', 'FINANCIAL_INCLUSION', 'ACCESS_TO_SERVICES']],
      ],
      'naphon-chayanonphakdi': [['event-tak-pichai-visit-2023', ['session-tak-2023', 'DATA_DRIVEN_GOVERNMENT']]],
      'nuttapon-nimmanphatcharin': [
        ['event-thailand-smart-city-week-2020'],
        ['event-zone-certificates-2020'],
        ['event-logo-launch-2021'],
      ],
      'passakon-prathombutr': [['event-depa-mastercard-2020', ['session-2020-cohort']]],
      'pongsak-yingchoncharoen': [
        ['event-depa-mastercard-2020', ['session-2020-yala', 'ACCESS_TO_SERVICES', 'LOCAL_ECONOMY_AND_TOURISM']],
      ],
    });
    expect(subgraph.commands).toEqual(['aggregate', 'find']);
  });

  test('the profile of a person: every role at every event', async () => {
    const answers = await subgraph.entities(
      '... on Person { appearances { totalCount nodes { role confidence event { id } sessions { id } } } }',
      ['pongsak-yingchoncharoen', 'miguel-gamino', 'nobody'].map((id) => ({ __typename: 'Person', id })),
    );
    const rows = answers.map(({ appearances }) =>
      appearances.nodes.map(
        ({ role, event, sessions }: { role: string; event: { id: string }; sessions: Array<{ id: string }> }) => [
          event.id,
          role,
          ...sessions.map(({ id }) => id),
        ],
      ),
    );
    expect(rows).toEqual([
      [
        ['event-depa-mastercard-2020', 'SPEAKER', 'session-2020-yala'],
        ['event-yala-platform-2023', 'ATTENDEE'],
      ],
      [
        ['event-citypossible-launch-2018', 'SPEAKER'],
        ['event-sxsw-2019', 'SPEAKER'],
        ['event-scewc-2019', 'SPEAKER'],
        ['event-depa-mastercard-2020', 'SPEAKER', 'session-2020-same-problems'],
        ['event-city-possible-expansion-2020', 'SPEAKER'],
      ],
      [],
    ]);
    expect(answers.map(({ appearances }) => appearances.totalCount)).toEqual([2, 5, 0]);
  });

  test('the sessions about a challenge, page by page, each once', async () => {
    const seen: string[] = [];
    let after: string | null = null;
    let total: number;
    do {
      const [challenge] = await subgraph.entities(
        `... on Challenge { sessions(first: 2${after ? `, after: "${after}"` : ''}) { totalCount nodes { id event { id } } pageInfo { hasNextPage endCursor } } }`,
        [{ __typename: 'Challenge', code: 'DATA_DRIVEN_GOVERNMENT' }],
      );
      const { sessions } = challenge as {
        sessions: {
          totalCount: number;
          nodes: Array<{ id: string }>;
          pageInfo: { hasNextPage: boolean; endCursor: string };
        };
      };
      seen.push(...sessions.nodes.map(({ id }) => id));
      total = sessions.totalCount;
      after = sessions.pageInfo.hasNextPage ? sessions.pageInfo.endCursor : null;
    } while (after);
    const rows = (await items()).flatMap(({ id, startsOn, sessions }) =>
      sessions
        .filter(({ challenges }) => challenges.includes('DATA_DRIVEN_GOVERNMENT'))
        .map((session) => [`${startsOn === null ? '' : earliestDay(startsOn)} ${id}`, session.id] as const),
    );
    // Array sorting is stable: sessions of one event stay in the order on file.
    expect(seen).toEqual(rows.sort(([one], [other]) => (one < other ? -1 : one > other ? 1 : 0)).map(([, id]) => id));
    expect(total).toBe(seen.length);
  });

  test('a city has the events held in it and those it takes part in; a role narrows them to its own', async () => {
    const cities = ['th-phuket', 'th-yala', 'th-nowhere'].map((id) => ({ __typename: 'City', id }));
    const answers = await subgraph.entities(
      '... on City { events(first: 100) { nodes { id } } hosting: events(filter: { role: [HOST] }) { nodes { id } } }',
      cities,
    );
    const inPhuket = (await items()).filter(
      ({ venue, participations }) =>
        venue.cityId === 'th-phuket' || participations.some(({ cityId }) => cityId === 'th-phuket'),
    );
    expect(ids(answers[0].events).sort()).toEqual(inPhuket.map(({ id }) => id).sort());
    expect(ids(answers[0].hosting)).toEqual([
      'event-sakon-nakhon-visit',
      'event-traffy-phuket-2018',
      'event-traffy-phuket-2022',
    ]);
    expect(ids(answers[1].hosting)).toEqual(['event-yala-platform-2023']);
    expect(ids(answers[2].events)).toEqual([]);
    expect(subgraph.commands).toEqual(['aggregate', 'aggregate']);
  });

  test('a partner, a solution and a programme have theirs, in one read each', async () => {
    const representations = [
      { __typename: 'Partner', id: 'nmt' },
      { __typename: 'Partner', id: 'harvard-tech' },
      { __typename: 'Solution', id: 'nakhon-city-services' },
      { __typename: 'Programme', id: 'smart-city-ambassadors' },
    ];
    const [nmt, harvard, solution, programme] = await subgraph.entities(
      '... on Partner { hostedEvents { nodes { id } } takesPart: events { nodes { id } } } ... on Solution { shownAt { nodes { id } } } ... on Programme { programmeEvents: events { nodes { id } } }',
      representations,
    );
    expect(ids(nmt.hostedEvents)).toHaveLength(4);
    expect(ids(harvard.hostedEvents)).toEqual(['event-harvard-tech-accelerator-2019']);
    expect(ids(harvard.takesPart)).toEqual(
      expect.arrayContaining(['event-citypossible-launch-2018', 'event-harvard-tech-accelerator-2019']),
    );
    expect(ids(solution.shownAt)).toHaveLength(2);
    expect(ids(programme.programmeEvents)).toEqual(['event-sca-certificates-2022', 'event-sca-round-2-2022']);
    expect(subgraph.commands).toEqual(['aggregate', 'aggregate', 'aggregate', 'aggregate']);
  });

  test('an unknown event is null', async () => {
    expect(
      await subgraph.entities('... on Event { id kind }', [
        { __typename: 'Event', id: 'event-nowhere' },
        { __typename: 'Event', id: 'event-uscm-2019' },
      ]),
    ).toEqual([null, { id: 'event-uscm-2019', kind: 'CONFERENCE' }]);
  });
});
