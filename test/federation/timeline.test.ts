import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import mongoose from 'mongoose';
import { TimelineKind } from '../../subgraphs/domain/timeline/timeline-kind.js';
import { timelineIdOf } from '../../subgraphs/domain/timeline/timeline-query.js';
import { startGraph, type RunningGraph } from '../graph.js';
import { operation } from './operation.js';
import { mutationOf } from '../mutation-of.js';

interface Item {
  __typename: string;
  id: string;
  on: { value: string };
  title: { th: string; en: string };
  cities: Array<{ id: string }>;
}

type Variables = Record<string, unknown>;

let graph: RunningGraph;

beforeAll(async () => {
  graph = await startGraph();
});
afterAll(() => graph?.close());

/** One page of the timeline. */
async function page(
  variables: Variables = {},
): Promise<{ nodes: Item[]; pageInfo: { hasNextPage: boolean; endCursor: string | null }; missing: string[] }> {
  const { timeline } = await graph.read(
    `query ($from: LocalDate, $to: LocalDate, $city: ID, $kinds: [TimelineKind!], $first: Int! = 100, $after: String) {
      timeline(from: $from, to: $to, city: $city, kinds: $kinds, first: $first, after: $after) {
        items { nodes { __typename ... on TimelineMoment { id on { value } title { th en } cities { id } } } pageInfo { hasNextPage endCursor } missing }
      }
    }`,
    variables,
  );
  return timeline.items;
}

/** The whole of it, page by page. */
async function all(variables: Variables = {}): Promise<Item[]> {
  const items: Item[] = [];
  let after = (variables['after'] as string | undefined) ?? null;
  for (;;) {
    const { nodes, pageInfo } = await page({ ...variables, after });
    items.push(...nodes);
    if (!pageInfo.hasNextPage) return items;
    after = pageInfo.endCursor;
  }
}

const seeded = (file: string) =>
  (JSON.parse(readFileSync(`subgraphs/${file}.json`, 'utf8')) as { items: never[] }).items as Array<
    Record<string, never[]>
  >;

/** Every date of a fact in the seed files that the timeline tells, counted by kind. */
function datesInFiles(): Record<string, string[]> {
  const dates = (facts: Array<Record<string, unknown>>, key: string) =>
    facts.map((fact) => fact[key]).filter((date) => typeof date === 'string');
  const [cities, solutions] = [seeded('cities/seed/cities'), seeded('partners/seed/solutions')];
  return {
    CityStatusReached: cities.flatMap((city) => dates(city['statusHistory']!, 'on')),
    CityJoined: cities.flatMap((city) => dates(city['memberships']!, 'joinedOn')),
    AgreementMade: dates(seeded('partners/seed/agreements'), 'on'),
    DeploymentMoved: solutions.flatMap((solution) =>
      solution['deployments']!.flatMap((deployment) => dates(deployment['history'], 'on')),
    ),
    IntroductionMade: solutions.flatMap((solution) => dates(solution['introductions']!, 'on')),
    EventStarts: dates(seeded('events/seed/events'), 'startsOn'),
  };
}

