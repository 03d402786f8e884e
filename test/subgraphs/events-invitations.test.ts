import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { admin, depa, startEventsWriter, yala, type EventsWriter } from './events-writer.js';
import { expectVerified } from '../verify/verified.js';

let events: EventsWriter;
beforeAll(async () => (events = await startEventsWriter()));
afterAll(() => events.close());

const invite = (eventId: string, who: object) => events.done('inviteToEvent', depa, { eventId, ...who });
const seatsOf = async (id: string) =>
  (await events.read(`{ event(id: "${id}") { seats { confirmed waiting } } }`)).event.seats;

test('who accepts an invitation is registered, on the waiting list of a full event, and once', async () => {
  const { id } = await events.newEvent({ capacity: 1 });
  const [ofYala, ofNan] = [await invite(id, { cityId: 'th-yala' }), await invite(id, { cityId: 'th-nan' })];
  expect(ofYala).toMatchObject({ status: 'SENT', version: 1 });
  expect(await events.done('acceptInvitation', yala, { invitationId: ofYala.id })).toMatchObject({
    status: 'ACCEPTED',
    version: 2,
  });
  await events.done('acceptInvitation', admin, { invitationId: ofNan.id });
  expect(await seatsOf(id)).toEqual({ confirmed: 1, waiting: 1 });
  expect(await events.refused('acceptInvitation', yala, { invitationId: ofYala.id })).toEqual({
    code: 'RULE_VIOLATED',
    rule: 'INVITATION_CLOSED',
    argument: 'input.invitationId',
  });
  await events.done('registerForEvent', admin, { eventId: id, partnerId: 'nectec' });
  const ofNectec = await invite(id, { partnerId: 'nectec' });
  expect(await events.done('acceptInvitation', admin, { invitationId: ofNectec.id })).toMatchObject({
    status: 'ACCEPTED',
  });
  expect(await seatsOf(id)).toEqual({ confirmed: 1, waiting: 2 });
  const { event } = await events.read(
    `{ event(id: "${id}") { registrations { nodes { status city { id } history { nodes { action by } } } } } }`,
    depa,
  );
  expect(event.registrations.nodes[0]).toEqual({
    status: 'CONFIRMED',
    city: { id: 'th-yala' },
    history: { nodes: [{ action: 'acceptInvitation', by: expect.any(String) }] },
  });
});

test('twenty that accept at once get the seats of their event, each once', async () => {
  const { id } = await events.newEvent({ capacity: 8 });
  const sent = [];
  for (let at = 0; at < 20; at += 1) sent.push(await invite(id, { cityId: `city-${at}` }));
  await Promise.all(sent.map((invitation) => events.done('acceptInvitation', admin, { invitationId: invitation.id })));
  expect(await seatsOf(id)).toEqual({ confirmed: 8, waiting: 12 });
});

test('an invitation is declined by the invited, and accepted after all', async () => {
  const { id } = await events.newEvent();
  const { id: invitationId } = await invite(id, { cityId: 'th-yala' });
  expect(await events.refused('declineInvitation', depa, { invitationId })).toMatchObject({ code: 'FORBIDDEN' });
  expect(await events.done('declineInvitation', yala, { invitationId, why: 'No time.' })).toMatchObject({
    status: 'DECLINED',
  });
  expect(await seatsOf(id)).toEqual({ confirmed: 0, waiting: 0 });
  expect(await events.done('acceptInvitation', yala, { invitationId })).toMatchObject({
    status: 'ACCEPTED',
    version: 3,
  });
  expect(await seatsOf(id)).toEqual({ confirmed: 1, waiting: 0 });
});

test('the host corrects an invitation, takes it back and invites again; it answers for a person', async () => {
  const { id } = await events.newEvent();
  const { id: invitationId } = await invite(id, { cityId: 'th-yala', message: 'Come.' });
  const select = '{ role message status }';
  expect(
    await events.done('changeInvitation', depa, { invitationId, role: 'SPEAKER', why: 'It speaks.' }, select),
  ).toEqual({
    role: 'SPEAKER',
    message: 'Come.',
    status: 'SENT',
  });
  expect(await events.refused('withdrawInvitation', yala, { invitationId, why: 'x' })).toMatchObject({
    code: 'FORBIDDEN',
  });
  expect(await events.done('withdrawInvitation', depa, { invitationId, why: 'The wrong city.' })).toMatchObject({
    status: 'WITHDRAWN',
  });
  expect(await events.refused('acceptInvitation', yala, { invitationId })).toMatchObject({ rule: 'INVITATION_CLOSED' });
  expect(await seatsOf(id)).toEqual({ confirmed: 0, waiting: 0 });
  expect(await invite(id, { cityId: 'th-yala' })).toMatchObject({ id: invitationId, status: 'SENT', version: 4 });
  const person = await invite(id, { personId: 'julian-loh' });
  expect(await events.refused('acceptInvitation', yala, { invitationId: person.id })).toMatchObject({
    code: 'FORBIDDEN',
  });
  expect(await events.done('acceptInvitation', depa, { invitationId: person.id })).toMatchObject({
    status: 'ACCEPTED',
  });
  expect(await events.refused('acceptInvitation', yala, { invitationId: 'none' })).toEqual({
    code: 'NOT_FOUND',
    argument: 'input.invitationId',
  });
});

test('what these writes left fits together', () => expectVerified(events.subgraph));
