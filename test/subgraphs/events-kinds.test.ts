import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { invitationModel } from '../../subgraphs/events/invitation/invitation.model.js';
import { registrationModel } from '../../subgraphs/events/registration/registration.model.js';
import type { Caller } from '../../subgraphs/protocol/caller.js';
import { depa, startEventsWriter, yala, type EventsWriter } from './events-writer.js';

let events: EventsWriter;
beforeAll(async () => (events = await startEventsWriter()));
afterAll(() => events.close());

/** An officer of a partner that has the id of a city. */
const impostor: Caller = { id: 'impostor', roles: ['partner-officer:th-yala'] };

test('a partner with the id of a city neither withdraws nor sees the registration of the city', async () => {
  const { id } = await events.newEvent({ capacity: 1 });
  const ofCity = await events.done('registerForEvent', yala, { eventId: id, cityId: 'th-yala' });
  expect(ofCity).toMatchObject({ id: `${id}/city/th-yala`, status: 'CONFIRMED' });
  expect(await events.refused('withdrawFromEvent', impostor, { eventId: id, partnerId: 'th-yala' })).toEqual({
    code: 'NOT_FOUND',
    argument: 'input.eventId',
  });
  const ofPartner = await events.done('registerForEvent', impostor, { eventId: id, partnerId: 'th-yala' });
  expect(ofPartner).toMatchObject({ id: `${id}/partner/th-yala`, status: 'WAITING', place: 2 });
  await events.done('withdrawFromEvent', impostor, { eventId: id, partnerId: 'th-yala' });
  const { event } = await events.read(
    `{ event(id: "${id}") { registrations { nodes { id status city { id } partner { id } history { nodes { action } } } } } }`,
    depa,
  );
  expect(event.registrations.nodes).toEqual([
    {
      id: `${id}/city/th-yala`,
      status: 'CONFIRMED',
      city: { id: 'th-yala' },
      partner: null,
      history: { nodes: [{ action: 'registerForEvent' }] },
    },
    {
      id: `${id}/partner/th-yala`,
      status: 'WITHDRAWN',
      city: null,
      partner: { id: 'th-yala' },
      history: { nodes: [{ action: 'withdrawFromEvent' }, { action: 'registerForEvent' }] },
    },
  ]);
});

test('a registration of before ids named the kind is still that of its city, and of nobody else', async () => {
  const { id } = await events.newEvent({ capacity: 5 });
  await events.database.model(registrationModel).collection.insertOne({
    _id: `${id}/th-yala`,
    eventId: id,
    cityId: 'th-yala',
    partnerId: null,
    status: 'CONFIRMED',
    place: 1,
    registeredAt: new Date(),
    withdrawnAt: null,
    version: 1,
  } as never);
  expect(await events.refused('registerForEvent', yala, { eventId: id, cityId: 'th-yala' })).toMatchObject({
    rule: 'REGISTERED_ALREADY',
  });
  expect(await events.done('registerForEvent', impostor, { eventId: id, partnerId: 'th-yala' })).toMatchObject({
    id: `${id}/partner/th-yala`,
  });
  expect(await events.done('withdrawFromEvent', yala, { eventId: id, cityId: 'th-yala' })).toMatchObject({
    id: `${id}/th-yala`,
    status: 'WITHDRAWN',
    version: 2,
  });
});

test('a city, a partner and a person of one id are each invited once, also beside an invitation of before', async () => {
  const { id } = await events.newEvent();
  const message = null;
  await events.database.model(invitationModel).collection.insertOne({
    _id: `${id}/th-yala`,
    eventId: id,
    cityId: 'th-yala',
    partnerId: null,
    personId: null,
    role: 'ATTENDEE',
    message,
    invitedAt: new Date(),
    version: 1,
  } as never);
  expect(await events.refused('inviteToEvent', depa, { eventId: id, cityId: 'th-yala' })).toMatchObject({
    rule: 'INVITED_ALREADY',
  });
  for (const kind of ['partner', 'person'])
    expect(await events.done('inviteToEvent', depa, { eventId: id, [`${kind}Id`]: 'th-yala' }, '{ id }')).toEqual({
      id: `${id}/${kind}/th-yala`,
    });
  const { event } = await events.read(`{ event(id: "${id}") { invitations { totalCount } } }`);
  expect(event.invitations.totalCount).toBe(3);
});
