import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { admin, depa, startEventsWriter, yala, type EventsWriter } from './events-writer.js';
import { expectVerified } from '../verify/verified.js';

let events: EventsWriter;
beforeAll(async () => (events = await startEventsWriter()));
afterAll(() => events.close());

const ATTENDED =
  '{ status attendance { value note { en } } participations(role: [ATTENDEE]) { nodes { city { id } partner { id } confidence } } }';
const named = ({
  participations,
}: {
  participations: { nodes: Array<{ city: { id: string }; partner: { id: string } }> };
}) => participations.nodes.map(({ city, partner }) => (city ? `city ${city.id}` : `partner ${partner.id}`));

/** An event that begins today, with two seats and three that want them. */
async function newHeldEvent() {
  const { id } = await events.newEvent({ startsOn: String(new Date().getFullYear()), capacity: 2 });
  await events.done('registerForEvent', yala, { eventId: id, cityId: 'th-yala' });
  await events.done('registerForEvent', admin, { eventId: id, partnerId: 'nectec' });
  await events.done('registerForEvent', admin, { eventId: id, cityId: 'th-nan' });
  return id as string;
}

test('when an event was held, whoever has a seat took part in it; who waited did not', async () => {
  const id = await newHeldEvent();
  const held = await events.done('changeEvent', depa, { eventId: id, status: 'HELD' }, ATTENDED);
  expect(held.participations.nodes).toEqual([
    { city: { id: 'th-yala' }, partner: null, confidence: 'MEDIUM' },
    { city: null, partner: { id: 'nectec' }, confidence: 'MEDIUM' },
  ]);
  const { events: ofCity } = await events.read('{ events(filter: { city: "th-yala" }) { nodes { id } } }');
  expect(ofCity.nodes).toContainEqual({ id });
  const [city] = await events.subgraph.entities('... on City { events { nodes { id } } }', [
    { __typename: 'City', id: 'th-nan' },
  ]);
  expect(city.events.nodes).not.toContainEqual({ id });
});

test('attendance is recorded, corrects who took part, and is itself corrected', async () => {
  const id = await newHeldEvent();
  expect(await events.refused('recordAttendance', depa, { eventId: id, people: 3 })).toEqual({
    code: 'RULE_VIOLATED',
    rule: 'EVENT_NOT_HELD',
    argument: 'input.eventId',
  });
  await events.done('changeEvent', depa, { eventId: id, status: 'HELD' });
  const first = await events.done(
    'recordAttendance',
    depa,
    { eventId: id, cityIds: ['th-nan', 'th-trang'], people: 57, note: { en: 'At the door.' } },
    ATTENDED,
  );
  expect(named(first)).toEqual(['partner nectec', 'city th-nan', 'city th-trang']);
  expect(first.attendance).toEqual({ value: 57, note: { en: 'At the door.' } });
  const second = await events.done(
    'recordAttendance',
    depa,
    { eventId: id, partnerIds: [], people: 58, why: 'One was overlooked.' },
    ATTENDED,
  );
  expect(named(second)).toEqual(['city th-nan', 'city th-trang']);
  expect(second.attendance).toEqual({ value: 58, note: { en: 'At the door.' } });
  const { events: ofYala } = await events.read('{ events(filter: { city: "th-yala" }) { nodes { id } } }');
  expect(ofYala.nodes).not.toContainEqual({ id });
  expect(await events.refused('recordAttendance', depa, { eventId: id, people: -1 })).toMatchObject({
    argument: 'input.people',
  });
  expect(await events.refused('recordAttendance', yala, { eventId: id, people: 1 })).toMatchObject({
    code: 'FORBIDDEN',
  });
});

test('an event that was said to be held by mistake goes back with a reason, and nobody took part in it', async () => {
  const id = await newHeldEvent();
  await events.done('changeEvent', depa, { eventId: id, status: 'HELD' });
  await events.done('recordAttendance', depa, { eventId: id, cityIds: ['th-trang'], people: 5 });
  const back = { eventId: id, status: 'CONFIRMED' };
  expect(await events.refused('changeEvent', depa, back)).toMatchObject({ rule: 'REASON_REQUIRED' });
  const corrected = await events.done('changeEvent', depa, { ...back, why: 'It is next week.' }, ATTENDED);
  expect(corrected).toEqual({ status: 'CONFIRMED', attendance: null, participations: { nodes: [] } });
  expect(await events.done('withdrawFromEvent', yala, { eventId: id, cityId: 'th-yala' })).toMatchObject({
    status: 'WITHDRAWN',
  });
});

test('what these writes left fits together', () => expectVerified(events.subgraph));
