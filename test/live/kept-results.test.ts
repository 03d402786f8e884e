import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { readEvents } from './event-reader.js';
import { startLedgerGraph, type LedgerGraph } from '../cache/ledger-graph.js';
import { startGateway, type RunningGateway } from '../gateway/start-gateway.js';
import { until } from '../gateway/until.js';

const ACCOUNT = 'query ($id: ID!) @live { account(id: $id) { value } }';
const worth = (value: number) => ({ data: { account: { value } } });

let ledger: LedgerGraph;
let gateway: RunningGateway;

beforeEach(async () => {
  ledger = await startLedgerGraph();
  gateway = await startGateway({ SUPERGRAPH_FILE: ledger.supergraphFile, CACHE_MB: '1', LIVE_POLL_MS: '3600000' });
});

afterEach(async () => {
  await gateway.close();
  await ledger.close();
});

/** Opens a live query, and waits until its result is in memory. */
async function watch(id: string) {
  const reader = await readEvents(gateway.url, { body: { query: ACCOUNT, variables: { id } } });
  await reader.results(1);
  await until(
    async () => (await gateway.query(ACCOUNT, { id })).headers.get('age'),
    (age) => age !== null,
  );
  return reader;
}

test('a live query runs again when something changes that its result has read, and only then', async () => {
  const [a, c] = [await watch('a'), await watch('c')];
  // Another watcher of a kept result costs nothing.
  const before = ledger.requests.length;
  const other = await readEvents(gateway.url, { body: { query: ACCOUNT, variables: { id: 'a' } } });
  expect(await other.results(1)).toEqual([worth(1)]);
  expect(ledger.requests.length).toBe(before);
  ledger.write('a', 10);
  expect(await a.results(2)).toEqual([worth(1), worth(10)]);
  expect(await other.results(2)).toEqual([worth(1), worth(10)]);
  await gateway.query('mutation { set(id: "a", value: 11) { id } }');
  expect((await a.results(3))[2]).toEqual(worth(11));
  expect(c.events).toHaveLength(1);
  // The runs for the account, and the mutation.
  expect(ledger.requests.length - before).toBe(3);
});

test('a client that watches anew while nothing is told of changes gets what is true then', async () => {
  await watch('a');
  ledger.tell('not at all');
  await until(
    async () => (await gateway.query(ACCOUNT, { id: 'a' })).headers.get('age'),
    (age) => age === null,
  );
  ledger.write('a', 12);
  const late = await readEvents(gateway.url, { body: { query: ACCOUNT, variables: { id: 'a' } } });
  expect(await late.results(1)).toEqual([worth(12)]);
});
