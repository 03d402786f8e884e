import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { events } from '../../subgraphs/events/index.js';
import { eventKeys } from '../../subgraphs/events/event/event.derived.js';
import { eventModel } from '../../subgraphs/events/event/event.model.js';
import type { Caller } from '../../subgraphs/protocol/caller.js';
import { openDatabase, type Database } from '../../subgraphs/runtime/database/database.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';
import { expectVerified } from '../verify/verified.js';
import { mutationOf } from '../mutation-of.js';

let subgraph: RunningSubgraph;
let database: Database;

beforeAll(async () => {
  subgraph = await startSubgraph(events as unknown as Subgraph);
  database = openDatabase({
    uri: process.env['TEST_MONGODB_URI'] as string,
    name: subgraph.databaseName,
    isPatient: true,
  });
  await database.connected();
});
afterAll(async () => {
  await database.close();
  await subgraph.close();
});

const admin: Caller = { id: 'admin', roles: ['network-admin'] };
const depa: Caller = { id: 'officer-of-depa', roles: ['partner-officer:depa'] };
const yala: Caller = { id: 'officer-of-yala', roles: ['city-officer:th-yala'] };
const TOMORROW = new Date(Date.now() + 86_400_000 * 2).toISOString().slice(0, 10);

let keys = 0;
const key = () => `key-${(keys += 1)}`;

/** What each mutation answers. */
const ANSWERS: Record<string, string> = {
  createEvent: '{ id version status }',
  changeEvent: '{ id version status startsOn { value } capacity format seats { capacity confirmed waiting free } }',
  cancelEvent: '{ id version status }',
  inviteToEvent: '{ id role message event { id } city { id } partner { id } person { id } }',
  registerForEvent: '{ id status place event { id } city { id } partner { id } }',
  withdrawFromEvent: '{ id status place }',
  openCourseRound: '{ id version rounds { id number startsOn { value } capacity enrolled graduated } }',
  enrolInCourse: '{ id graduatedOn { value } round { id enrolled } person { id } city { id } course { id } }',
  graduateFromCourse: '{ id graduatedOn { value } round { id enrolled graduated } }',
};

/** Does a write; the input gets a new key unless it brings one. */
async function write(mutation: string, caller: Caller | undefined, input: object, language = 'en') {
  const { data, errors } = await subgraph.ask(
    mutationOf(mutation, ANSWERS[mutation]),
    { input: { idempotencyKey: key(), ...input } },
    { ...(caller && { caller }), language },
  );
  return { answer: data?.[mutation], error: errors?.[0] };
}

/** Does a write that must be done. */
async function done(mutation: string, caller: Caller, input: object) {
  const { answer, error } = await write(mutation, caller, input);
  expect(error).toBeUndefined();
  return answer;
}

async function read(query: string, caller?: Caller) {
  const { data, errors } = await subgraph.ask(query, {}, caller && { caller });
  expect(errors).toBeUndefined();
  return data;
}

const newEvent = (more: object = {}) =>
  done('createEvent', admin, {
    name: { en: 'Forum of the network' },
    kind: 'CONFERENCE',
    hosts: ['depa'],
    startsOn: TOMORROW,
    ...more,
  });
const newCourse = async (capacity: number | null = null) => {
  const { id } = await newEvent({ kind: 'COURSE', endsOn: '2099-12-31' });
  const { rounds } = await done('openCourseRound', admin, { eventId: id, startsOn: TOMORROW.slice(0, 4), capacity });
  return { id, roundId: rounds[0].id as string };
};