describe('the timeline of the files', () => {
  let whole: Item[];
  beforeAll(async () => {
    whole = await all();
  });

  test('lists every dated fact once, newest first', () => {
    const told: Record<string, string[]> = {};
    for (const { __typename, on } of whole) (told[__typename] ??= []).push(on.value);
    const expected = Object.fromEntries(
      Object.entries(datesInFiles()).map(([type, dates]) => [type, dates.sort().reverse()]),
    );
    expect(told).toEqual(expected);
    expect(new Set(whole.map(({ id }) => id)).size).toBe(whole.length);
    const dates = whole.map(({ on }) => on.value);
    expect(dates).toEqual(dates.toSorted().reverse());
  });

  test.each([
    [1, '2020-02-29'],
    [7, '2020-12-31'],
    [50, '2020-12-31'],
  ])('is the same in pages of %i', async (first, to) => {
    const window = { from: '2020-01-01', to };
    expect(await all({ ...window, first })).toEqual(await all(window));
  });

  test('has titles in both languages', async () => {
    for (const { title } of whole) {
      expect(title.en).not.toMatch(/[{}]|undefined|null/);
      expect(title.th).not.toMatch(/[{}]|undefined|null/);
      expect(title.th).toMatch(/[ก-๙]/);
    }
    const { nodes } = await page({
      city: 'th-yala',
      kinds: ['CITY_JOINED', 'INTRODUCTION_MADE'],
      from: '2020-01-01',
      to: '2020-01-31',
    });
    expect(nodes).toMatchObject([
      {
        __typename: 'IntroductionMade',
        on: { value: '2020-01-20' },
        title: { en: 'Mastercard City Key of Honolulu inspired Yala.' },
      },
      {
        __typename: 'CityJoined',
        on: { value: '2020-01' },
        title: { en: 'Yala joined City Possible.', th: 'ยะลา เข้าร่วม ซิตี้ พอสซิเบิล' },
      },
    ]);
  });

  test('of one city has exactly the items that name it', async () => {
    for (const city of ['th-yala', 'us-honolulu', 'th-khon-kaen']) {
      const ofCity = whole.filter(({ cities }) => cities.some(({ id }) => id === city));
      expect(ofCity.length).toBeGreaterThan(0);
      expect(await all({ city, first: 5 })).toEqual(ofCity);
    }
  });

  test('of a period has every item that may lie in it, also months and years that overlap it', async () => {
    for (const [from, to] of [
      ['2020-01-20', '2020-03-15'],
      ['2021-11-07', '2021-11-07'],
      [null, '2012-06-30'],
      ['2024-02-29', null],
    ] as const) {
      const within = whole.filter(
        ({ on: { value } }) => (to === null || earliest(value) <= to) && (from === null || latest(value) >= from),
      );
      expect(within.length).toBeGreaterThan(0);
      expect(await all({ from, to, first: 3 })).toEqual(within);
    }
  });

  test('of some kinds has only those', async () => {
    const kinds = { EVENT_STARTS: 'EventStarts', AGREEMENT_MADE: 'AgreementMade' };
    expect(await all({ kinds: Object.keys(kinds), first: 9 })).toEqual(
      whole.filter(({ __typename }) => Object.values(kinds).includes(__typename)),
    );
    expect(await all({ kinds: [] })).toEqual([]);
  });

  test('links to the entities of its items', async () => {
    const { timeline } = await graph.read(operation('timeline').query, operation('timeline').variables);
    const joined = timeline.items.nodes.find(({ __typename }: Item) => __typename === 'CityJoined');
    expect(joined).toMatchObject({
      programme: { name: { en: expect.any(String) } },
      on: { label: expect.stringMatching(/25\d\d$/) },
    });
    expect(timeline.items.nodes.find(({ __typename }: Item) => __typename === 'EventStarts')).toMatchObject({
      event: { status: expect.any(String) },
    });
  });

  test('reads at most a page and one document of each collection, for every page', async () => {
    const { pageInfo } = await page({ first: 60 });
    for (const after of [null, pageInfo.endCursor]) {
      graph.forget();
      await page({ first: 5, after });
      // Moments and changes of each; names of partners and programmes; names of cities.
      expect(
        Object.fromEntries(
          [...graph.subgraphs].map(([name, { commands }]) => [
            name,
            commands.every((command) => command === 'find') && commands.length <= (name === 'partners' ? 4 : 3),
          ]),
        ),
      ).toEqual({ cities: true, partners: true, events: true });
    }
    for (const { databaseName } of graph.subgraphs.values()) {
      const store = await mongoose
        .createConnection(process.env['TEST_MONGODB_URI']!, { dbName: databaseName })
        .asPromise();
      try {
        const kinds = await store.collection('moments').distinct('kind');
        for (const filter of [
          { kind: { $in: kinds } },
          { kind: { $in: kinds }, cityIds: 'th-yala' },
          { kind: { $in: kinds }, on: { $lte: '2020-01' } },
        ]) {
          const hint = 'cityIds' in filter ? { cityIds: 1, kind: 1, on: -1, _id: -1 } : { kind: 1, on: -1, _id: -1 };
          const explained = await store
            .collection('moments')
            .find(filter as never, { sort: { on: -1, _id: -1 }, limit: 6, hint } as never)
            .explain('executionStats');
          expect(JSON.stringify(explained['queryPlanner'].winningPlan)).not.toContain('"SORT"');
          expect(explained['executionStats'].totalDocsExamined).toBeLessThanOrEqual(6 + kinds.length);
        }
      } finally {
        await store.close();
      }
    }
  });
});

