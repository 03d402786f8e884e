import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import mongoose from 'mongoose';
import { events } from '../../subgraphs/events/index.js';
import { createSeatAllocator } from '../../subgraphs/events/registration/allocate-seats.js';
import type { StoredRegistration } from '../../subgraphs/events/registration/registration.model.js';
import { changeModel } from '../../subgraphs/runtime/history/change.model.js';
import { runExclusively, MOST_IN_LINE } from '../../subgraphs/runtime/write/keyed-mutex.js';
import { createSubgraphServer, type SubgraphServer } from '../../subgraphs/runtime/server/server.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';
import { keysOf, signedHeaders } from '../signed-call.js';
import '../setup/repeat-once.js';
import { expectVerified } from '../verify/verified.js';
import { mutationOf } from '../mutation-of.js';

const admin = { id: 'admin', roles: ['network-admin'] };
let subgraph: RunningSubgraph;
/** Another server of the same subgraph on the same database, as on another machine. */
let second: SubgraphServer;
let secondUrl: string;
const secondCommands: string[] = [];

beforeAll(async () => {
  subgraph = await startSubgraph({ ...events, seed: [] } as unknown as Subgraph);
  second = await createSubgraphServer(events, {
    mongodbUri: process.env['TEST_MONGODB_URI'] as string,
    databaseName: subgraph.databaseName,
    ...keysOf('events'),
    onCommand: (command) => void secondCommands.push(command),
  });
  secondUrl = await second.listen({ host: '127.0.0.1', port: 0 });
  await second.database.connected();
});
afterAll(async () => {
  await second.close();
  await subgraph.close();
});

async function askSecond(query: string, variables: object) {
  const body = JSON.stringify({ query, variables });
  const headers = signedHeaders('events', body, { caller: admin });
  return (await fetch(secondUrl, { method: 'POST', headers, body })).json() as Promise<{
    data: Record<string, { id: string; status: string; place: number }>;
    errors?: unknown;
  }>;
}

let keys = 0;
async function write(mutation: string, input: object, answer: string, server: 1 | 2 = 1) {
  const query = mutationOf(mutation, answer);
  const variables = { input: { idempotencyKey: `key-${(keys += 1)}`, ...input } };
  const { data, errors } = await (server === 1
    ? subgraph.ask(query, variables, { caller: admin })
    : askSecond(query, variables));
  expect(errors).toBeUndefined();
  return data[mutation] as { id: string; status: string; place: number };
}

const newEvent = async (capacity: number | null) =>
  (await write('createEvent', { name: { en: 'Full house' }, kind: 'WORKSHOP', hosts: ['depa'], capacity }, '{ id }'))
    .id;
const register = (eventId: string, cityId: string, server: 1 | 2 = 1) =>
  write('registerForEvent', { eventId, cityId }, '{ id status place }', server);
const withdraw = (eventId: string, cityId: string, server: 1 | 2 = 1) =>
  write('withdrawFromEvent', { eventId, cityId }, '{ id status place }', server);

/** All that is known of an event's registrations, by place. */
async function standing(id: string) {
  const list: Array<{ place: number; status: string; city: { id: string } }> = [];
  let after: string | null = null;
  do {
    const { data, errors } = await subgraph.ask(
      'query ($id: ID!, $after: String) { event(id: $id) { registrations(first: 100, after: $after) { nodes { place status city { id } } pageInfo { hasNextPage endCursor } } } }',
      { id, after },
      { caller: admin },
    );
    expect(errors).toBeUndefined();
    const { nodes, pageInfo } = data.event.registrations;
    list.push(...nodes);
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after);
  const { data } = await subgraph.ask(`{ event(id: "${id}") { seats { capacity confirmed waiting free } } }`);
  return { list, seats: data.event.seats as { confirmed: number; waiting: number; free: number } };
}

test('200 concurrent registrations at two servers all succeed: no seat is given twice, first come first served', async () => {
  const id = await newEvent(50);
  subgraph.forget();
  secondCommands.length = 0;
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, at) => register(id, `city-${at}`, at % 2 === 0 ? 1 : 2)),
  );
  const [done, again] = ['commitTransaction', 'abortTransaction'].map(
    (name) => [...subgraph.commands, ...secondCommands].filter((command) => command === name).length,
  );
  // Those that come together are one transaction, and two servers meet once or twice for each: 16 and 14 where this was written.
  expect([done! <= 100, again! <= 100]).toEqual([true, true]);
  expect(answers.map(({ place }) => place).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 200 }, (_, at) => at + 1),
  );
  for (const { place, status } of answers)
    expect([place, status]).toEqual([place, place <= 50 ? 'CONFIRMED' : 'WAITING']);
  const { list, seats } = await standing(id);
  expect(seats).toMatchObject({ confirmed: 50, waiting: 150, free: 0 });
  expect(list.map(({ status }) => status)).toEqual([...Array(50).fill('CONFIRMED'), ...Array(150).fill('WAITING')]);
}, 60_000);

