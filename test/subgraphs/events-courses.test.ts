import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { enrolmentModel } from '../../subgraphs/events/course/enrolment.model.js';
import { admin, depa, startEventsWriter, yala, type EventsWriter } from './events-writer.js';
import { expectVerified } from '../verify/verified.js';

const time = '2026-11-29T05:00:00Z';
let events: EventsWriter;
beforeAll(async () => (events = await startEventsWriter({ now: () => new Date(time) })));
afterAll(() => events.close());

const enrol = (roundId: string, personId: string) =>
  events.done('enrolInCourse', admin, { roundId, cityId: 'th-yala', personId });
const roundOf = async (id: string) =>
  (
    await events.read(
      `{ event(id: "${id}") { rounds { enrolled waiting capacity enrolments { totalCount } seated: enrolments(status: ENROLLED) { totalCount } } } }`,
      depa,
    )
  ).event.rounds[0];

describe('the days of a round', () => {
  test('lie within its course', async () => {
    const { id } = await events.newEvent({ kind: 'COURSE', startsOn: '2026-11', endsOn: '2026-12' });
    for (const days of [
      { startsOn: '2029' },
      { startsOn: '2026-12-30', endsOn: '2027-01-02' },
      { startsOn: '2027-01', endsOn: '2027-02' },
    ])
      expect([days, await events.refused('openCourseRound', depa, { eventId: id, ...days })]).toEqual([
        days,
        days.endsOn === '2027-01-02'
          ? expect.anything()
          : { code: 'RULE_VIOLATED', rule: 'ROUND_OUTSIDE_COURSE', argument: 'input.startsOn' },
      ]);
    await events.done('openCourseRound', depa, { eventId: id, startsOn: '2026-12-01', endsOn: '2026-12-20' });
    expect(await events.refused('changeEvent', depa, { eventId: id, startsOn: '2026-11', endsOn: '2026-11' })).toEqual({
      code: 'RULE_VIOLATED',
      rule: 'ROUND_OUTSIDE_COURSE',
      argument: 'input.startsOn',
    });
    await events.done('changeEvent', depa, { eventId: id, startsOn: '2026-12', endsOn: '2029' });
    await events.done('openCourseRound', depa, { eventId: id, startsOn: '2029' });
  });

  test('are free where the course has none', async () => {
    const { id } = await events.newEvent({ kind: 'COURSE', startsOn: null });
    await events.done('openCourseRound', depa, { eventId: id, startsOn: '2029' });
  });

  test('are corrected with a reason, within the course, and not to days that are over while people are enrolled', async () => {
    const { id, roundId } = await events.newCourse({ startsOn: '2026-12-01', endsOn: '2026-12-20', capacity: 2 });
    await enrol(roundId, 'a');
    const change = (more: object) => ({ roundId, why: 'A typing error.', ...more });
    expect((await events.write('changeCourseRound', depa, { roundId, capacity: 3 })).error).toBeDefined();
    expect(
      await events.refused('changeCourseRound', depa, change({ startsOn: '2026-01', endsOn: '2026-02' })),
    ).toMatchObject({ rule: 'ROUND_OVER' });
    expect(await events.refused('changeCourseRound', depa, change({ startsOn: '2101' }))).toMatchObject({
      code: 'BAD_USER_INPUT',
    });
    expect(await events.refused('changeCourseRound', depa, change({ endsOn: '2026-11' }))).toMatchObject({
      argument: 'input.endsOn',
    });
    expect(await events.refused('changeCourseRound', yala, change({ capacity: 3 }))).toMatchObject({
      code: 'FORBIDDEN',
    });
    expect(
      await events.done(
        'changeCourseRound',
        depa,
        change({ startsOn: '2026-12-05', endsOn: null }),
        '{ rounds { startsOn { value } endsOn { value } capacity } }',
      ),
    ).toEqual({
      rounds: [{ startsOn: { value: '2026-12-05' }, endsOn: null, capacity: 2 }],
    });
    expect((await roundOf(id)).enrolled).toBe(1);
  });
});

