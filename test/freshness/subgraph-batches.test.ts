import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { events } from '../../subgraphs/events/index.js';
import { createSubgraphServer, type SubgraphServer } from '../../subgraphs/runtime/server/server.js';
import type { Subgraph } from '../../subgraphs/runtime/subgraph.js';
import { startSubgraph, type RunningSubgraph } from '../graph.js';
import { mutationOf } from '../mutation-of.js';
import { keysOf } from '../signed-call.js';
import { askFresh, changesAfter, changesUntil } from './follow-changes.js';

const ADMIN = { caller: { id: 'tester', roles: ['network-admin'] } };
const CITIES = Array.from({ length: 40 }, (_, at) => `city-${at}`);

let subgraph: RunningSubgraph;
let other: SubgraphServer | undefined;
let otherUrl: string;
beforeAll(async () => {
  subgraph = await startSubgraph({ ...events, seed: [] } as unknown as Subgraph);
  other = await createSubgraphServer(events, {
    mongodbUri: process.env['TEST_MONGODB_URI'] as string,
    databaseName: subgraph.databaseName,
    ...keysOf('events'),
  });
  otherUrl = await other.listen({ host: '127.0.0.1', port: 0 });
  await other.database.connected();
});
afterAll(async () => {
  await other?.close();
  await subgraph?.close();
});

const register = (eventId: string, cityId: string, idempotencyKey = cityId) =>
  askFresh(subgraph, mutationOf('registerForEvent'), { input: { eventId, cityId, idempotencyKey } }, ADMIN);

test('each of several writes that are done together says at least what it has written itself, and one that was done before nothing', async () => {
  const { at } = await changesAfter(subgraph, null);
  const { body } = await askFresh(
    subgraph,
    mutationOf('createEvent'),
    { input: { name: { en: 'Full house' }, kind: 'WORKSHOP', hosts: ['depa'], idempotencyKey: 'event' } },
    ADMIN,
  );
  const { id } = body.data.createEvent;
  await register(id, 'city-before');
  const results = await Promise.all([
    ...CITIES.map((city) => register(id, city)),
    register(id, 'city-before'),
    register('nowhere', 'city-0', 'refused'),
  ]);
  const [refused, repeated] = [results.pop()!, results.pop()!];
  for (const [place, { body: answer, freshness }] of results.entries()) {
    expect(answer.errors).toBeUndefined();
    const { keys } = freshness!.written!;
    expect(keys['events']).toContain(id);
    expect(keys['registrations']).toContain(answer.data.registerForEvent.id);
    expect(keys['registrations.cityId']).toContain(CITIES[place]);
  }
  const positions = new Set(results.map(({ freshness }) => freshness!.written!.at));
  expect(positions.size).toBeLessThan(CITIES.length);
  expect([repeated.body.errors, repeated.freshness]).toEqual([undefined, null]);
  expect(refused.body.errors[0].extensions.code).toBe('NOT_FOUND');
  expect(Object.values(refused.freshness?.written?.keys ?? {}).flat()).not.toContain(id);

  const { changes } = await changesUntil(subgraph, at, (all) => all.some((change) => positions.has(change.at)));
  for (const change of changes.filter((each) => positions.has(each.at)))
    expect(results.find(({ freshness }) => freshness!.written!.at === change.at)!.freshness!.written!.keys).toEqual(
      change.keys,
    );
});

test('what one process writes, another one tells at the same position', async () => {
  const asked = { name: 'events', url: otherUrl };
  const { at } = await changesAfter(asked, null);
  const { freshness } = await askFresh(
    subgraph,
    mutationOf('createEvent'),
    { input: { name: { en: 'Empty house' }, kind: 'WORKSHOP', hosts: ['depa'], idempotencyKey: 'other' } },
    ADMIN,
  );
  const { changes } = await changesUntil(asked, at, ({ length }) => length > 0);
  expect(changes).toEqual([freshness!.written]);
});

test('a server that closes lets nobody wait who has asked for changes', async () => {
  const asked = { name: 'events', url: otherUrl };
  const { at } = await changesAfter(asked, null);
  const waiting = Array.from({ length: 10 }, () => changesAfter(asked, at));
  await changesAfter(asked, at);
  await other!.close();
  other = undefined;
  for (const { changes, reset } of await Promise.all(waiting)) expect([changes, reset]).toEqual([[], false]);
});