test('concurrent registrations and withdrawals at two servers never overbook, and each free seat goes to the next in line', async () => {
  const id = await newEvent(5);
  await Promise.all(Array.from({ length: 10 }, (_, at) => register(id, `city-${at}`)));
  const early = await standing(id);
  const leaving = early.list.filter(({ status }) => status === 'CONFIRMED').map(({ city }) => city.id);
  await Promise.all([
    ...leaving.map((city, at) => withdraw(id, city, at % 2 === 0 ? 1 : 2)),
    ...Array.from({ length: 20 }, (_, at) => register(id, `late-${at}`, at % 2 === 0 ? 2 : 1)),
  ]);
  const { list, seats } = await standing(id);
  expect(seats).toMatchObject({ confirmed: 5, waiting: 20, free: 0 });
  expect(list.filter(({ status }) => status === 'CONFIRMED').map(({ place }) => place)).toEqual([6, 7, 8, 9, 10]);
}, 60_000);

test('ten concurrent registrations of one caller register once', async () => {
  const id = await newEvent(5);
  const query = 'mutation ($input: RegisterForEventInput!) { registerForEvent(input: $input) { place } }';
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, at) =>
      subgraph.ask(
        query,
        { input: { idempotencyKey: `twice-${at}`, eventId: id, cityId: 'th-yala' } },
        { caller: admin },
      ),
    ),
  );
  expect(answers.filter(({ errors }) => !errors)).toHaveLength(1);
  for (const { errors } of answers)
    if (errors) expect(errors[0].extensions).toMatchObject({ code: 'RULE_VIOLATED', rule: 'REGISTERED_ALREADY' });
  expect((await standing(id)).seats).toMatchObject({ confirmed: 1, waiting: 0 });
});

test('one idempotency key sent ten times to two servers registers once, with equal results', async () => {
  const id = await newEvent(1);
  const ask = (server: 1 | 2, idempotencyKey: string, cityId: string) =>
    write(
      'registerForEvent',
      { eventId: id, cityId, idempotencyKey },
      '{ id status place version registeredAt }',
      server,
    );
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, at) => ask(at % 2 === 0 ? 1 : 2, 'the same', 'city-a')),
  );
  for (const answer of answers) expect(answer).toEqual({ ...answers[0], place: 1, status: 'CONFIRMED' });
  await ask(1, 'another', 'city-b');
  expect(await ask(2, 'the same', 'city-a')).toEqual(answers[0]);
  const { errors } = await subgraph.ask(
    'mutation ($input: RegisterForEventInput!) { registerForEvent(input: $input) { id } }',
    { input: { eventId: id, cityId: 'city-c', idempotencyKey: 'the same' } },
    { caller: admin },
  );
  expect(errors[0].extensions).toMatchObject({ code: 'CONFLICT', argument: 'input.idempotencyKey' });
  expect((await standing(id)).seats).toMatchObject({ confirmed: 1, waiting: 1 });
});

test('each step of concurrent registrations and withdrawals is a history entry, which the city that it concerns may find', async () => {
  const id = await newEvent(1);
  await register(id, 'city-first');
  const steps = ['second', 'third'].map((city) => register(id, `city-${city}`));
  await Promise.all([...steps, withdraw(id, 'city-first'), register(id, 'city-fourth')]);
  const lines = await second.database
    .model(changeModel)
    .find({ type: 'Registration', of: mongoose.trusted({ $regex: `^${id}/` }) } as never)
    .sort({ of: 1, version: 1 })
    .lean();
  // Whoever of the others came first has the seat that becomes free.
  const follower = lines
    .find(({ of, version }) => version === 2 && !of.endsWith('/city-first'))
    ?.of.replace(`${id}/city/`, '');
  expect(
    lines.map(({ of, version, action, concerns }) => [of.replace(`${id}/city/`, ''), version, action, concerns]),
  ).toEqual(
    ['city-first', 'city-fourth', 'city-second', 'city-third'].flatMap((city) => [
      [city, 1, 'registerForEvent', [city]],
      ...(city === 'city-first' || city === follower ? [[city, 2, 'withdrawFromEvent', [city]]] : []),
    ]),
  );
  expect(follower).toBeDefined();
});

