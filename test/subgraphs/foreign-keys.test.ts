import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { readSubgraphConfig } from '../../subgraphs/config.js';
import { subgraphs } from '../../subgraphs/index.js';
import { ENTITY_OWNERS } from '../../subgraphs/domain/entity-owners.js';
import { createForeignEntityClient, type ForeignKey } from '../../subgraphs/runtime/foreign/foreign-entity-client.js';
import { startSubgraphs, type RunningSubgraph } from '../graph.js';
import { callKeysOf, keysOf } from '../signed-call.js';
import { expectVerified } from '../verify/verified.js';
import { mutationOf } from '../mutation-of.js';

let running: Record<string, RunningSubgraph>;

beforeAll(async () => {
  running = Object.fromEntries((await startSubgraphs()).map((subgraph) => [subgraph.name, subgraph]));
});
afterAll(() => Promise.all(Object.values(running).map((subgraph) => subgraph.close())));
beforeEach(() => Object.values(running).forEach((subgraph) => subgraph.forget()));

const admin = { id: 'admin', roles: ['network-admin'] };
const FORUM = 'event-depa-mastercard-2020';

async function write(subgraph: string, mutation: string, input: object, language = 'en') {
  const { data, errors } = await running[subgraph]!.ask(
    mutationOf(mutation),
    { input: { idempotencyKey: randomUUID(), ...input } },
    { caller: admin, language },
  );
  return { id: data?.[mutation]?.id as string | undefined, error: errors?.[0] };
}

type Asked = Array<{ __typename: string; id?: string }>;

/** What a subgraph was asked whether it has, in one list for each request; not whether the id of a new record is free. */
const askedOf = (subgraph: string) =>
  running[subgraph]!.fetches.filter(({ query }) => query.includes('_entities'))
    .map(({ variables }) => variables['representations'] as Asked)
    .filter((asked) => !asked.some(({ id }) => id?.startsWith('known-')));
const text = (en: string) => ({ en });

let fresh = 0;
const newEvent = (more: object = {}) => ({
  name: text(`Forum ${(fresh += 1)}`),
  kind: 'CONFERENCE',
  hosts: ['depa'],
  startsOn: '2099-03',
  ...more,
});
const newSolution = (more: object = {}) => ({
  id: `known-solution-${(fresh += 1)}`,
  ownerId: 'depa',
  name: text(`Solution number ${fresh}`),
  kind: 'SERVICE',
  description: text('What it does.'),
  addresses: ['CITIZEN_VOICE'],
  ...more,
});
const newAgreement = (terms: object) => ({
  agreementId: `known-agreement-${(fresh += 1)}`,
  terms: { name: text('An agreement'), kind: 'MOU', parties: [{ cityId: 'th-yala' }, { partnerId: 'depa' }], ...terms },
});