describe('a round that is over', () => {
  const PAST = { startsOn: '2026-02', endsOn: '2026-03-15', capacity: 20, why: 'Its report tells it.' };
  const ROUNDS =
    '{ version rounds { id number startsOn { value } endsOn { value } capacity enrolled } history(first: 1) { nodes { action why } } }';

  test('is put on file once by its host, after those that are on file, with its history', async () => {
    const { id } = await events.newEvent({ kind: 'COURSE', startsOn: '2026' });
    await events.done('openCourseRound', depa, { eventId: id, startsOn: '2026-12' });
    expect(await events.refused('recordPastCourseRound', yala, { eventId: id, ...PAST })).toMatchObject({
      code: 'FORBIDDEN',
    });
    const idempotencyKey = 'past-round';
    const input = { eventId: id, idempotencyKey, ...PAST };
    const done = await events.done('recordPastCourseRound', depa, input, ROUNDS);
    expect(done.rounds[1]).toEqual({
      ...{ id: `${id}-round-2`, number: 2, startsOn: { value: '2026-02' }, endsOn: { value: '2026-03-15' } },
      ...{ capacity: 20, enrolled: 0 },
    });
    expect(done.history.nodes).toEqual([{ action: 'recordPastCourseRound', why: PAST.why }]);
    expect(await events.done('recordPastCourseRound', depa, input, ROUNDS)).toEqual(done);
    expect(await events.refused('recordPastCourseRound', admin, { eventId: id, ...PAST })).toMatchObject({
      rule: 'ROUND_ON_FILE',
    });
    expect(
      await events.refused('enrolInCourse', admin, { roundId: `${id}-round-2`, cityId: 'th-yala', personId: 'a' }),
    ).toMatchObject({ code: 'RULE_VIOLATED' });
    await expectVerified(events.subgraph);
  });

  test('is refused while it lasts, outside its course, and for what is no course', async () => {
    const { id } = await events.newEvent({ kind: 'COURSE', startsOn: '2026' });
    const refused = (more: object) => events.refused('recordPastCourseRound', depa, { eventId: id, ...PAST, ...more });
    expect(await refused({ endsOn: '2026-12' })).toMatchObject({ rule: 'ROUND_NOT_OVER', argument: 'input.endsOn' });
    expect(await refused({ endsOn: '2026-11-29' })).toMatchObject({ rule: 'ROUND_NOT_OVER' });
    expect(await refused({ startsOn: '2025-01', endsOn: '2025-02' })).toMatchObject({ rule: 'ROUND_OUTSIDE_COURSE' });
    expect(await refused({ endsOn: '2026-01' })).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'input.endsOn' });
    const meeting = await events.newEvent({ kind: 'MEETING', startsOn: '2027' });
    expect(await refused({ eventId: meeting.id })).toMatchObject({ rule: 'NOT_A_COURSE' });
  });
});

describe('a graduation', () => {
  test('lies within the round; without a day it is the last one that is possible', async () => {
    const { roundId } = await events.newCourse({ startsOn: '2026-11-01', endsOn: '2026-11-30' });
    await enrol(roundId, 'a');
    for (const graduatedOn of ['2026-10-31', '2026-09', '2025'])
      expect(await events.refused('graduateFromCourse', depa, { roundId, personId: 'a', graduatedOn })).toEqual({
        code: 'RULE_VIOLATED',
        rule: 'GRADUATION_OUTSIDE_ROUND',
        argument: 'input.graduatedOn',
      });
    expect(
      await events.refused('graduateFromCourse', depa, { roundId, personId: 'a', graduatedOn: '2026-12' }),
    ).toMatchObject({ rule: 'GRADUATION_AHEAD' });
    expect((await events.done('graduateFromCourse', depa, { roundId, personId: 'a' })).graduatedOn).toEqual({
      value: '2026-11-29',
    });
  });
});

