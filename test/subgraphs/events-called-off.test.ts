import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { admin, depa, startEventsWriter, yala, type EventsWriter } from './events-writer.js';
import { expectVerified } from '../verify/verified.js';

let time = '2026-11-29T05:00:00Z';
let events: EventsWriter;
beforeAll(async () => (events = await startEventsWriter({ now: () => new Date(time) })));
afterAll(() => events.close());

const seatsOf = async (id: string) =>
  (await events.read(`{ event(id: "${id}") { seats { confirmed waiting free } } }`)).event.seats;

async function registrationsOf(id: string, status?: string) {
  const { event } = await events.read(
    `{ event(id: "${id}") { registrations(first: 100${status ? `, status: ${status}` : ''}) { totalCount nodes { place status city { id } history { nodes { action by why version } } } } } }`,
    depa,
  );
  return event.registrations;
}

describe('an event with 30 registrations for 10 seats that is called off', () => {
  let id: string;
  beforeAll(async () => {
    id = (await events.newEvent({ capacity: 10 })).id;
    for (let at = 1; at <= 30; at += 1)
      await events.done('registerForEvent', admin, { eventId: id, cityId: `city-${at}` });
    await events.done('withdrawFromEvent', admin, { eventId: id, cityId: 'city-3', why: 'The mayor is ill.' });
  });

  test('ends all of them, says who did it and why, and keeps no seat', async () => {
    expect(await seatsOf(id)).toEqual({ confirmed: 10, waiting: 19, free: 0 });
    expect(
      await events.done(
        'cancelEvent',
        depa,
        { eventId: id, why: 'The hall is flooded.' },
        '{ status cancelledOn { value } }',
      ),
    ).toEqual({
      status: 'CANCELLED',
      cancelledOn: { value: '2026-11-29' },
    });
    expect(await seatsOf(id)).toEqual({ confirmed: 0, waiting: 0, free: 10 });
    const { totalCount, nodes } = await registrationsOf(id, 'CALLED_OFF');
    expect(totalCount).toBe(29);
    for (const { history } of nodes)
      expect(history.nodes[0]).toMatchObject({
        action: 'cancelEvent',
        by: 'officer-of-depa',
        why: 'The hall is flooded.',
      });
    const withdrawn = await registrationsOf(id, 'WITHDRAWN');
    expect(withdrawn.nodes).toMatchObject([
      {
        city: { id: 'city-3' },
        history: {
          nodes: [
            { action: 'withdrawFromEvent', by: 'admin', why: 'The mayor is ill.', version: 2 },
            { action: 'registerForEvent', by: 'admin', version: 1 },
          ],
        },
      },
    ]);
  });

  test('takes nobody in and lets nobody out', async () => {
    for (const [mutation, city] of [
      ['registerForEvent', 'late'],
      ['withdrawFromEvent', 'city-1'],
    ] as const)
      expect(await events.refused(mutation, admin, { eventId: id, cityId: city })).toMatchObject({
        rule: 'EVENT_CANCELLED',
      });
  });

  test('has them back by place when calling it off was a mistake, for which a reason is asked', async () => {
    const back = { eventId: id, status: 'CONFIRMED' };
    expect(await events.refused('changeEvent', depa, back)).toEqual({
      code: 'RULE_VIOLATED',
      rule: 'REASON_REQUIRED',
      argument: 'input.why',
    });
    const why = 'It was the other forum.';
    expect(await events.done('changeEvent', depa, { ...back, why }, '{ status cancelledOn { value } }')).toEqual({
      status: 'CONFIRMED',
      cancelledOn: null,
    });
    expect(await seatsOf(id)).toEqual({ confirmed: 10, waiting: 19, free: 0 });
    const { nodes } = await registrationsOf(id, 'CONFIRMED');
    expect(nodes.map(({ place }: { place: number }) => place)).toEqual([1, 2, 4, 5, 6, 7, 8, 9, 10, 11]);
    expect(nodes[0].history.nodes[0]).toMatchObject({ action: 'changeEvent', why });
  });
});

describe('an event with registrations', () => {
  test('is not moved to days that are over', async () => {
    const { id } = await events.newEvent({ startsOn: '2026-12-10', endsOn: '2026-12-11' });
    await events.done('changeEvent', depa, { eventId: id, startsOn: '2026-11-01', endsOn: '2026-11-02' });
    await events.done('changeEvent', depa, { eventId: id, startsOn: '2026-12-10', endsOn: '2026-12-11' });
    await events.done('registerForEvent', yala, { eventId: id, cityId: 'th-yala' });
    expect(
      await events.refused('changeEvent', depa, { eventId: id, startsOn: '2026-11-01', endsOn: '2026-11-02' }),
    ).toEqual({
      code: 'RULE_VIOLATED',
      rule: 'MOVED_INTO_PAST',
      argument: 'input.startsOn',
    });
    await events.done('changeEvent', depa, { eventId: id, startsOn: '2026-11-28', endsOn: '2026-11-29' });
  });
});

