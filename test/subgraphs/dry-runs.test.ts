import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import mongoose from 'mongoose';
import { readFile } from 'node:fs/promises';
import { buildSchema, isInputObjectType, isNonNullType } from 'graphql';
import { depa, startEventsWriter, yala, type EventsWriter } from './events-writer.js';
import { expectVerified } from '../verify/verified.js';
import { mutationOf } from '../mutation-of.js';

let events: EventsWriter;
beforeAll(async () => void (events = await startEventsWriter()));
afterAll(() => events?.close());

/** Every document of every collection of the subgraph's database. */
async function everything(): Promise<Record<string, unknown[]>> {
  const client = await mongoose.mongo.MongoClient.connect(process.env['TEST_MONGODB_URI'] as string);
  try {
    const database = client.db(events.subgraph.databaseName);
    const collections = (await database.collections()).map(({ collectionName }) => collectionName).sort();
    const all = collections.map(async (name) => [
      name,
      await database.collection(name).find().sort({ _id: 1 }).toArray(),
    ]);
    return Object.fromEntries(await Promise.all(all)) as Record<string, unknown[]>;
  } finally {
    await client.close();
  }
}

/** Tries a write, and expects that the database is afterwards as it was. */
async function tried(mutation: string, caller: typeof depa, input: object, language = 'en') {
  const before = await everything();
  const { data, errors } = await events.subgraph.ask(
    mutationOf(mutation),
    { input: { idempotencyKey: 'tried', ...input, dryRun: true } },
    { caller, language },
  );
  expect(await everything()).toEqual(before);
  expect(data).toEqual({ [mutation]: null });
  return errors[0];
}

const DRY_RUN = {
  message: 'All rules hold; nothing was written, as you asked.',
  extensions: { code: 'DRY_RUN', isDone: false },
};
const newEvent = { name: { en: 'Tried forum' }, kind: 'CONFERENCE', hosts: ['depa'], startsOn: '2099-03-01' };

describe('a dry run', () => {
  test('of a new record leaves nothing in the database', async () => {
    expect(await tried('createEvent', depa, newEvent)).toMatchObject(DRY_RUN);
  });

  test('of a change leaves nothing in the database', async () => {
    const { id } = await events.newEvent();
    const input = { eventId: id, expectedVersion: 1, name: { th: 'ชื่อใหม่' } };
    expect(await tried('changeEvent', depa, input)).toMatchObject(DRY_RUN);
  });

  test('of a registration leaves nothing in the database', async () => {
    const { id: eventId } = await events.newEvent({ capacity: 1 });
    expect(await tried('registerForEvent', yala, { eventId, cityId: 'th-yala' })).toMatchObject(DRY_RUN);
  });

  test('speaks Thai to whoever asks in Thai', async () => {
    const { message } = await tried('createEvent', depa, newEvent, 'th');
    expect(message).toMatch(/[ก-๛]/);
  });

  test.each([
    { of: 'a new record', mutation: 'createEvent', caller: yala, input: newEvent },
    {
      of: 'a new record with a wrong value',
      mutation: 'createEvent',
      caller: depa,
      input: { ...newEvent, endsOn: '2098' },
    },
    { of: 'a change of a missing record', mutation: 'cancelEvent', caller: depa, input: { eventId: 'none', why: 'x' } },
    {
      of: 'a registration for another city',
      mutation: 'registerForEvent',
      caller: yala,
      input: { eventId: '', cityId: 'th-nan' },
    },
    {
      of: 'a withdrawal of nobody',
      mutation: 'withdrawFromEvent',
      caller: yala,
      input: { eventId: '', cityId: 'th-yala' },
    },
  ])('that is refused gives the error of the write: $of', async ({ mutation, caller, input }) => {
    const { id } = await events.newEvent();
    const asked = { ...input, ...('eventId' in input && input.eventId === '' && { eventId: id }) };
    const error = await tried(mutation, caller, asked);
    expect(error.extensions.code).not.toBe('DRY_RUN');
    expect((await events.write(mutation, caller, { ...asked, idempotencyKey: 'tried' }, '{ id }')).error).toEqual(
      error,
    );
  });

  test('leaves the key free, and the write that follows is done', async () => {
    const { id: eventId } = await events.newEvent();
    const input = { idempotencyKey: 'free', eventId, cityId: 'th-yala' };
    await tried('registerForEvent', yala, input);
    expect(await events.done('registerForEvent', yala, { ...input, dryRun: false })).toMatchObject({
      status: 'CONFIRMED',
    });
  });

  test.each([
    { mutation: 'createEvent', caller: depa, input: newEvent },
    { mutation: 'registerForEvent', caller: yala, input: { cityId: 'th-yala' } },
  ])(
    'of what was done under its key says so, and refuses another input: $mutation',
    async ({ mutation, caller, input }) => {
      const asked = { ...input, ...(mutation === 'registerForEvent' && { eventId: (await events.newEvent()).id }) };
      await events.done(mutation, caller, { ...asked, idempotencyKey: `done ${mutation}` });
      const again = { ...asked, idempotencyKey: `done ${mutation}` };
      expect((await tried(mutation, caller, again)).extensions).toEqual({ code: 'DRY_RUN', isDone: true });
      expect((await tried(mutation, caller, { ...again, why: 'another' })).extensions).toMatchObject({
        code: 'CONFLICT',
        argument: 'input.idempotencyKey',
      });
    },
  );

  test('among registrations that come at once takes no seat from them', async () => {
    const { id: eventId } = await events.newEvent({ capacity: 4 });
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, at) =>
        events.write(
          'registerForEvent',
          { id: `officer-${at}`, roles: ['network-admin'] },
          { eventId, partnerId: `partner-${at}`, dryRun: at % 3 === 1 },
        ),
      ),
    );
    const registered = answers.filter((_, at) => at % 3 !== 1).map(({ answer }) => answer.status);
    expect(registered.filter((status) => status === 'CONFIRMED')).toHaveLength(4);
    expect(registered.filter((status) => status === 'WAITING')).toHaveLength(4);
    for (const [at, { error }] of answers.entries()) if (at % 3 === 1) expect(error.extensions.code).toBe('DRY_RUN');
  });
});

test('every mutation can be tried', async () => {
  const schema = buildSchema(await readFile('schema/api.graphql', 'utf8'), { assumeValidSDL: true });
  for (const { name, args } of Object.values(schema.getMutationType()!.getFields())) {
    const type = args[0]!.type;
    const input = isNonNullType(type) ? type.ofType : type;
    expect([name, isInputObjectType(input) && Object.keys(input.getFields())]).toEqual([
      name,
      expect.arrayContaining(['idempotencyKey', 'dryRun']),
    ]);
  }
});

test('what these writes left fits together', () => expectVerified(events.subgraph));