describe('a write that names what its owner does not have is refused with the path, and nothing is written', () => {
  const eventId = async () => (await write('events', 'createEvent', newEvent({ kind: 'COURSE' }))).id!;
  const writes: [string, string, () => object | Promise<object>, string, string][] = [
    [
      'cities',
      'joinProgramme',
      () => ({ cityId: 'th-yala', programmeId: 'no-programme' }),
      'input.programmeId',
      'There is no programme "no-programme".',
    ],
    [
      'partners',
      'publishSolution',
      () => newSolution({ addresses: ['CITIZEN_VOICE', 'NO_SUCH_THING'] }),
      'input.addresses.1',
      'There is no challenge "NO_SUCH_THING".',
    ],
    [
      'partners',
      'publishSolution',
      () => newSolution({ coCreatedWith: ['th-yala', 'th-nowhere'] }),
      'input.coCreatedWith.1',
      'There is no city "th-nowhere".',
    ],
    [
      'partners',
      'deploySolution',
      () => ({ solutionId: 'traffy-fondue', cityId: 'th-nowhere', stage: 'PILOT' }),
      'input.cityId',
      'There is no city "th-nowhere".',
    ],
    [
      'partners',
      'introduceSolution',
      () => ({
        solutionId: 'traffy-fondue',
        from: { cityId: 'th-nowhere' },
        to: { cityId: 'th-yala' },
        kind: 'STUDY_VISIT',
      }),
      'input.from.cityId',
      'There is no city "th-nowhere".',
    ],
    [
      'partners',
      'introduceSolution',
      () => ({
        solutionId: 'traffy-fondue',
        from: { partnerId: 'depa' },
        to: { cityId: 'th-nowhere' },
        kind: 'STUDY_VISIT',
      }),
      'input.to.cityId',
      'There is no city "th-nowhere".',
    ],
    [
      'partners',
      'introduceSolution',
      () => ({
        solutionId: 'traffy-fondue',
        from: { partnerId: 'depa' },
        to: { cityId: 'th-yala' },
        kind: 'STUDY_VISIT',
        occasionId: 'event-none',
      }),
      'input.occasionId',
      'There is no event "event-none".',
    ],
    [
      'partners',
      'signAgreement',
      () => newAgreement({ parties: [{ partnerId: 'depa' }, { cityId: 'th-nowhere' }] }),
      'input.terms.parties.1.cityId',
      'There is no city "th-nowhere".',
    ],
    [
      'partners',
      'signAgreement',
      () => newAgreement({ occasionId: 'event-none' }),
      'input.terms.occasionId',
      'There is no event "event-none".',
    ],
    [
      'events',
      'createEvent',
      () => newEvent({ hosts: ['depa', 'nobody'] }),
      'input.hosts.1',
      'There is no partner "nobody".',
    ],
    [
      'events',
      'createEvent',
      () => newEvent({ venueCityId: 'th-nowhere' }),
      'input.venueCityId',
      'There is no city "th-nowhere".',
    ],
    [
      'events',
      'createEvent',
      () => newEvent({ programmeId: 'no-programme' }),
      'input.programmeId',
      'There is no programme "no-programme".',
    ],
    [
      'events',
      'changeEvent',
      async () => ({ eventId: await eventId(), venueCityId: 'th-nowhere' }),
      'input.venueCityId',
      'There is no city "th-nowhere".',
    ],
    [
      'events',
      'registerForEvent',
      async () => ({ eventId: await eventId(), cityId: 'th-nowhere' }),
      'input.cityId',
      'There is no city "th-nowhere".',
    ],
    [
      'events',
      'registerForEvent',
      async () => ({ eventId: await eventId(), partnerId: 'nobody' }),
      'input.partnerId',
      'There is no partner "nobody".',
    ],
    [
      'events',
      'inviteToEvent',
      async () => ({ eventId: await eventId(), personId: 'nobody' }),
      'input.personId',
      'There is no person "nobody".',
    ],
  ];
  test.each(writes)('%s: %s %#', async (subgraph, mutation, make, argument, message) => {
    const input = await make();
    running[subgraph]!.forget();
    const { error } = await write(subgraph, mutation, input);
    expect(error).toMatchObject({ message, extensions: { code: 'NOT_FOUND', argument } });
    expect(running[subgraph]!.commands.filter((command) => !['find', 'aggregate'].includes(command))).toEqual([]);
  });

  test('an officer of no city on file', async () => {
    const { errors } = await running['partners']!.ask(
      'mutation { appointOfficer(input: { idempotencyKey: "a", cityId: "th-nowhere", personId: "x", name: { en: "X" } }) { kind } }',
      {},
      { caller: admin },
    );
    expect(errors[0]).toMatchObject({ extensions: { code: 'NOT_FOUND', argument: 'input.cityId' } });
  });

  test('someone of a city that sends someone nobody knows to a course', async () => {
    const id = await eventId();
    const { data } = await running['events']!.ask(
      `mutation { openCourseRound(input: { idempotencyKey: "r-${id}", eventId: "${id}", startsOn: "2099" }) { rounds { id } } }`,
      {},
      { caller: admin },
    );
    const roundId = data.openCourseRound.rounds[0].id;
    expect(
      (await write('events', 'enrolInCourse', { roundId, cityId: 'th-yala', personId: 'nobody' })).error,
    ).toMatchObject({ extensions: { code: 'NOT_FOUND', argument: 'input.personId' } });
    expect(
      (await write('events', 'enrolInCourse', { roundId, cityId: 'th-nowhere', personId: 'passakorn-prathombutr' }))
        .error,
    ).toMatchObject({ extensions: { code: 'NOT_FOUND', argument: 'input.cityId' } });
  });

  test('in Thai to those who read Thai', async () => {
    expect((await write('events', 'createEvent', newEvent({ venueCityId: 'th-nowhere' }), 'th')).error.message).toBe(
      'ไม่มีเมือง "th-nowhere"',
    );
  });
});

test('all that a write names of one owner is one request to it, each key once, and what its owner has is accepted', async () => {
  const { id, error } = await write(
    'partners',
    'signAgreement',
    newAgreement({
      parties: [{ cityId: 'th-yala' }, { cityId: 'th-nan' }, { cityId: 'th-phuket' }, { partnerId: 'depa' }],
      occasionId: FORUM,
    }),
  );
  expect({ id, error }).toMatchObject({ id: expect.any(String), error: undefined });
  expect(askedOf('cities')).toEqual([
    [
      { __typename: 'City', id: 'th-yala' },
      { __typename: 'City', id: 'th-nan' },
      { __typename: 'City', id: 'th-phuket' },
    ],
  ]);
  expect(askedOf('events')).toEqual([[{ __typename: 'Event', id: FORUM }]]);
  await write(
    'events',
    'createEvent',
    newEvent({ hosts: ['depa', 'depa'], programmeId: 'city-possible', venueCityId: 'th-yala' }),
  );
  expect(askedOf('partners')).toEqual([
    [
      { __typename: 'Partner', id: 'depa' },
      { __typename: 'Programme', id: 'city-possible' },
    ],
  ]);
});

