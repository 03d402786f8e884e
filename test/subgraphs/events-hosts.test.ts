import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Caller } from '../../subgraphs/protocol/caller.js';
import { admin, depa, startEventsWriter, yala, type EventsWriter } from './events-writer.js';
import { expectVerified } from '../verify/verified.js';

let events: EventsWriter;
beforeAll(async () => (events = await startEventsWriter()));
afterAll(() => events.close());

const nectec: Caller = { id: 'officer-of-nectec', roles: ['partner-officer:nectec'] };
const HOSTS = '{ version hosts { id } invitedHosts { partner { id } standing { state by why } } }';
const newShared = () =>
  events.done(
    'createEvent',
    depa,
    { name: { en: 'x' }, kind: 'MEETING', hosts: ['depa', 'nectec'] },
    `{ id ${HOSTS.slice(1)}`,
  );

test('a co-host is asked, and may change and cancel the event only when it has agreed', async () => {
  const { id, hosts, invitedHosts } = await newShared();
  expect([hosts, invitedHosts]).toEqual([
    [{ id: 'depa' }],
    [{ partner: { id: 'nectec' }, standing: { state: 'CLAIMED', by: 'partner-officer:depa', why: null } }],
  ]);
  for (const [mutation, input] of [
    ['changeEvent', { capacity: 5 }],
    ['cancelEvent', {}],
  ] as const)
    expect(await events.refused(mutation, nectec, { eventId: id, ...input })).toMatchObject({ code: 'FORBIDDEN' });
  const hostedByNectec = async () =>
    (await events.read('{ events(filter: { partner: "nectec" }) { nodes { id } } }')).events.nodes;
  expect(await hostedByNectec()).not.toContainEqual({ id });
  for (const [caller, code] of [
    [null, 'UNAUTHENTICATED'],
    [depa, 'FORBIDDEN'],
    [yala, 'FORBIDDEN'],
  ] as const)
    expect(await events.refused('confirmHost', caller, { eventId: id, partnerId: 'nectec' })).toMatchObject({ code });
  expect(await events.done('confirmHost', nectec, { eventId: id, partnerId: 'nectec' }, HOSTS)).toMatchObject({
    version: 2,
    hosts: [{ id: 'depa' }, { id: 'nectec' }],
    invitedHosts: [],
  });
  expect(await hostedByNectec()).toContainEqual({ id });
  await events.done('changeEvent', nectec, { eventId: id, capacity: 5 });
});

test('a co-host declines with a reason, agrees after all, and leaves; the last host stays', async () => {
  const { id } = await newShared();
  const about = { eventId: id, partnerId: 'nectec' };
  const declined = await events.done('declineHost', nectec, { ...about, why: 'No budget.' }, HOSTS);
  expect(declined).toMatchObject({
    hosts: [{ id: 'depa' }],
    invitedHosts: [{ standing: { state: 'DISPUTED', by: 'partner-officer:nectec', why: 'No budget.' } }],
  });
  expect(await events.refused('declineHost', nectec, { ...about, why: 'Again.' })).toMatchObject({
    rule: 'STANDING_ORDER',
  });
  await events.done('confirmHost', nectec, about);
  const left = await events.done('declineHost', nectec, { ...about, why: 'Reorganised.' }, HOSTS);
  expect(left).toMatchObject({ hosts: [{ id: 'depa' }], invitedHosts: [{ standing: { state: 'DISPUTED' } }] });
  expect(await events.refused('declineHost', depa, { eventId: id, partnerId: 'depa', why: 'x' })).toMatchObject({
    rule: 'EVENT_NEEDS_HOST',
  });
  expect(
    await events.refused(
      'confirmHost',
      { id: 'g', roles: ['partner-officer:grab'] },
      { eventId: id, partnerId: 'grab' },
    ),
  ).toEqual({
    code: 'NOT_FOUND',
    argument: 'input.partnerId',
  });
});

test('hosts are corrected: one is asked, one is left out for a reason, and one that agreed remains', async () => {
  const { id } = await newShared();
  const change = (more: object) => ({ eventId: id, ...more });
  expect(await events.done('changeEvent', depa, change({ hosts: ['depa', 'grab'] }), HOSTS)).toMatchObject({
    hosts: [{ id: 'depa' }],
    invitedHosts: [{ partner: { id: 'grab' }, standing: { state: 'CLAIMED' } }],
  });
  expect(await events.refused('confirmHost', nectec, change({ partnerId: 'nectec' }))).toMatchObject({
    rule: 'STANDING_ORDER',
  });
  expect(await events.refused('changeEvent', depa, change({ hosts: ['grab'], why: 'x' }))).toEqual({
    code: 'RULE_VIOLATED',
    rule: 'EVENT_NEEDS_HOST',
    argument: 'input.hosts',
  });
  await events.done('changeEvent', admin, change({ hosts: ['depa', 'nectec'] }));
  expect(await events.refused('changeEvent', nectec, change({ hosts: ['nectec'] }))).toMatchObject({
    rule: 'REASON_REQUIRED',
  });
  expect(
    await events.done('changeEvent', nectec, change({ hosts: ['nectec'], why: 'depa was named by mistake.' }), HOSTS),
  ).toMatchObject({
    hosts: [{ id: 'nectec' }],
  });
  expect(await events.refused('changeEvent', depa, change({ capacity: 1 }))).toMatchObject({ code: 'FORBIDDEN' });
});

test('the kind of an event is corrected for a reason, but a course with rounds stays one', async () => {
  const { id } = await newShared();
  expect(await events.refused('changeEvent', depa, { eventId: id, kind: 'COURSE' })).toEqual({
    code: 'RULE_VIOLATED',
    rule: 'REASON_REQUIRED',
    argument: 'input.why',
  });
  expect(
    await events.done('changeEvent', depa, { eventId: id, kind: 'COURSE', why: 'It trains.' }, '{ kind }'),
  ).toEqual({ kind: 'COURSE' });
  await events.done('openCourseRound', depa, { eventId: id, startsOn: '2099' });
  expect(await events.refused('changeEvent', depa, { eventId: id, kind: 'MEETING', why: 'x' })).toMatchObject({
    rule: 'COURSE_HAS_ROUNDS',
  });
});

test('an event asks at most 100 partners to host it, also counting those that it asks no more', async () => {
  const { id: eventId } = await newShared();
  const hosts = (from: number) => ['depa', ...Array.from({ length: 19 }, (_, at) => `co-host-${from + at}`)];
  for (let from = 0; from < 95; from += 19)
    await events.done('changeEvent', depa, { eventId, hosts: hosts(from), why: 'Others.' });
  expect(await events.refused('changeEvent', depa, { eventId, hosts: hosts(95), why: 'Others.' })).toMatchObject({
    ...{ rule: 'TOO_MANY_HELD', argument: 'input.hosts' },
  });
});

test('what these writes left fits together', () => expectVerified(events.subgraph));