describe('an event', () => {
  test('is announced with its names, days, place and host, and found by them', async () => {
    const { id, version, status } = await done('createEvent', depa, {
      name: { en: 'Yala Night Market Forum', th: 'เวทีตลาดกลางคืนยะลา' },
      kind: 'SEMINAR',
      hosts: ['depa', 'depa', 'nectec'],
      status: 'CONFIRMED',
      format: 'HYBRID',
      languages: ['th', 'en', 'th'],
      startsOn: '2099-03',
      endsOn: '2099-03-05',
      timezone: 'Asia/Bangkok',
      venueCityId: 'th-yala',
      venueText: { en: 'Town hall' },
      programmeId: 'city-possible',
      capacity: 5,
      description: { th: 'พูดคุยเรื่องตลาด' },
    });
    expect({ version, status }).toEqual({ version: 1, status: 'CONFIRMED' });
    expect(id).toMatch(/^event-yala-night-market-forum-2099-[0-9a-f]{8}$/);
    const { event } = await read(
      `{ event(id: "${id}") { name { th en } nameThOrigin languages format startsOn { value } endsOn { value } venue { city { id } text { en } } hosts { id } invitedHosts { partner { id } standing { state } } programme { id } seats { capacity confirmed waiting free } rounds { id } } }`,
    );
    expect(event).toEqual({
      name: { th: 'เวทีตลาดกลางคืนยะลา', en: 'Yala Night Market Forum' },
      nameThOrigin: 'OFFICIAL',
      languages: ['th', 'en'],
      format: 'HYBRID',
      startsOn: { value: '2099-03' },
      endsOn: { value: '2099-03-05' },
      venue: { city: { id: 'th-yala' }, text: { en: 'Town hall' } },
      hosts: [{ id: 'depa' }],
      invitedHosts: [{ partner: { id: 'nectec' }, standing: { state: 'CLAIMED' } }],
      programme: { id: 'city-possible' },
      seats: { capacity: 5, confirmed: 0, waiting: 0, free: 5 },
      rounds: [],
    });
    const { at, upcoming } = await read(
      `{ at: events(filter: { city: "th-yala", within: { from: "2099-01-01", to: "2099-12-31" } }) { nodes { id } } upcoming: upcomingEvents(asOf: "2099-01-01") { nodes { event { id } } } }`,
    );
    expect(at.nodes).toEqual([{ id }]);
    expect(upcoming.nodes).toContainEqual({ event: { id } });
  });

  test('keeps what filters are served by right after each change', async () => {
    const { id } = await newEvent({ venueCityId: 'th-yala' });
    await done('changeEvent', depa, {
      eventId: id,
      startsOn: '2098-05',
      venueCityId: 'th-nan',
      name: { th: 'เวทีน่าน', en: null },
      format: 'ONLINE',
    });
    const stored = (await database.model(eventModel).findById(id).lean())!;
    expect(stored).toMatchObject({
      ...eventKeys(stored),
      earliestStart: '2098-05-01',
      latestStart: '2098-05-31',
      cityIds: ['th-nan'],
      venue: { cityId: 'th-nan', text: null },
      searchKeys: ['เวทีนาน'],
      shownName: { th: 'เวทีน่าน', en: 'เวทีน่าน' },
    });
    await done('changeEvent', depa, { eventId: id, startsOn: null, venueCityId: null, format: null });
    const cleared = (await database.model(eventModel).findById(id).lean())!;
    expect(cleared).toMatchObject({ earliestStart: null, sortStart: '9999-12-31', cityIds: [], format: null });
  });

  test('keeps the language of a text that a change does not name; null takes it away', async () => {
    const { id } = await done('createEvent', depa, {
      name: { en: 'Clean air week', th: 'สัปดาห์อากาศสะอาด' },
      description: { en: 'Masks and meters.' },
      kind: 'CONFERENCE',
      hosts: ['depa'],
      startsOn: TOMORROW,
    });
    const texts = async () =>
      (await subgraph.ask(`{ event(id: "${id}") { name { en th } description { en th } } }`)).data?.['event'];
    await done('changeEvent', depa, {
      eventId: id,
      name: { th: 'สัปดาห์อากาศบริสุทธิ์' },
      description: { th: 'หน้ากากและเครื่องวัด' },
    });
    expect(await texts()).toEqual({
      name: { en: 'Clean air week', th: 'สัปดาห์อากาศบริสุทธิ์' },
      description: { en: 'Masks and meters.', th: 'หน้ากากและเครื่องวัด' },
    });
    const { data } = await subgraph.ask(`{ searchEvents(text: "clean air week") { event { id } } }`);
    expect(JSON.stringify(data)).toContain(id);
    await done('changeEvent', depa, { eventId: id, name: { th: null }, description: { en: null } });
    expect(await texts()).toEqual({
      name: { en: 'Clean air week', th: null },
      description: { en: null, th: 'หน้ากากและเครื่องวัด' },
    });
    const { error } = await write('changeEvent', depa, { eventId: id, name: { en: null } });
    expect(error).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', argument: 'input.name' } });
  });

  test('may be one that is past: it is put on file, found as of then, and said to have been held', async () => {
    const { id, status } = await newEvent({ startsOn: '2024-05-01' });
    expect(status).toBe('ANNOUNCED');
    const { upcomingEvents } = await read('{ upcomingEvents(asOf: "2024-05-01", days: 1) { nodes { event { id } } } }');
    expect(upcomingEvents.nodes).toContainEqual({ event: { id } });
    expect((await done('changeEvent', depa, { eventId: id, status: 'HELD' })).status).toBe('HELD');
  });

  test('tells which office changed it and when, the latest first, and to strangers neither the person nor the reason', async () => {
    const { id } = await newEvent({ why: 'The board agreed.' });
    await done('changeEvent', depa, { eventId: id, status: 'CONFIRMED', why: 'The hall is booked.' });
    await done('cancelEvent', depa, { eventId: id });
    const { event } = await read(
      `{ event(id: "${id}") { history { totalCount nodes { version action actionLabel { th en } office why at } } } }`,
    );
    expect(event.history.nodes.map(({ at: _at, ...line }: { at: string }) => line)).toEqual([
      {
        version: 3,
        action: 'cancelEvent',
        actionLabel: { th: 'ยกเลิกกิจกรรม', en: 'event cancelled' },
        office: 'partner-officer:depa',
        why: null,
      },
      {
        version: 2,
        action: 'changeEvent',
        actionLabel: { th: 'แก้ไขกิจกรรม', en: 'event changed' },
        office: 'partner-officer:depa',
        why: null,
      },
      {
        version: 1,
        action: 'createEvent',
        actionLabel: { th: 'ประกาศกิจกรรม', en: 'event announced' },
        office: 'network-admin',
        why: null,
      },
    ]);
    expect(event.history.totalCount).toBe(3);
  });

  test('is changed once for one key, and not when it has changed since it was read', async () => {
    const { id } = await newEvent();
    const input = { eventId: id, status: 'CONFIRMED', idempotencyKey: 'the same', expectedVersion: 1 };
    await Promise.all([1, 2, 3].map(() => done('changeEvent', depa, input)));
    const { error } = await write('changeEvent', depa, { eventId: id, capacity: 3, expectedVersion: 1 });
    expect(error.extensions).toEqual({ code: 'CONFLICT', argument: 'input.expectedVersion', version: 2 });
  });

  test('tells who lost a race of that, not of a rule that the winner made it break', async () => {
    const { id } = await newEvent();
    await done('cancelEvent', depa, { eventId: id, expectedVersion: 1 });
    for (const mutation of ['changeEvent', 'cancelEvent'])
      expect((await write(mutation, depa, { eventId: id, expectedVersion: 1 })).error.extensions).toMatchObject({
        code: 'CONFLICT',
        version: 2,
      });
    expect(
      (await write('openCourseRound', depa, { eventId: id, startsOn: '2099', expectedVersion: 1 })).error.extensions,
    ).toMatchObject({ code: 'CONFLICT', version: 2 });
  });
});

