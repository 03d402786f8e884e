import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startSubgraphs, type RunningSubgraph } from '../graph.js';
import { expectVerified } from '../verify/verified.js';
import { mutationOf } from '../mutation-of.js';

let running: Record<string, RunningSubgraph>;

beforeAll(async () => {
  running = Object.fromEntries((await startSubgraphs()).map((subgraph) => [subgraph.name, subgraph]));
});
afterAll(() => Promise.all(Object.values(running).map((subgraph) => subgraph.close())));
beforeEach(() => Object.values(running).forEach((subgraph) => subgraph.forget()));

async function write(subgraph: string, mutation: string, input: object, selection = 'id') {
  const { data, errors } = await running[subgraph]!.ask(
    mutationOf(mutation, `{ ${selection} }`),
    { input: { idempotencyKey: randomUUID(), ...input } },
    { caller: { id: 'admin', roles: ['network-admin'] } },
  );
  return { done: data?.[mutation] as object | null | undefined, error: errors?.[0] };
}

const text = (en: string) => ({ en });
const partner = (id: string) => ({
  id,
  name: text(`Name of ${id}`),
  kind: 'CORPORATE',
  description: text('What it is.'),
});
const solution = (id: string) => ({
  ...{ id, ownerId: 'depa', name: text(`Way of ${id}`), kind: 'SERVICE', description: text('What it does.') },
  addresses: ['CITIZEN_VOICE'],
});
const agreement = (agreementId: string) => ({
  agreementId,
  terms: { name: text(`Pact of ${agreementId}`), kind: 'MOU', parties: [{ partnerId: 'depa' }, { cityId: 'th-yala' }] },
});
const city = (id: string) => ({
  ...{ id, name: text(`Town of ${id}`), countryCode: 'TH', region: 'SOUTH', kind: 'NEW_TOWN' },
  source: { title: 'Gazette' },
});

test.each([
  ['partners', 'registerPartner', 'a city', partner('th-yala'), 'input.id'],
  ['partners', 'registerPartner', 'an event', partner('event-depa-mastercard-2020'), 'input.id'],
  ['partners', 'publishSolution', 'a programme', solution('city-possible'), 'input.id'],
  ['partners', 'signAgreement', 'a partner', agreement('asean'), 'input.agreementId'],
  [
    'partners',
    'appointOfficer',
    'a partner',
    { cityId: 'th-yala', personId: 'egat', name: text('Somebody') },
    'input.personId',
  ],
  ['cities', 'registerCity', 'a partner', city('depa'), 'input.id'],
  ['cities', 'registerCity', 'a plan', city('plan-th-phuket'), 'input.id'],
])('%s: %s with the id of %s', async (subgraph, mutation, _kind, input, argument) => {
  const { error } = await write(subgraph, mutation, input, mutation === 'appointOfficer' ? 'kind' : 'id');
  expect(error).toMatchObject({ extensions: { code: 'CONFLICT', argument } });
});

test('while an owner does not respond, a new id is refused and nothing is written; the same key does it later', async () => {
  const events = running['events']!;
  const input = { idempotencyKey: 'kept', ...partner('late-partner') };
  await events.kill();
  try {
    expect((await write('partners', 'registerPartner', input)).error).toMatchObject({
      extensions: { code: 'DEADLINE_EXCEEDED', argument: 'input.id' },
    });
  } finally {
    await events.revive();
  }
  expect(await write('partners', 'registerPartner', input)).toEqual({ done: { id: 'late-partner' }, error: undefined });
  events.forget();
  expect((await write('partners', 'registerPartner', input)).done).toEqual({ id: 'late-partner' });
  expect(events.fetches).toEqual([]);
});

test('what these writes left fits together', async () => {
  for (const subgraph of Object.values(running)) await expectVerified(subgraph);
});
