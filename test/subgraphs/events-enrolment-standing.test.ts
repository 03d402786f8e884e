import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { partners } from '../../subgraphs/partners/index.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';
import { admin, depa, startEventsWriter, yala, type EventsWriter } from './events-writer.js';
import { expectVerified } from '../verify/verified.js';

let others: RunningSubgraph;
let events: EventsWriter;
beforeAll(async () => {
  others = await startSubgraph(partners as unknown as Subgraph);
  events = await startEventsWriter(undefined, { partners: others.url });
});
afterAll(async () => {
  await events.close();
  await others.close();
});

/** The mayor of Yala, and one who holds no office there. */
const [MAYOR, STRANGER] = ['pongsak-yingchoncharoen', 'julian-loh'];
const FULL = '{ status standing { state by why } graduatedOn { value } round { enrolled waiting graduated } }';
const enrol = (roundId: string, personId: string) =>
  events.done('enrolInCourse', yala, { roundId, cityId: 'th-yala', personId }, FULL);

test('a city enrols at once whoever holds an office there; anybody else waits for the host and takes no seat', async () => {
  const { roundId } = await events.newCourse({ capacity: 1 });
  expect(await enrol(roundId, STRANGER)).toMatchObject({
    status: 'ASKED',
    standing: { state: 'CLAIMED', by: 'city-officer:th-yala' },
    round: { enrolled: 0, waiting: 0 },
  });
  expect(await enrol(roundId, MAYOR)).toMatchObject({
    status: 'ENROLLED',
    standing: { state: 'CONFIRMED' },
    round: { enrolled: 1, waiting: 0 },
  });
  const about = { roundId, personId: STRANGER };
  expect(await events.refused('graduateFromCourse', depa, about)).toMatchObject({ code: 'RULE_VIOLATED' });
  expect(await events.refused('confirmEnrolment', yala, about)).toMatchObject({ code: 'FORBIDDEN' });
  expect(await events.done('confirmEnrolment', depa, about, FULL)).toMatchObject({
    status: 'WAITING',
    standing: { state: 'CONFIRMED', by: 'partner-officer:depa' },
    round: { enrolled: 1, waiting: 1 },
  });
  expect(await events.refused('confirmEnrolment', depa, about)).toMatchObject({ rule: 'STANDING_ORDER' });
});

test('the host disputes an enrolment: its seat goes to the next, and the host may still confirm it', async () => {
  const { roundId } = await events.newCourse({ capacity: 1 });
  await enrol(roundId, MAYOR);
  await events.done('enrolInCourse', admin, { roundId, cityId: 'th-nan', personId: STRANGER });
  const disputed = await events.done(
    'disputeEnrolment',
    depa,
    { roundId, personId: MAYOR, why: 'He left the city.' },
    FULL,
  );
  expect(disputed).toMatchObject({
    status: 'WITHDRAWN',
    standing: { state: 'DISPUTED', by: 'partner-officer:depa', why: 'He left the city.' },
    round: { enrolled: 1, waiting: 0 },
  });
  expect(await events.done('confirmEnrolment', depa, { roundId, personId: MAYOR }, FULL)).toMatchObject({
    status: 'WAITING',
    round: { enrolled: 1, waiting: 1 },
  });
});

test('what the city withdrew is not confirmed', async () => {
  const { roundId } = await events.newCourse();
  await enrol(roundId, STRANGER);
  await events.done('withdrawFromCourse', yala, { roundId, personId: STRANGER });
  expect(await events.refused('confirmEnrolment', depa, { roundId, personId: STRANGER })).toMatchObject({
    rule: 'NOT_ENROLLED',
  });
});

test('a graduation and a city are corrected with a reason, and counts follow', async () => {
  const { id, roundId } = await events.newCourse({ startsOn: '2026-01', endsOn: '2099' }, { startsOn: '2026' });
  await enrol(roundId, MAYOR);
  const change = (more: object) => ({ roundId, personId: MAYOR, why: 'The wrong person.', ...more });
  expect(await events.refused('changeEnrolment', depa, change({ graduatedOn: '2026-02' }))).toMatchObject({
    rule: 'NOT_GRADUATED',
  });
  await events.done('graduateFromCourse', depa, { roundId, personId: MAYOR });
  expect(
    await events.done('changeEnrolment', depa, change({ graduatedOn: '2026-02', cityId: 'th-nan' }), FULL),
  ).toMatchObject({
    graduatedOn: { value: '2026-02' },
    round: { graduated: 1 },
  });
  expect(await events.refused('changeEnrolment', depa, change({ graduatedOn: '2020' }))).toMatchObject({
    rule: 'GRADUATION_OUTSIDE_ROUND',
  });
  expect(await events.refused('changeEnrolment', yala, change({ graduatedOn: null }))).toMatchObject({
    code: 'FORBIDDEN',
  });
  expect(await events.done('changeEnrolment', depa, change({ graduatedOn: null }), FULL)).toMatchObject({
    status: 'ENROLLED',
    graduatedOn: null,
    round: { enrolled: 1, graduated: 0 },
  });
  const { event } = await events.read(`{ event(id: "${id}") { rounds { graduates { totalCount } } } }`);
  expect(event.rounds[0].graduates.totalCount).toBe(0);
  await events.done('graduateFromCourse', depa, { roundId, personId: MAYOR });
});

test('a city that sends a person no more when its turn comes does not withdraw the person', async () => {
  for (let tries = 0; tries < 5; tries += 1) {
    const { roundId } = await events.newCourse();
    await enrol(roundId, MAYOR);
    const about = { roundId, personId: MAYOR };
    const [changed, { error }] = await Promise.all([
      events.done('changeEnrolment', depa, { ...about, cityId: 'th-nan', why: 'Of Nan.' }, FULL),
      events.write('withdrawFromCourse', yala, about),
    ]);
    const { event } = await events.read(`{ event(id: "${roundId.replace(/-round-1$/, '')}") { rounds { enrolled } } }`);
    // On a busy machine the withdrawal may come first, while the city still sends the person.
    expect([error?.extensions.code, event.rounds[0].enrolled]).toEqual(
      changed['status'] === 'WITHDRAWN' ? [undefined, 0] : ['FORBIDDEN', 1],
    );
  }
});

test('what these writes left fits together', () => expectVerified(events.subgraph));