describe('a registration', () => {
  test('is confirmed while there are seats, waits afterwards, and moves up by place', async () => {
    const { id } = await newEvent({ capacity: 2 });
    const register = (cityId: string) => done('registerForEvent', admin, { eventId: id, cityId });
    expect(await register('a')).toMatchObject({
      status: 'CONFIRMED',
      place: 1,
      event: { id },
      city: { id: 'a' },
      partner: null,
    });
    expect(await done('registerForEvent', depa, { eventId: id, partnerId: 'depa' })).toMatchObject({
      status: 'CONFIRMED',
      place: 2,
      partner: { id: 'depa' },
    });
    for (const [at, city] of ['c', 'd', 'e'].entries())
      expect(await register(city)).toMatchObject({ status: 'WAITING', place: at + 3 });
    expect(await done('withdrawFromEvent', admin, { eventId: id, cityId: 'a' })).toMatchObject({
      status: 'WITHDRAWN',
      place: 1,
    });
    expect(await register('a')).toMatchObject({ status: 'WAITING', place: 6 });
    await done('withdrawFromEvent', admin, { eventId: id, cityId: 'd' });
    const list = 'nodes { place status city { id } partner { id } } totalCount';
    const { event } = await read(
      `{ event(id: "${id}") { seats { capacity confirmed waiting free } confirmed: registrations(status: CONFIRMED) { ${list} } waiting: registrations(status: WAITING) { ${list} } withdrawn: registrations(status: WITHDRAWN) { ${list} } all: registrations(first: 2) { ${list} } } }`,
      depa,
    );
    const who = ({ nodes }: { nodes: Array<{ city: { id: string } | null; partner: { id: string } | null }> }) =>
      nodes.map(({ city, partner }) => (city ?? partner)!.id);
    expect([who(event.confirmed), who(event.waiting), who(event.withdrawn), who(event.all)]).toEqual([
      ['depa', 'c'],
      ['e', 'a'],
      ['d'],
      ['depa', 'c'],
    ]);
    expect(event.seats).toEqual({ capacity: 2, confirmed: 2, waiting: 2, free: 0 });

    expect(await done('changeEvent', depa, { eventId: id, capacity: 3 })).toMatchObject({
      version: 2,
      seats: { capacity: 3, confirmed: 3, waiting: 1, free: 0 },
    });
    expect(await done('changeEvent', depa, { eventId: id, capacity: null })).toMatchObject({
      seats: { capacity: null, confirmed: 4, waiting: 0, free: null },
    });
  });

  test('gives the same answer for the same key, also after it moved up', async () => {
    const { id } = await newEvent({ capacity: 1 });
    await done('registerForEvent', admin, { eventId: id, cityId: 'a' });
    const input = { eventId: id, cityId: 'th-yala', idempotencyKey: key() };
    const first = await done('registerForEvent', yala, input);
    await done('withdrawFromEvent', admin, { eventId: id, cityId: 'a' });
    expect(await done('registerForEvent', yala, input)).toEqual(first);
    expect(first).toMatchObject({ status: 'WAITING', place: 2 });
  });

  test('is told to the host and the registrant only; counts are open', async () => {
    const { id } = await newEvent({ capacity: 9 });
    await done('registerForEvent', yala, { eventId: id, cityId: 'th-yala' });
    const ask = async (field: string, caller?: Caller) =>
      (await subgraph.ask(field, {}, caller && { caller })) as {
        data: { event: { registrations: unknown } };
        errors?: Array<{ extensions: { code: string } }>;
      };
    const query = `{ event(id: "${id}") { seats { confirmed free } registrations { totalCount } } }`;
    for (const caller of [depa, admin, { id: 'host', roles: [`host:${id}`] }])
      expect((await ask(query, caller)).data).toEqual({
        event: { seats: { confirmed: 1, free: 8 }, registrations: { totalCount: 1 } },
      });
    for (const [caller, code] of [
      [undefined, 'UNAUTHENTICATED'],
      [yala, 'FORBIDDEN'],
      [{ id: 'other', roles: ['partner-officer:nectec', 'host:event-else', 'viewer'] }, 'FORBIDDEN'],
    ] as const) {
      const { data, errors } = await ask(query, caller as Caller | undefined);
      expect([data, errors?.[0]?.extensions.code]).toEqual([
        { event: { seats: { confirmed: 1, free: 8 }, registrations: null } },
        code,
      ]);
    }
    const ofCity =
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on City { registrations { nodes { status event { id } } } } } }';
    const asked = async (caller?: Caller) =>
      subgraph.ask(ofCity, { r: [{ __typename: 'City', id: 'th-yala' }] }, caller && { caller });
    expect((await asked(yala)).data._entities[0].registrations.nodes).toContainEqual({
      status: 'CONFIRMED',
      event: { id },
    });
    expect((await asked(depa)).errors[0].extensions.code).toBe('FORBIDDEN');
  });
});