test('a round of a course never has more people than seats, however many enrol at once', async () => {
  const { id } = await write('createEvent', { name: { en: 'Course' }, kind: 'COURSE', hosts: ['depa'] }, '{ id }');
  await write('openCourseRound', { eventId: id, startsOn: '2099', capacity: 7 }, '{ id }');
  const query = 'mutation ($input: EnrolInCourseInput!) { enrolInCourse(input: $input) { id status } }';
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, at) => {
      const variables = {
        input: { idempotencyKey: `enrol-${at}`, roundId: `${id}-round-1`, cityId: 'th-yala', personId: `person-${at}` },
      };
      return at % 2 === 0 ? subgraph.ask(query, variables, { caller: admin }) : askSecond(query, variables);
    }),
  );
  const statuses = answers.map(({ data }) => data['enrolInCourse']!.status).sort();
  expect(statuses).toEqual([...Array(7).fill('ENROLLED'), ...Array(13).fill('WAITING')]);
  const { data } = await subgraph.ask(
    `{ event(id: "${id}") { rounds { enrolled waiting enrolments { totalCount } seated: enrolments(status: ENROLLED) { totalCount } } } }`,
    {},
    { caller: admin },
  );
  expect(data.event.rounds).toEqual([
    { enrolled: 7, waiting: 13, enrolments: { totalCount: 20 }, seated: { totalCount: 7 } },
  ]);
}, 60_000);

/** What clients may do in any order. */
type Step = { do: 'register' | 'withdraw'; who: number } | { do: 'capacity'; to: number | null };

test('seats equal a reference model, for registrations, withdrawals and changes of capacity in any order', async () => {
  const who = fc.integer({ min: 0, max: 5 });
  const step: fc.Arbitrary<Step> = fc.oneof(
    { weight: 4, arbitrary: fc.record({ do: fc.constant('register' as const), who }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('withdraw' as const), who }) },
    {
      weight: 1,
      arbitrary: fc.record({ do: fc.constant('capacity' as const), to: fc.option(fc.integer({ min: 1, max: 4 })) }),
    },
  );
  await fc.assert(
    fc.asyncProperty(
      fc.option(fc.integer({ min: 1, max: 3 })),
      fc.array(step, { minLength: 1, maxLength: 14 }),
      async (first, steps) => {
        const id = await newEvent(first);
        let capacity = first;
        const confirmed: number[] = [];
        const waiting: number[] = [];
        const fill = () => {
          while (waiting.length > 0 && (capacity === null || confirmed.length < capacity))
            confirmed.push(waiting.shift()!);
        };
        for (const each of steps) {
          if (each.do === 'capacity') {
            const fits = each.to === null || each.to >= confirmed.length;
            const { errors } = await subgraph.ask(
              'mutation ($input: ChangeEventInput!) { changeEvent(input: $input) { id } }',
              { input: { idempotencyKey: `key-${(keys += 1)}`, eventId: id, capacity: each.to } },
              { caller: admin },
            );
            expect(errors?.[0]?.extensions.rule).toBe(fits ? undefined : 'CAPACITY_BELOW_CONFIRMED');
            if (fits) capacity = each.to;
          } else {
            const is = confirmed.includes(each.who) || waiting.includes(each.who);
            if (is === (each.do === 'register')) continue;
            if (each.do === 'register') {
              waiting.push(each.who);
              await register(id, `city-${each.who}`);
            } else {
              for (const list of [confirmed, waiting])
                if (list.includes(each.who)) list.splice(list.indexOf(each.who), 1);
              await withdraw(id, `city-${each.who}`);
            }
          }
          fill();
        }
        const { list, seats } = await standing(id);
        const of = (status: string) =>
          list.filter((row) => row.status === status).map(({ city }) => Number(city.id.slice(5)));
        expect(of('WAITING')).toEqual(waiting);
        expect(of('CONFIRMED').sort()).toEqual(confirmed.sort());
        expect(seats).toEqual({
          capacity,
          confirmed: confirmed.length,
          waiting: waiting.length,
          free: capacity === null ? null : capacity - confirmed.length,
        });
      },
    ),
    { numRuns: 12 },
  );
}, 60_000);

