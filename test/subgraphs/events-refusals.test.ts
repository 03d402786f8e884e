import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { events } from '../../subgraphs/events/index.js';
import type { Caller } from '../../subgraphs/protocol/caller.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';
import { expectVerified } from '../verify/verified.js';

let subgraph: RunningSubgraph;
beforeAll(async () => (subgraph = await startSubgraph({ ...events, seed: [] } as unknown as Subgraph)));
afterAll(() => subgraph.close());

const depa: Caller = { id: 'officer-of-depa', roles: ['partner-officer:depa'] };
const EVENT = { name: { en: 'Forum' }, kind: 'MEETING', hosts: ['depa'] };

async function create(input: object, language = 'en', caller: Caller | null = depa) {
  return subgraph.ask(
    'mutation ($input: CreateEventInput!) { createEvent(input: $input) { id } }',
    { input: { idempotencyKey: `key-${Math.random()}`, ...EVENT, ...input } },
    { language, ...(caller && { caller }) },
  );
}

test('an event without a host is told that it needs one, not that the caller lacks a role', async () => {
  const { errors } = await create({ hosts: [] });
  expect(errors).toMatchObject([
    {
      message: '`input.hosts` must name at least one partner.',
      extensions: { code: 'BAD_USER_INPUT', argument: 'input.hosts' },
    },
  ]);
  expect((await create({ hosts: [] }, 'en', null)).errors[0].extensions.code).toBe('UNAUTHENTICATED');
  expect((await create({ hosts: ['nectec'] })).errors[0].extensions.code).toBe('FORBIDDEN');
});

test('an end without a start is told that the start is missing', async () => {
  const [en, th] = await Promise.all(
    ['en', 'th'].map(async (language) => (await create({ startsOn: null, endsOn: '2099-05' }, language)).errors[0]),
  );
  expect(en.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'input.startsOn' });
  expect(en.message).toBe('An event with `endsOn` needs `startsOn`: take away both, or give both.');
  expect(th.message).toMatch(/ต้องมี `startsOn`/);
});

test('a name of 200 emoji is accepted, and one with a character that is not seen is refused', async () => {
  expect((await create({ name: { en: '😀'.repeat(200) } })).errors).toBeUndefined();
  expect((await create({ name: { th: 'ยะลา\u200b' } })).errors[0].extensions).toMatchObject({
    code: 'BAD_USER_INPUT',
    argument: 'input.name.th',
  });
});

test('what these writes left fits together', () => expectVerified(subgraph));