describe('an invitation', () => {
  test('goes to a city, a partner or a person, and is read from both sides', async () => {
    const { id } = await newEvent();
    expect(await done('inviteToEvent', depa, { eventId: id, cityId: 'th-yala', message: 'ยินดีต้อนรับ' })).toEqual({
      id: `${id}/city/th-yala`,
      role: 'ATTENDEE',
      message: 'ยินดีต้อนรับ',
      event: { id },
      city: { id: 'th-yala' },
      partner: null,
      person: null,
    });
    await done('inviteToEvent', depa, { eventId: id, partnerId: 'nectec', role: 'EXHIBITOR' });
    await done(
      'inviteToEvent',
      { id: 'host', roles: [`host:${id}`] },
      { eventId: id, personId: 'julian-loh', role: 'SPEAKER' },
    );
    const { event } = await read(`{ event(id: "${id}") { invitations { totalCount nodes { role } } } }`);
    expect(event.invitations).toEqual({
      totalCount: 3,
      nodes: [{ role: 'ATTENDEE' }, { role: 'EXHIBITOR' }, { role: 'SPEAKER' }],
    });
    const [city] = await subgraph.entities('... on City { invitations { nodes { event { id } } } }', [
      { __typename: 'City', id: 'th-yala' },
    ]);
    expect(city.invitations.nodes).toEqual([{ event: { id } }]);
  });
});

describe('a course', () => {
  test('opens rounds, enrols people of cities and graduates them', async () => {
    const { id, roundId } = await newCourse(2);
    const today = new Date().toISOString().slice(0, 10);
    expect(roundId).toBe(`${id}-round-1`);
    await done('openCourseRound', depa, { eventId: id, startsOn: '2099', endsOn: '2099-06' });
    expect(
      await done('enrolInCourse', admin, { roundId, cityId: 'th-yala', personId: 'pongsak-yingchoncharoen' }),
    ).toMatchObject({
      graduatedOn: null,
      round: { id: roundId, enrolled: 1 },
      person: { id: 'pongsak-yingchoncharoen' },
      city: { id: 'th-yala' },
      course: { id },
    });
    await done('enrolInCourse', admin, { roundId, cityId: 'th-nan', personId: 'somebody' });
    expect(await done('graduateFromCourse', depa, { roundId, personId: 'somebody', graduatedOn: today })).toMatchObject(
      { graduatedOn: { value: today }, round: { enrolled: 2, graduated: 1 } },
    );
    const { event } = await read(
      `{ event(id: "${id}") { rounds { number startsOn { value } endsOn { value } capacity enrolled graduated graduates { nodes { person { id } city { id } } } } } }`,
    );
    expect(event.rounds).toEqual([
      {
        number: 1,
        startsOn: { value: TOMORROW.slice(0, 4) },
        endsOn: null,
        capacity: 2,
        enrolled: 2,
        graduated: 1,
        graduates: { nodes: [{ person: { id: 'somebody' }, city: { id: 'th-nan' } }] },
      },
      {
        number: 2,
        startsOn: { value: '2099' },
        endsOn: { value: '2099-06' },
        capacity: null,
        enrolled: 0,
        graduated: 0,
        graduates: { nodes: [] },
      },
    ]);
    const enrolments = `{ event(id: "${id}") { rounds { enrolments { totalCount } } } }`;
    expect((await read(enrolments, depa)).event.rounds).toEqual([
      { enrolments: { totalCount: 2 } },
      { enrolments: { totalCount: 0 } },
    ]);
    expect((await subgraph.ask(enrolments, {}, { caller: yala })).errors?.[0].extensions.code).toBe('FORBIDDEN');
    const answers = await subgraph.entities(
      '... on City { courseGraduates { nodes { round { id } person { id } } } } ... on Person { graduations { nodes { city { id } course { id } } } }',
      [
        { __typename: 'City', id: 'th-nan' },
        { __typename: 'City', id: 'th-yala' },
        { __typename: 'Person', id: 'somebody' },
      ],
    );
    expect(answers).toEqual([
      { courseGraduates: { nodes: [{ round: { id: roundId }, person: { id: 'somebody' } }] } },
      { courseGraduates: { nodes: [] } },
      { graduations: { nodes: [{ city: { id: 'th-nan' }, course: { id } }] } },
    ]);
  });
});