describe('a write', () => {
  const reason = 'มติที่ประชุมสภาเมือง';

  test('appears with the office that did it, above the facts of its day, and so does its fact', async () => {
    const before = await all({ city: 'th-tak' });
    const { errors } = await graph.subgraphs
      .get('cities')!
      .ask(
        'mutation ($input: JoinProgrammeInput!) { joinProgramme(input: $input) { id } }',
        { input: { idempotencyKey: randomUUID(), why: reason, cityId: 'th-tak', programmeId: 'city-possible' } },
        { caller: { id: 'officer-of-tak', roles: ['city-officer:th-tak'] } },
      );
    expect(errors).toBeUndefined();

    const { timeline } = await graph.read(operation('timeline').query, { city: 'th-tak', first: 2 });
    const today = new Date(Date.now() + 7 * 60 * 60 * 1000).toISOString().slice(0, 10);
    expect(timeline.items.nodes).toMatchObject([
      {
        __typename: 'RecordChanged',
        on: { value: today },
        recordType: 'City',
        recordId: 'th-tak',
        action: 'joinProgramme',
        by: 'city-officer:th-tak',
        why: null,
        cities: [{ id: 'th-tak' }],
      },
      { __typename: 'CityJoined', on: { value: today }, programme: { name: { en: 'City Possible' } } },
    ]);
    const after = await all({ city: 'th-tak', first: 1 });
    expect(after).toHaveLength(before.length + 2);
    expect(after.slice(2)).toEqual(before);
    expect((await all({ from: today, to: today })).map(({ __typename }) => __typename)).toEqual([
      'RecordChanged',
      'CityJoined',
    ]);
    expect(await all({ kinds: ['RECORD_CHANGED'] })).toHaveLength(1);
  });

  test('between two pages neither loses nor repeats an item', async () => {
    const first = await page({ first: 40 });
    const { errors } = await graph.subgraphs
      .get('cities')!
      .ask(
        'mutation ($input: JoinProgrammeInput!) { joinProgramme(input: $input) { id } }',
        { input: { idempotencyKey: randomUUID(), cityId: 'th-pichai', programmeId: 'city-possible' } },
        { caller: { id: 'someone', roles: ['network-admin'] } },
      );
    expect(errors).toBeUndefined();
    const rest = await all({ after: first.pageInfo.endCursor, first: 40 });
    const ids = [...first.nodes, ...rest].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(await all()).toHaveLength(ids.length + 2);
  });
});