test('processing with only the beginning of the waiting list gives the same results as with all of it', () => {
  const at = new Date(0);
  const EVENT = 'event-full';
  const partner = (id: number) => ({ cityId: null, partnerId: String(id), personId: null });
  const row = (place: number, status: 'CONFIRMED' | 'WAITING'): StoredRegistration => ({
    _id: `${EVENT}/${place}`,
    eventId: EVENT,
    cityId: null,
    partnerId: String(place),
    status,
    place,
    registeredAt: at,
    withdrawnAt: null,
    version: 1,
  });
  const asked = fc.array(fc.record({ leaves: fc.boolean(), who: fc.integer({ min: 1, max: 12 }) }), { maxLength: 20 });
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 0, max: 9 }),
      asked,
      (capacity, registered, requests) => {
        const stored = Array.from({ length: registered }, (_, index) =>
          row(index + 1, index < capacity ? 'CONFIRMED' : 'WAITING'),
        );
        const waiting = stored.filter(({ status }) => status === 'WAITING');
        const event = {
          _id: EVENT,
          capacity,
          seats: { places: registered, confirmed: registered - waiting.length, waiting: waiting.length, turns: 0 },
        };
        const named = new Set(requests.map(({ who }) => `${EVENT}/${who}`));
        const leaving = requests.filter(({ leaves }) => leaves).length;
        const desks = [
          createSeatAllocator(event, stored),
          createSeatAllocator(event, [...waiting.slice(0, 2 * leaving), ...stored.filter(({ _id }) => named.has(_id))]),
        ];
        const made = desks.map((desk) =>
          requests.map(({ leaves, who }) => {
            try {
              return leaves ? desk.withdraw(partner(who), at) : [desk.register(partner(who), at)];
            } catch (error) {
              return (error as Error).message;
            }
          }),
        );
        expect(made[1]).toEqual(made[0]);
        const standing = new Map(stored.map((each) => [each._id, each.status as string]));
        for (const step of made[0]!)
          if (Array.isArray(step)) for (const each of step) standing.set(each._id, each.status);
        const count = (status: string) => [...standing.values()].filter((each) => each === status).length;
        expect(desks[0]!.seats).toMatchObject({ confirmed: count('CONFIRMED'), waiting: count('WAITING') });
        expect(count('CONFIRMED')).toBeLessThanOrEqual(capacity);
        expect(count('WAITING') === 0 || count('CONFIRMED') === capacity).toBe(true);
      },
    ),
  );
});

test('tasks of one key run in order of arrival, also after one that failed', async () => {
  const done: number[] = [];
  const work = (at: number, milliseconds: number) =>
    runExclusively(second.database, 'a key', async () => {
      await new Promise((resolve) => setTimeout(resolve, milliseconds));
      done.push(at);
      if (at === 1) throw new Error('fails');
      return at;
    });
  const results = await Promise.allSettled([work(0, 20), work(1, 5), work(2, 0)]);
  expect(done).toEqual([0, 1, 2]);
  expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

test('tasks with several keys run alone on each, in whatever order they name them', async () => {
  const underWay = new Set<string>();
  const done: number[] = [];
  await Promise.all(
    [['a', 'b'], ['b', 'a'], ['c', 'b', 'b'], ['a', 'c'], ['c', 'a'], ['b']].map((keys, at) =>
      runExclusively(second.database, keys, async () => {
        for (const key of keys) expect([key, underWay.has(key)]).toEqual([key, false]);
        keys.forEach((key) => underWay.add(key));
        await new Promise((resolve) => setTimeout(resolve, 1));
        keys.forEach((key) => underWay.delete(key));
        done.push(at);
      }),
    ),
  );
  expect(done.sort()).toEqual([0, 1, 2, 3, 4, 5]);
});

test('a task is refused when its queue is full, and accepted again afterwards', async () => {
  let begun = 0;
  let open!: () => void;
  const gate = new Promise<void>((resolve) => (open = resolve));
  const work = () =>
    runExclusively(second.database, 'a long line', async () => {
      begun += 1;
      await gate;
    });
  const works = Array.from({ length: MOST_IN_LINE }, work);
  await expect(work()).rejects.toMatchObject({ extensions: { code: 'CONFLICT', waiting: MOST_IN_LINE } });
  open();
  await Promise.all(works);
  expect(begun).toBe(MOST_IN_LINE);
  await work();
  expect(begun).toBe(MOST_IN_LINE + 1);
});

test('registrations are refused while the queue is full, and accepted afterwards', async () => {
  const id = await newEvent(5);
  let open!: () => void;
  const gate = new Promise<void>((resolve) => (open = resolve));
  const works = Array.from({ length: MOST_IN_LINE }, () => runExclusively(second.database, `Event/${id}`, () => gate));
  const query = 'mutation ($input: RegisterForEventInput!) { registerForEvent(input: $input) { place } }';
  const { errors } = (await askSecond(query, {
    input: { idempotencyKey: 'in a long line', eventId: id, cityId: 'city-a' },
  })) as { errors: Array<{ extensions: object }> };
  expect(errors[0]!.extensions).toMatchObject({ code: 'CONFLICT', waiting: MOST_IN_LINE });
  open();
  await Promise.all(works);
  expect(
    await write(
      'registerForEvent',
      { idempotencyKey: 'in a long line', eventId: id, cityId: 'city-a' },
      '{ place }',
      2,
    ),
  ).toEqual({ place: 1 });
});

test('what these writes left fits together', () => expectVerified(subgraph));