describe('a broken rule', () => {
  const PAST = 'event-nation-seminar-2024';
  const long = 'x'.repeat(201);

  /** What breaks the rule, and what is answered. */
  type Case = [
    name: string,
    mutation: string,
    input: (event: string, round: string) => object,
    code: string,
    argument: string | undefined,
    rule?: string,
  ];
  const CASES: Case[] = [
    [
      'no host',
      'createEvent',
      () => ({ name: { en: 'x' }, kind: 'MEETING', hosts: [] }),
      'BAD_USER_INPUT',
      'input.hosts',
    ],
    [
      'too many hosts',
      'createEvent',
      () => ({ name: { en: 'x' }, kind: 'MEETING', hosts: Array.from({ length: 21 }, (_, at) => `p${at}`) }),
      'BAD_USER_INPUT',
      'input.hosts',
    ],
    [
      'a host that is no id',
      'createEvent',
      () => ({ name: { en: 'x' }, kind: 'MEETING', hosts: ['depa', '$where: 1'] }),
      'BAD_USER_INPUT',
      'input.hosts.1',
    ],
    [
      'a new event that was held',
      'createEvent',
      () => ({ name: { en: 'x' }, kind: 'MEETING', hosts: ['depa'], status: 'HELD' }),
      'BAD_USER_INPUT',
      'input.status',
    ],
    ['no name', 'createEvent', () => ({ name: {}, kind: 'MEETING', hosts: ['depa'] }), 'BAD_USER_INPUT', 'input.name'],
    [
      'a name of spaces',
      'createEvent',
      () => ({ name: { th: '  ' }, kind: 'MEETING', hosts: ['depa'] }),
      'BAD_USER_INPUT',
      'input.name.th',
    ],
    [
      'a long name',
      'createEvent',
      () => ({ name: { en: long }, kind: 'MEETING', hosts: ['depa'] }),
      'BAD_USER_INPUT',
      'input.name.en',
    ],
    [
      'a long description',
      'changeEvent',
      (eventId) => ({ eventId, description: { en: 'x'.repeat(5_001) } }),
      'BAD_USER_INPUT',
      'input.description.en',
    ],
    [
      'a long place',
      'changeEvent',
      (eventId) => ({ eventId, venueText: { th: long } }),
      'BAD_USER_INPUT',
      'input.venueText.th',
    ],
    [
      'a date that is none',
      'changeEvent',
      (eventId) => ({ eventId, startsOn: '2026-02-30' }),
      'BAD_USER_INPUT',
      'input.startsOn',
    ],
    [
      'an end before the start',
      'createEvent',
      () => ({ name: { en: 'x' }, kind: 'MEETING', hosts: ['depa'], startsOn: '2099-05-02', endsOn: '2099-05-01' }),
      'BAD_USER_INPUT',
      'input.endsOn',
    ],
    [
      'an end without a start',
      'createEvent',
      () => ({ name: { en: 'x' }, kind: 'MEETING', hosts: ['depa'], endsOn: '2099' }),
      'BAD_USER_INPUT',
      'input.startsOn',
    ],
    [
      'a start moved past the end',
      'changeEvent',
      (eventId) => ({ eventId, startsOn: '2099-05-02', endsOn: '2099-04' }),
      'BAD_USER_INPUT',
      'input.endsOn',
    ],
    [
      'an offset as a time zone',
      'changeEvent',
      (eventId) => ({ eventId, timezone: '+07:00' }),
      'BAD_USER_INPUT',
      'input.timezone',
    ],
    [
      'a time zone that is none',
      'changeEvent',
      (eventId) => ({ eventId, timezone: 'Asia/Yala' }),
      'BAD_USER_INPUT',
      'input.timezone',
    ],
    [
      'a language that is none',
      'changeEvent',
      (eventId) => ({ eventId, languages: ['Thai'] }),
      'BAD_USER_INPUT',
      'input.languages.0',
    ],
    [
      'a language that nobody speaks',
      'changeEvent',
      (eventId) => ({ eventId, languages: ['th', 'mfa', 'zz'] }),
      'BAD_USER_INPUT',
      'input.languages.2',
    ],
    [
      'too many languages',
      'changeEvent',
      (eventId) => ({ eventId, languages: Array(21).fill('th') }),
      'BAD_USER_INPUT',
      'input.languages',
    ],
    ['no seat at all', 'changeEvent', (eventId) => ({ eventId, capacity: 0 }), 'BAD_USER_INPUT', 'input.capacity'],
    [
      'fewer seats than are confirmed',
      'changeEvent',
      (eventId) => ({ eventId, capacity: 1 }),
      'RULE_VIOLATED',
      'input.capacity',
      'CAPACITY_BELOW_CONFIRMED',
    ],
    [
      'a cancellation by a change',
      'changeEvent',
      (eventId) => ({ eventId, status: 'CANCELLED' }),
      'RULE_VIOLATED',
      'input.status',
      'EVENT_STATUS_ORDER',
    ],
    [
      'a step back without a reason',
      'changeEvent',
      () => ({ eventId: PAST, status: 'ANNOUNCED' }),
      'RULE_VIOLATED',
      'input.why',
      'REASON_REQUIRED',
    ],
    [
      'an event held before it begins',
      'changeEvent',
      (eventId) => ({ eventId, status: 'HELD' }),
      'RULE_VIOLATED',
      'input.status',
      'HELD_BEFORE_START',
    ],
    [
      'what was held, moved to a day to come',
      'changeEvent',
      () => ({ eventId: PAST, startsOn: '2099-01-01', endsOn: null }),
      'RULE_VIOLATED',
      'input.startsOn',
      'HELD_BEFORE_START',
    ],
    [
      'a cancellation of what was held',
      'cancelEvent',
      () => ({ eventId: PAST }),
      'RULE_VIOLATED',
      'input.eventId',
      'EVENT_HELD',
    ],
    [
      'a registration for what is over',
      'registerForEvent',
      () => ({ eventId: PAST, cityId: 'th-yala' }),
      'RULE_VIOLATED',
      'input.eventId',
      'EVENT_OVER',
    ],
    [
      'a registration for an event of last year',
      'registerForEvent',
      () => ({ eventId: 'event-smart-city-expo-2023', cityId: 'th-yala' }),
      'RULE_VIOLATED',
      'input.eventId',
      'EVENT_OVER',
    ],
    [
      'an invitation to what is over',
      'inviteToEvent',
      () => ({ eventId: PAST, cityId: 'th-yala' }),
      'RULE_VIOLATED',
      'input.eventId',
      'EVENT_OVER',
    ],
    [
      'a second registration',
      'registerForEvent',
      (eventId) => ({ eventId, cityId: 'a' }),
      'RULE_VIOLATED',
      'input.eventId',
      'REGISTERED_ALREADY',
    ],
    [
      'a second invitation',
      'inviteToEvent',
      (eventId) => ({ eventId, cityId: 'a' }),
      'RULE_VIOLATED',
      'input.eventId',
      'INVITED_ALREADY',
    ],
    ['nobody who registers', 'registerForEvent', (eventId) => ({ eventId }), 'BAD_USER_INPUT', 'input.cityId'],
    [
      'two who register at once',
      'registerForEvent',
      (eventId) => ({ eventId, cityId: 'c', partnerId: 'p' }),
      'BAD_USER_INPUT',
      'input.partnerId',
    ],
    [
      'a message of spaces',
      'inviteToEvent',
      (eventId) => ({ eventId, cityId: 'new', message: ' ' }),
      'BAD_USER_INPUT',
      'input.message',
    ],
    [
      'a withdrawal by who never registered',
      'withdrawFromEvent',
      (eventId) => ({ eventId, cityId: 'never' }),
      'NOT_FOUND',
      'input.eventId',
    ],
    [
      'an event that is none',
      'registerForEvent',
      () => ({ eventId: 'event-none', cityId: 'a' }),
      'NOT_FOUND',
      'input.eventId',
    ],
    [
      'a round of what is no course',
      'openCourseRound',
      (eventId) => ({ eventId, startsOn: '2099' }),
      'RULE_VIOLATED',
      'input.eventId',
      'NOT_A_COURSE',
    ],
    [
      'a round that is over',
      'openCourseRound',
      (_, round) => ({ eventId: round.replace('-round-1', ''), startsOn: '2020', endsOn: '2021' }),
      'RULE_VIOLATED',
      'input.startsOn',
      'ROUND_OVER',
    ],
    [
      'a round that ends before it starts',
      'openCourseRound',
      (_, round) => ({ eventId: round.replace('-round-1', ''), startsOn: '2099', endsOn: '2098' }),
      'BAD_USER_INPUT',
      'input.endsOn',
    ],
    [
      'a round without seats',
      'openCourseRound',
      (_, round) => ({ eventId: round.replace('-round-1', ''), startsOn: '2099', capacity: -1 }),
      'BAD_USER_INPUT',
      'input.capacity',
    ],
    [
      'a second enrolment',
      'enrolInCourse',
      (_, roundId) => ({ roundId, cityId: 'th-yala', personId: 'first' }),
      'RULE_VIOLATED',
      'input.personId',
      'ENROLLED_ALREADY',
    ],
    [
      'a round that is none',
      'enrolInCourse',
      () => ({ roundId: 'round-none', cityId: 'th-yala', personId: 'first' }),
      'NOT_FOUND',
      'input.roundId',
    ],
    [
      'a graduate who never enrolled',
      'graduateFromCourse',
      (_, roundId) => ({ roundId, personId: 'third' }),
      'RULE_VIOLATED',
      'input.personId',
      'NOT_ENROLLED',
    ],
    [
      'a second graduation',
      'graduateFromCourse',
      (_, roundId) => ({ roundId, personId: 'second' }),
      'RULE_VIOLATED',
      'input.personId',
      'GRADUATED_ALREADY',
    ],
    [
      'a graduation in the future',
      'graduateFromCourse',
      (_, roundId) => ({ roundId, personId: 'first', graduatedOn: '2099' }),
      'RULE_VIOLATED',
      'input.graduatedOn',
      'GRADUATION_AHEAD',
    ],
    [
      'a graduation before the round',
      'graduateFromCourse',
      (_, roundId) => ({ roundId, personId: 'first', graduatedOn: '2001' }),
      'RULE_VIOLATED',
      'input.graduatedOn',
      'GRADUATION_OUTSIDE_ROUND',
    ],
    ['a long reason', 'cancelEvent', (eventId) => ({ eventId, why: 'x'.repeat(1_001) }), 'BAD_USER_INPUT', 'input.why'],
  ];
  let event: string;
  let round: string;

  beforeAll(async () => {
    event = (await newEvent({ capacity: 2 })).id;
    for (const cityId of ['a', 'b']) await done('registerForEvent', admin, { eventId: event, cityId });
    await done('inviteToEvent', admin, { eventId: event, cityId: 'a' });
    round = (await newCourse(2)).roundId;
    for (const personId of ['first', 'second'])
      await done('enrolInCourse', admin, { roundId: round, cityId: 'a', personId });
    await done('graduateFromCourse', admin, { roundId: round, personId: 'second' });
  });

  test('names the statuses by their labels', async () => {
    const { id } = await newEvent({ status: 'CONFIRMED' });
    const change = { eventId: id, status: 'ANNOUNCED' };
    const [en, th] = await Promise.all(
      ['en', 'th'].map(async (language) => (await write('changeEvent', admin, change, language)).error.message),
    );
    expect([en, th]).toEqual([
      'An event cannot go from “Confirmed” to “Announced”.',
      expect.stringMatching(/^[^A-Za-z]+$/),
    ]);
    const held = { name: { en: 'x' }, kind: 'MEETING', hosts: ['depa'], status: 'HELD' };
    const [enNew, thNew] = await Promise.all(
      ['en', 'th'].map(async (language) => (await write('createEvent', admin, held, language)).error.message),
    );
    expect([enNew, thNew]).toEqual([
      'A new event is “Announced” or “Confirmed”, not “Held”.',
      'กิจกรรมใหม่มีสถานะเป็น “ประกาศแล้ว” หรือ “ยืนยันแล้ว” เท่านั้น ไม่ใช่ “จัดแล้ว”',
    ]);
  });

  test.each(CASES.map((broken) => [broken[0], broken] as const))(
    '%s is refused in both languages and changes nothing',
    async (_name, [, mutation, input, code, argument, rule]) => {
      const before = await everything();
      const messages: string[] = [];
      for (const language of ['en', 'th']) {
        const { answer, error } = await write(mutation, admin, input(event, round), language);
        expect(answer).toBeNull();
        expect(error.extensions).toMatchObject({ code, argument, ...(rule && { rule }) });
        messages.push(error.message);
      }
      expect(messages[0]).not.toMatch(/[\u0E00-\u0E7F]/);
      expect(messages[1]).toMatch(/[\u0E00-\u0E7F]/);
      expect(await everything()).toEqual(before);
    },
  );

  test('what is cancelled stays so without a reason: no change, no second cancellation, nobody comes or goes', async () => {
    const { id, roundId } = await newCourse();
    await done('registerForEvent', admin, { eventId: id, cityId: 'a' });
    await done('enrolInCourse', admin, { roundId, cityId: 'a', personId: 'first' });
    await done('cancelEvent', admin, { eventId: id });
    for (const [mutation, input] of [
      ['cancelEvent', {}],
      ['changeEvent', { format: 'ONLINE' }],
      ['changeEvent', { capacity: 3 }],
      ['inviteToEvent', { cityId: 'b' }],
      ['registerForEvent', { cityId: 'b' }],
      ['withdrawFromEvent', { cityId: 'a' }],
      ['openCourseRound', { startsOn: '2099' }],
      ['enrolInCourse', { roundId, cityId: 'b', personId: 'second' }],
    ] as const) {
      const { error } = await write(mutation, admin, 'roundId' in input ? input : { eventId: id, ...input });
      expect([mutation, error?.extensions]).toEqual([
        mutation,
        expect.objectContaining({ code: 'RULE_VIOLATED', rule: 'EVENT_CANCELLED' }),
      ]);
    }
  });

  /** All that is stored, by collection. */
  async function everything() {
    return Promise.all(
      events.models
        .filter(({ name }) => name !== 'events')
        .map(async (model) => [model.name, await database.model(model).countDocuments()]),
    );
  }
});