describe('a course that is called off', () => {
  test('ends its enrolments; who finished the round before can still be recorded', async () => {
    time = '2026-11-29T05:00:00Z';
    const { id, roundId } = await events.newCourse({ startsOn: '2026-11-01', endsOn: '2026-12-20' });
    for (const personId of ['a', 'b', 'c'])
      await events.done('enrolInCourse', admin, { roundId, cityId: 'th-yala', personId });
    await events.done('graduateFromCourse', depa, { roundId, personId: 'a', graduatedOn: '2026-11-20' });
    await events.done('cancelEvent', depa, { eventId: id });
    time = '2026-12-05T05:00:00Z';
    const round = async () =>
      (
        await events.read(
          `{ event(id: "${id}") { rounds { enrolled graduated waiting enrolments { nodes { person { id } status } } } } }`,
          depa,
        )
      ).event.rounds[0];
    expect(await round()).toMatchObject({
      enrolled: 1,
      graduated: 1,
      enrolments: {
        nodes: [
          { person: { id: 'a' }, status: 'ENROLLED' },
          { person: { id: 'b' }, status: 'CALLED_OFF' },
          { person: { id: 'c' }, status: 'CALLED_OFF' },
        ],
      },
    });
    expect(
      await events.refused('graduateFromCourse', depa, { roundId, personId: 'b', graduatedOn: '2026-12-01' }),
    ).toEqual({
      code: 'RULE_VIOLATED',
      rule: 'GRADUATION_AFTER_CALLING_OFF',
      argument: 'input.graduatedOn',
    });
    expect(await events.done('graduateFromCourse', depa, { roundId, personId: 'b' })).toMatchObject({
      status: 'ENROLLED',
      graduatedOn: { value: '2026-11-29' },
    });
    expect(await round()).toMatchObject({ enrolled: 2, graduated: 2 });
    for (const [mutation, input] of [
      ['enrolInCourse', { roundId, cityId: 'th-yala', personId: 'd' }],
      ['withdrawFromCourse', { roundId, personId: 'c' }],
      ['cancelCourseRound', { roundId, why: 'x' }],
      ['changeCourseRound', { roundId, capacity: 3, why: 'x' }],
    ] as const)
      expect(await events.refused(mutation, admin, input)).toMatchObject({ rule: 'EVENT_CANCELLED' });
    await events.done('changeEvent', depa, { eventId: id, status: 'ANNOUNCED', why: 'A mistake.' });
    expect(await round()).toMatchObject({ enrolled: 3, graduated: 2 });
    time = '2026-11-29T05:00:00Z';
  });
});

describe('a round that is called off', () => {
  test('ends its own enrolments, takes nobody in, and has them back when it was a mistake', async () => {
    const { id, roundId } = await events.newCourse({ startsOn: '2026-12-01', endsOn: '2026-12-20', capacity: 2 });
    await events.done('openCourseRound', depa, { eventId: id, startsOn: '2027' });
    for (const personId of ['a', 'b', 'c'])
      await events.done('enrolInCourse', admin, { roundId, cityId: 'th-yala', personId });
    await events.done('enrolInCourse', admin, { roundId: `${id}-round-2`, cityId: 'th-yala', personId: 'a' });
    const rounds = '{ rounds { enrolled waiting cancelledOn { value } } }';
    const called = await events.done('cancelCourseRound', depa, { roundId, why: 'No teacher.' }, rounds);
    expect(called.rounds).toEqual([
      { enrolled: 0, waiting: 0, cancelledOn: { value: '2026-11-29' } },
      { enrolled: 1, waiting: 0, cancelledOn: null },
    ]);
    for (const [mutation, input] of [
      ['enrolInCourse', { roundId, cityId: 'th-yala', personId: 'd' }],
      ['withdrawFromCourse', { roundId, personId: 'a' }],
      ['cancelCourseRound', { roundId, why: 'again' }],
      ['changeCourseRound', { roundId, capacity: 3, why: 'x' }],
    ] as const)
      expect(await events.refused(mutation, admin, input)).toEqual({
        code: 'RULE_VIOLATED',
        rule: 'ROUND_CANCELLED',
        argument: 'input.roundId',
      });
    const back = await events.done('restoreCourseRound', depa, { roundId, why: 'There is one.' }, rounds);
    expect(back.rounds[0]).toEqual({ enrolled: 2, waiting: 1, cancelledOn: null });
    expect(await events.refused('restoreCourseRound', depa, { roundId, why: 'again' })).toMatchObject({
      rule: 'ROUND_NOT_CANCELLED',
    });
    const { event } = await events.read(
      `{ event(id: "${id}") { rounds { enrolments { nodes { status history { nodes { action by why } } } } } } }`,
      depa,
    );
    expect(event.rounds[0].enrolments.nodes[0]).toEqual({
      status: 'ENROLLED',
      history: {
        nodes: [
          { action: 'restoreCourseRound', by: 'officer-of-depa', why: 'There is one.' },
          { action: 'cancelCourseRound', by: 'officer-of-depa', why: 'No teacher.' },
          { action: 'enrolInCourse', by: 'admin', why: null },
        ],
      },
    });
  });
});

test('what these writes left fits together', () => expectVerified(events.subgraph));