describe('a full round', () => {
  test('has a waiting list, from which the first moves up when somebody withdraws or there are more seats', async () => {
    const { id, roundId } = await events.newCourse({ capacity: 2 });
    const statuses = [];
    for (const personId of ['a', 'b', 'c', 'd', 'e']) statuses.push(await enrol(roundId, personId));
    expect(statuses.map(({ status, place }) => [status, place])).toEqual([
      ['ENROLLED', 1],
      ['ENROLLED', 2],
      ['WAITING', 3],
      ['WAITING', 4],
      ['WAITING', 5],
    ]);
    expect(
      await events.refused('graduateFromCourse', depa, { roundId, personId: 'c', graduatedOn: '2026-11' }),
    ).toMatchObject({ code: 'RULE_VIOLATED' });
    await events.done('withdrawFromCourse', yala, { roundId, personId: 'a', why: 'Moved away.' });
    expect(await roundOf(id)).toMatchObject({
      enrolled: 2,
      waiting: 2,
      enrolments: { totalCount: 5 },
      seated: { totalCount: 2 },
    });
    await events.done('withdrawFromCourse', depa, { roundId, personId: 'd' });
    expect(await enrol(roundId, 'a')).toMatchObject({
      status: 'WAITING',
      place: 6,
      version: 3,
    });
    await events.done('changeCourseRound', depa, { roundId, capacity: 3, why: 'A larger room.' });
    const { event } = await events.read(
      `{ event(id: "${id}") { rounds { enrolments { nodes { person { id } status history { nodes { action } } } } } } }`,
      depa,
    );
    expect(
      event.rounds[0].enrolments.nodes.map((each: { person: { id: string }; status: string }) => [
        each.person.id,
        each.status,
      ]),
    ).toEqual([
      ['a', 'WAITING'],
      ['b', 'ENROLLED'],
      ['c', 'ENROLLED'],
      ['d', 'WITHDRAWN'],
      ['e', 'ENROLLED'],
    ]);
    expect(event.rounds[0].enrolments.nodes[0].history.nodes).toEqual([
      { action: 'enrolInCourse' },
      { action: 'withdrawFromCourse' },
      { action: 'enrolInCourse' },
    ]);
    for (const caller of [null, { id: 'other', roles: ['city-officer:th-nan', 'partner-officer:nectec'] }])
      expect((await events.refused('withdrawFromCourse', caller, { roundId, personId: 'b' }))['code']).toBe(
        caller ? 'FORBIDDEN' : 'UNAUTHENTICATED',
      );
    expect(await events.refused('withdrawFromCourse', admin, { roundId, personId: 'd' })).toMatchObject({
      rule: 'NOT_ENROLLED',
    });
  });

  test('counts an enrolment of before there was a waiting list as one with a seat', async () => {
    const { id, roundId } = await events.newCourse({ capacity: 1 });
    await enrol(roundId, 'old');
    await events.database
      .model(enrolmentModel)
      .collection.updateOne({ _id: `${roundId}/old` } as never, { $unset: { status: 1, place: 1 } });
    expect(await enrol(roundId, 'new')).toMatchObject({ status: 'WAITING', place: 2 });
    expect((await roundOf(id)).seated).toEqual({ totalCount: 1 });
    const [city] = await events.subgraph.entities('... on City { __typename }', [
      { __typename: 'City', id: 'th-yala' },
    ]);
    expect(city).toBeDefined();
    await events.done('withdrawFromCourse', yala, { roundId, personId: 'old' });
    expect(await roundOf(id)).toMatchObject({ enrolled: 1, waiting: 0 });
  });
});

test('a city reads its people in courses; nobody else does', async () => {
  const { roundId } = await events.newCourse({});
  await events.done('enrolInCourse', admin, { roundId, cityId: 'th-trang', personId: 'p' });
  const query =
    'query ($r: [_Any!]!) { _entities(representations: $r) { ... on City { enrolments { nodes { person { id } status round { id } } } } } }';
  const ask = (roles: string[]) =>
    events.subgraph.ask(query, { r: [{ __typename: 'City', id: 'th-trang' }] }, { caller: { id: 'x', roles } });
  expect((await ask(['city-officer:th-trang'])).data._entities[0].enrolments.nodes).toEqual([
    { person: { id: 'p' }, status: 'ENROLLED', round: { id: roundId } },
  ]);
  expect((await ask(['city-officer:th-yala'])).errors[0].extensions.code).toBe('FORBIDDEN');
});

test('who graduated whom and why is read by the hosts and the city; everybody else reads the office', async () => {
  const { id, roundId } = await events.newCourse({ startsOn: '2026-11' });
  await enrol(roundId, 'a');
  await events.done('graduateFromCourse', depa, { roundId, personId: 'a', why: 'Passed with 98 points.' });
  const lastChange = async (roles?: string[]) => {
    const { event } = await events.read(
      `{ event(id: "${id}") { rounds { graduates { nodes { history(first: 1) { nodes { action by why office } } } } } } }`,
      roles && { id: 'somebody', roles },
    );
    return event.rounds[0].graduates.nodes[0].history.nodes[0];
  };
  const [action, office] = ['graduateFromCourse', 'partner-officer:depa'];
  for (const roles of [['partner-officer:depa'], [`host:${id}`], ['city-officer:th-yala'], ['network-admin']])
    expect(await lastChange(roles)).toEqual({ action, office, by: 'officer-of-depa', why: 'Passed with 98 points.' });
  for (const roles of [undefined, ['city-officer:th-nan'], ['partner-officer:nectec']])
    expect(await lastChange(roles)).toEqual({ action, office, by: office, why: null });
});

test('what these writes left fits together', () => expectVerified(events.subgraph));