describe('who may write', () => {
  const ROLES = [
    'nobody',
    'viewer',
    'city-officer:th-yala',
    'city-officer:th-nan',
    'partner-officer:depa',
    'partner-officer:nectec',
    'host:event-else',
    'host',
    'network-admin',
  ];
  /** For each write, the roles that may: `host` stands for the host of the event. */
  const MAY: Record<string, string[]> = {
    createEvent: ['partner-officer:depa', 'network-admin'],
    changeEvent: ['partner-officer:depa', 'host', 'network-admin'],
    cancelEvent: ['partner-officer:depa', 'host', 'network-admin'],
    inviteToEvent: ['partner-officer:depa', 'host', 'network-admin'],
    openCourseRound: ['partner-officer:depa', 'host', 'network-admin'],
    graduateFromCourse: ['partner-officer:depa', 'host', 'network-admin'],
    'registerForEvent as th-yala': ['city-officer:th-yala', 'network-admin'],
    'registerForEvent as nectec': ['partner-officer:nectec', 'network-admin'],
    'withdrawFromEvent as th-yala': ['city-officer:th-yala', 'partner-officer:depa', 'host', 'network-admin'],
    'withdrawFromEvent as nectec': ['partner-officer:nectec', 'partner-officer:depa', 'host', 'network-admin'],
    enrolInCourse: ['city-officer:th-yala', 'network-admin'],
  };

  test.each(Object.keys(MAY).flatMap((name) => ROLES.map((role) => [name, role] as const)))(
    '%s: %s',
    async (name, role) => {
      const { id, roundId } = await newCourse();
      await done('enrolInCourse', admin, { roundId, cityId: 'th-yala', personId: 'enrolled' });
      const who = name.endsWith('nectec') ? { partnerId: 'nectec' } : { cityId: 'th-yala' };
      if (name.startsWith('withdraw')) await done('registerForEvent', admin, { eventId: id, ...who });
      const inputs: Record<string, object> = {
        createEvent: { name: { en: 'x' }, kind: 'MEETING', hosts: ['depa'] },
        changeEvent: { eventId: id, capacity: 7 },
        cancelEvent: { eventId: id },
        inviteToEvent: { eventId: id, cityId: 'th-yala' },
        openCourseRound: { eventId: id, startsOn: '2099' },
        graduateFromCourse: { roundId, personId: 'enrolled' },
        registerForEvent: { eventId: id, ...who },
        withdrawFromEvent: { eventId: id, ...who },
        enrolInCourse: { roundId, cityId: 'th-yala', personId: 'new' },
      };
      const mutation = name.split(' ')[0]!;
      const caller = role === 'nobody' ? undefined : { id: 'somebody', roles: [role === 'host' ? `host:${id}` : role] };
      const { error } = await write(mutation, caller, inputs[mutation]!);
      expect(error?.extensions.code).toBe(
        MAY[name]!.includes(role) ? undefined : role === 'nobody' ? 'UNAUTHENTICATED' : 'FORBIDDEN',
      );
    },
  );

  test.each([
    'changeEvent',
    'cancelEvent',
    'inviteToEvent',
    'openCourseRound',
    'registerForEvent',
    'withdrawFromEvent',
    'enrolInCourse',
    'graduateFromCourse',
  ])('%s about what is not there tells so to whoever is signed in, whatever their role', async (mutation) => {
    const about: Record<string, object> = {
      openCourseRound: { eventId: 'none', startsOn: '2099' },
      enrolInCourse: { roundId: 'none', cityId: 'th-yala', personId: 'x' },
      graduateFromCourse: { roundId: 'none', personId: 'x' },
      registerForEvent: { eventId: 'none', cityId: 'th-yala' },
      withdrawFromEvent: { eventId: 'none', cityId: 'th-yala' },
    };
    for (const role of ROLES) {
      const { error } = await write(
        mutation,
        role === 'nobody' ? undefined : { id: 'somebody', roles: [role] },
        about[mutation] ?? { eventId: 'none' },
      );
      expect([role, error?.extensions.code]).toEqual([role, role === 'nobody' ? 'UNAUTHENTICATED' : 'NOT_FOUND']);
    }
  });
});

test('what these writes left fits together', () => expectVerified(subgraph));