test('a repeated write sends no request to owners, even if its entities are gone by now', async () => {
  const input = { idempotencyKey: randomUUID(), ...newEvent({ venueCityId: 'th-yala' }) };
  const first = await write('events', 'createEvent', input);
  expect(first.id).toEqual(expect.any(String));
  Object.values(running).forEach((subgraph) => subgraph.forget());
  expect(await write('events', 'createEvent', input)).toEqual(first);
  expect(
    (await write('events', 'createEvent', { ...input, venueCityId: 'th-nowhere' })).error.extensions,
  ).toMatchObject({ code: 'CONFLICT', argument: 'input.idempotencyKey' });
  expect([askedOf('cities'), askedOf('partners')]).toEqual([[], []]);
});

test('a refused write may be sent again with the same key', async () => {
  const idempotencyKey = randomUUID();
  expect(
    (await write('events', 'createEvent', { idempotencyKey, ...newEvent({ venueCityId: 'th-nowhere' }) })).error
      .extensions.code,
  ).toBe('NOT_FOUND');
  expect(
    (await write('events', 'createEvent', { idempotencyKey, ...newEvent({ venueCityId: 'th-yala' }) })).error,
  ).toBeUndefined();
});

test('an id of the wrong form is refused without a request to its owner', async () => {
  expect(
    (await write('partners', 'deploySolution', { solutionId: 'traffy-fondue', cityId: 'th yala"', stage: 'PILOT' }))
      .error.extensions,
  ).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'input.cityId' });
  expect(askedOf('cities')).toEqual([]);
});

test('a caller without permission cannot learn from the error whether an entity exists', async () => {
  const input = { idempotencyKey: 'x', ...newEvent({ venueCityId: 'th-nowhere' }) };
  const { errors } = await running['events']!.ask(
    'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }',
    { input },
    { caller: { id: 'v', roles: ['viewer'] } },
  );
  expect(errors[0].extensions.code).toBe('FORBIDDEN');
  expect(askedOf('cities')).toEqual([]);
});

test('of fifty writes at once each known city is taken and each unknown one refused', async () => {
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, at) =>
      write('events', 'createEvent', newEvent({ venueCityId: at % 2 === 0 ? 'th-yala' : 'th-nowhere' })),
    ),
  );
  expect(answers.map(({ id, error }) => error?.extensions.code ?? typeof id)).toEqual(
    answers.map((_, at) => (at % 2 === 0 ? 'string' : 'NOT_FOUND')),
  );
});

test('what many writes name at once goes to its owner together, and each gets its own answer', async () => {
  const cities = running['cities']!;
  const owners = createForeignEntityClient({
    entityOwners: ENTITY_OWNERS,
    urls: { cities: cities.url },
    sender: 'events',
    keys: callKeysOf('events'),
    log: { warn: () => undefined },
    deadlineMs: 20_000,
  });
  const key = (id: string, argument: string): ForeignKey => ({ type: 'City', id, argument });
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, at) => owners.unknown([key('th-yala', 'a'), key(`th-no-${at % 3}`, `b${at}`)])),
  );
  expect(answers).toEqual(Array.from({ length: 200 }, (_, at) => [key(`th-no-${at % 3}`, `b${at}`)]));
  expect(askedOf('cities').map((asked) => asked.length)).toEqual([2, 4]);
  await owners.close();
});

test('writes that wait for an owner that does not respond end together', async () => {
  let asked = 0;
  const server = createServer((socket) => socket.on('error', () => undefined).on('data', () => void (asked += 1)));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as { port: number };
  const owners = createForeignEntityClient({
    entityOwners: ENTITY_OWNERS,
    urls: { cities: `http://127.0.0.1:${port}/graphql` },
    sender: 'events',
    keys: callKeysOf('events'),
    log: { warn: () => undefined },
  });
  const key: ForeignKey = { type: 'City', id: 'th-nowhere', argument: 'input.cityId' };
  expect(await Promise.all(Array.from({ length: 50 }, () => owners.unknown([key])))).toEqual(
    Array.from({ length: 50 }, () => []),
  );
  expect(asked).toBe(1);
  await owners.close();
  server.close();
});