describe('registrations and enrolments', () => {
  const ADMIN = { id: 'admin-who-registers', roles: ['network-admin'] };
  const CLOSED = ['Registration', 'Enrolment'];
  let eventId: string;
  let store: mongoose.Connection;

  async function write(mutation: string, input: Variables): Promise<{ id: string; eventId: string }> {
    const { data, errors } = await graph.subgraphs
      .get('events')!
      .ask(mutationOf(mutation), { input: { idempotencyKey: randomUUID(), ...input } }, { caller: ADMIN });
    expect(errors).toBeUndefined();
    return data[mutation];
  }

  beforeAll(async () => {
    store = await mongoose
      .createConnection(process.env['TEST_MONGODB_URI']!, { dbName: graph.subgraphs.get('events')!.databaseName })
      .asPromise();
    eventId = (await write('createEvent', { name: { en: 'A closed course' }, kind: 'COURSE', hosts: ['depa'] })).id;
    await write('registerForEvent', { eventId, cityId: 'th-nan' });
    await write('withdrawFromEvent', { eventId, cityId: 'th-nan' });
    await write('openCourseRound', { eventId, startsOn: '2099' });
    await write('enrolInCourse', { roundId: `${eventId}-round-1`, cityId: 'th-nan', personId: 'pracha-asavateera' });
    await write('inviteToEvent', { eventId, cityId: 'th-nan' });
    // As databases have them that were written before: of the city, and later than all else.
    const at = new Date();
    await store.collection('changes').insertMany(
      CLOSED.flatMap((type) =>
        Array.from({ length: 100 }, (_, number) => ({
          _id: `${type}-${number}`,
          type,
          of: `${eventId}/${type}-${number}`,
          version: 1,
          action: 'before',
          by: 'someone',
          why: null,
          at,
          cityIds: ['th-nan'],
          name: null,
        })),
      ) as never,
    );
  });
  afterAll(() => store?.close());

  test('are kept as history, each step with its author', async () => {
    const lines = await store
      .collection('changes')
      .find({ type: { $in: CLOSED }, by: ADMIN.id })
      .toArray();
    expect(lines.map(({ type, action }) => `${type} ${action}`).sort()).toEqual([
      'Enrolment enrolInCourse',
      'Registration registerForEvent',
      'Registration withdrawFromEvent',
    ]);
  });

  test('are in no timeline, and take no place of other items', async () => {
    for (const city of ['th-nan', null]) {
      const { timeline } = await graph.read(
        'query ($city: ID) { timeline(city: $city, first: 5, kinds: [RECORD_CHANGED]) { items { nodes { ... on RecordChanged { recordType recordId action by title { en th } } } } } }',
        { city },
      );
      const told = timeline.items.nodes as Array<{ recordType: string; action: string }>;
      expect(told.filter(({ recordType }) => CLOSED.includes(recordType))).toEqual([]);
      expect(told.map(({ action }) => action)).toContain('inviteToEvent');
    }
    const { timeline } = await graph.read(
      '{ timeline(first: 5, kinds: [RECORD_CHANGED]) { items { nodes { ... on RecordChanged { action } } } } }',
    );
    expect(timeline.items.nodes.slice(0, 3).map(({ action }: { action: string }) => action)).toEqual([
      'inviteToEvent',
      'openCourseRound',
      'createEvent',
    ]);
  });

  test.each([
    ['nobody', undefined],
    ['a viewer', { id: 'v', roles: ['viewer'] }],
    ['an officer of the city', { id: 'o', roles: ['city-officer:th-nan'] }],
    ['an administrator', ADMIN],
  ])('are not in the events’ items for %s', async (_name, caller) => {
    const id = timelineIdOf({
      from: null,
      to: null,
      concerning: 'th-nan',
      byOthers: false,
      kinds: [TimelineKind.RECORD_CHANGED],
      first: 100,
      after: null,
    });
    const query =
      'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Timeline { eventEntries { recordType } } } }';
    const { data, errors } = await graph.subgraphs
      .get('events')!
      .ask(query, { representations: [{ __typename: 'Timeline', id }] }, caller && { caller });
    expect(errors).toBeUndefined();
    expect(data._entities).toEqual([{ eventEntries: [{ recordType: 'Invitation' }] }]);
  });

  test('are in no public history', async () => {
    const { event } = await graph.read(`{ event(id: "${eventId}") { history { nodes { action } } } }`);
    expect(event.history.nodes).toEqual([{ action: 'openCourseRound' }, { action: 'createEvent' }]);
    for (const list of ['registrations', 'rounds { enrolments']) {
      const { body } = await graph.gateway.query(
        `{ event(id: "${eventId}") { ${list}(first: 1) { nodes { history { totalCount } } } ${list.includes('{') ? '}' : ''} } }`,
      );
      expect(body.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
    }
  });

  test('cost the timeline nothing: the index skips them', async () => {
    for (const filter of [
      { type: { $in: ['Event', 'Invitation'] } },
      { type: { $in: ['Event', 'Invitation'] }, concerns: 'th-nan' },
    ]) {
      const hint = 'concerns' in filter ? { concerns: 1, type: 1, at: -1, _id: -1 } : { type: 1, at: -1, _id: -1 };
      const explained = await store
        .collection('changes')
        .find(filter as never, { sort: { at: -1, _id: -1 }, limit: 6, hint } as never)
        .explain('executionStats');
      expect(JSON.stringify(explained['queryPlanner'].winningPlan)).not.toContain('"SORT"');
      expect(explained['executionStats'].totalKeysExamined).toBeLessThanOrEqual(10);
    }
  });
});

test.each<[variables: Variables, argument: string]>([
  [{ first: 0 }, 'first'],
  [{ first: 101 }, 'first'],
  [{ from: '2020-02-01', to: '2020-01-31' }, 'from'],
  [{ from: '1066-10-14' }, 'from'],
  [{ city: 'x'.repeat(201) }, 'city'],
  [{ after: 'rubbish' }, 'after'],
  [{ after: Buffer.from('["TIMELINE",7,"x"]').toString('base64url') }, 'after'],
  [{ after: Buffer.from('["ID","2020","x"]').toString('base64url') }, 'after'],
])('a wrong argument is refused: %#', async (variables, argument) => {
  const { body } = await graph.gateway.query(operation('timeline').query, { first: 20, ...variables });
  expect(body.data).toEqual({ timeline: null });
  expect(body.errors).toMatchObject([{ path: ['timeline'], extensions: { code: 'BAD_USER_INPUT', argument } }]);
});

test.each([
  '',
  'rubbish',
  Buffer.from('[]').toString('base64url'),
  Buffer.from('[null,null,{"$ne":null},[],5,null]').toString('base64url'),
  Buffer.from('[null,null,null,[],5000,null]').toString('base64url'),
])('a subgraph refuses an invalid cursor: %j', async (id) => {
  for (const [name, field] of [
    ['partners', 'partnerEntries'],
    ['events', 'eventEntries'],
  ] as const) {
    await expect(
      graph.subgraphs.get(name)!.entities(`... on Timeline { ${field} { id } }`, [{ __typename: 'Timeline', id }]),
    ).rejects.toThrow('BAD_USER_INPUT');
  }
});

const PAGE =
  'nodes { __typename ... on TimelineMoment { id title { th en } } } pageInfo { hasNextPage endCursor } missing';

describe('while one subgraph cannot be reached', () => {
  const PARTS = {
    events: ['itemsWithoutEvents', ['EventStarts']],
    partners: ['itemsWithoutPartners', ['AgreementMade', 'DeploymentMoved', 'IntroductionMade']],
  } as const;

  test.each(['events', 'partners'] as const)(
    '%s: one request gives the error for the whole and the items of the others, in their order, page by page',
    async (name) => {
      const [field, theirs] = PARTS[name];
      const others = (await all({ first: 100 })).filter(
        ({ __typename }) => !(theirs as readonly string[]).includes(__typename),
      );
      await graph.subgraphs.get(name)!.kill();
      try {
        const seen: string[] = [];
        for (let after: string | null = null, more = true; more;) {
          const { body }: { body: Record<string, never> } = (await graph.gateway.query(
            `query ($after: String) { timeline(first: 40, after: $after) { items { ${PAGE} } ${field} { ${PAGE} } } }`,
            { after },
          )) as never;
          const { timeline } = body['data'] as unknown as {
            timeline: Record<string, Awaited<ReturnType<typeof page>> | null>;
          };
          expect(timeline['items']).toBeNull();
          expect(body['errors']).toMatchObject([{ path: ['timeline', 'items'], extensions: { service: name } }]);
          const part = timeline[field]!;
          expect(part.missing).toEqual([name]);
          for (const { title } of part.nodes) expect(`${title.en} ${title.th}`).not.toMatch(/[{}]|undefined|null/);
          seen.push(...part.nodes.map(({ id }) => id));
          after = part.pageInfo.endCursor;
          more = part.pageInfo.hasNextPage;
        }
        // What a subgraph tells of its own changes is missing with it.
        const told = others.filter(({ __typename }) => __typename !== 'RecordChanged').map(({ id }) => id);
        expect(seen.filter((id) => told.includes(id))).toEqual(told);
      } finally {
        await graph.subgraphs.get(name)!.revive();
      }
    },
  );

  test('with two subgraphs down, the items of the cities remain', async () => {
    for (const name of ['events', 'partners']) await graph.subgraphs.get(name)!.kill();
    try {
      const { timeline } = await graph.read(
        `{ timeline(first: 100, kinds: [CITY_STATUS_REACHED, CITY_JOINED, EVENT_STARTS]) { itemsOfCities { ${PAGE} } } }`,
      );
      expect(timeline.itemsOfCities).toMatchObject({ missing: ['partners', 'events'] });
      expect(new Set(timeline.itemsOfCities.nodes.map(({ __typename }: Item) => __typename))).toEqual(
        new Set(['CityStatusReached', 'CityJoined']),
      );
    } finally {
      for (const name of ['events', 'partners']) await graph.subgraphs.get(name)!.revive();
    }
  });
});

test('without one subgraph the items are null, with an error that names it, and the rest of the request is answered', async () => {
  await graph.subgraphs.get('events')!.kill();
  try {
    const { body } = await graph.gateway.query(
      '{ timeline(first: 5) { id items { nodes { __typename } } } city(id: "th-yala") { id } }',
    );
    expect(body.data).toEqual({ timeline: { id: expect.any(String), items: null }, city: { id: 'th-yala' } });
    expect(body.errors).toMatchObject([{ path: ['timeline', 'items'], extensions: { service: 'events' } }]);
  } finally {
    await graph.subgraphs.get('events')!.revive();
  }
});

function earliest(date: string): string {
  return date.length === 4 ? `${date}-01-01` : date.length === 7 ? `${date}-01` : date;
}

function latest(date: string): string {
  const [year, month] = date.split('-').map(Number) as [number, number | undefined];
  return date.length === 10
    ? date
    : new Date(Date.UTC(month === undefined ? year + 1 : year, month ?? 0, 0)).toISOString().slice(0, 10);
}