test('a write is not lost because the owner of what it names is down, and the owner refuses again once it is back', async () => {
  const cities = running['cities']!;
  await cities.kill();
  try {
    expect((await write('events', 'createEvent', newEvent({ venueCityId: 'th-nowhere' }))).error).toBeUndefined();
    expect(
      (await write('events', 'createEvent', newEvent({ venueCityId: 'th-nowhere', programmeId: 'no-programme' }))).error
        .extensions,
    ).toMatchObject({ code: 'NOT_FOUND', argument: 'input.programmeId' });
  } finally {
    await cities.revive();
  }
  expect((await write('events', 'createEvent', newEvent({ venueCityId: 'th-nowhere' }))).error.extensions.code).toBe(
    'NOT_FOUND',
  );
});

describe('an owner that does not answer as it should', () => {
  const key: ForeignKey = { type: 'City', id: 'th-nowhere', argument: 'input.cityId' };
  const answers: [string, string | null, RegExp][] = [
    ['never answers', null, /abort|timeout/i],
    ['hangs up', '', /closed|socket/i],
    ['is a page', 'HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n<html>', /JSON/],
    ['refuses', response(401, { errors: [{ message: 'no signature' }] }), /401, no signature/],
    [
      'has lost its database',
      response(200, { data: { _entities: [null] }, errors: [{ message: 'The database does not respond.' }] }),
      /does not respond/,
    ],
    ['answers less', response(200, { data: { _entities: [] } }), /without the entities/],
    ['answers null', response(200, { data: null }), /without the entities/],
  ];
  function response(status: number, body: object): string {
    const json = JSON.stringify(body);
    return `HTTP/1.1 ${status} X\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(json)}\r\n\r\n${json}`;
  }

  test.each(answers)(
    'one that %s lets the write go on, and is logged without an address',
    async (_name, answer, reason) => {
      const server: Server = createServer((socket) =>
        socket.on('error', () => undefined).on('data', () => void (answer !== null && socket.end(answer))),
      );
      await once(server.listen(0, '127.0.0.1'), 'listening');
      const { port } = server.address() as { port: number };
      const logged: { owner?: string; reason?: string }[] = [];
      const owners = createForeignEntityClient({
        entityOwners: ENTITY_OWNERS,
        urls: { cities: `http://127.0.0.1:${port}/graphql` },
        sender: 'events',
        keys: callKeysOf('events'),
        log: { warn: (details) => void logged.push(details) },
      });
      expect(await owners.unknown([key])).toEqual([]);
      expect(logged).toEqual([{ owner: 'cities', keys: 1, reason: expect.stringMatching(reason) }]);
      await owners.close();
      server.close();
    },
  );
});

test('without an address of the owner, no request is sent', async () => {
  const owners = createForeignEntityClient({
    entityOwners: ENTITY_OWNERS,
    urls: {},
    sender: 'events',
    keys: callKeysOf('events'),
    log: {
      warn: () => {
        throw new Error('nobody was to be asked');
      },
    },
  });
  expect(owners.canAsk('City')).toBe(false);
  expect(await owners.unknown([{ type: 'City', id: 'th-nowhere', argument: 'input.cityId' }])).toEqual([]);
  await owners.close();
});

test('the addresses come from the same variables as the gateway’s, and invalid ones are refused', () => {
  const [key] = keysOf('events').keys;
  const env = { MONGODB_URI: 'mongodb://127.0.0.1:1/?replicaSet=rs0', SUBGRAPH_KEY: key };
  expect(readSubgraphConfig(env, 'events', 2).subgraphUrls).toEqual({});
  expect(
    readSubgraphConfig(
      {
        ...env,
        CITIES_SUBGRAPH_URL: 'http://cities.example/graphql',
        CITIES_SUBGRAPH_KEY: callKeysOf('events')['cities'],
        EVENTS_SUBGRAPH_URL: 'http://events.example/graphql',
      },
      'events',
      2,
    ).subgraphUrls,
  ).toEqual({ cities: 'http://cities.example/graphql' });
  expect(() => readSubgraphConfig({ ...env, CITIES_SUBGRAPH_URL: 'cities' }, 'events', 2)).toThrow(
    'CITIES_SUBGRAPH_URL must be an http or https address, but got "cities".',
  );
  expect(() => readSubgraphConfig({ ...env, CITIES_SUBGRAPH_URL: 'http://cities.example/' }, 'events', 2)).toThrow(
    'CITIES_SUBGRAPH_KEY must be a key as `npm run schema -- key` prints it, or two with a comma between, but it is not set.',
  );
});

test.each(Object.entries(ENTITY_OWNERS))(
  '%s is kept by the subgraph that is asked for it, which says null to a key that nobody has',
  async (type, { owner, key }) => {
    expect(subgraphs.map(({ name }) => name)).toContain(owner);
    expect(await running[owner]!.entities('__typename', [{ __typename: type, [key]: 'nobody-has-it' }])).toEqual([
      null,
    ]);
  },
);

test('what these writes left fits together', async () => {
  for (const subgraph of Object.values(running)) await expectVerified(subgraph);
});
