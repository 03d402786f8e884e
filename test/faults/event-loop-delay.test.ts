import { performance } from 'node:perf_hooks';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import type { SubgraphClient } from '../../gateway/upstream/subgraph-client.js';
import type { HostedSubgraph } from '../gateway/hosted-subgraph.js';
import { until } from '../gateway/until.js';
import { createTestClient } from './create-test-client.js';
import { hostStubSubgraph } from './stub-subgraph.js';
import '../setup/repeat-once.js';

const TIMEOUT_MS = 2_000;

let subgraph: HostedSubgraph;
let client: SubgraphClient;

beforeEach(async () => {
  subgraph = await hostStubSubgraph();
  client = createTestClient(subgraph.url, { timeoutMs: TIMEOUT_MS, retryPercent: 0 });
  await client.request({ query: '{ a }' }); // Connects.
});

afterEach(async () => {
  await client.close();
  await subgraph.kill();
});

/** Blocks the event loop, as a long task does, or a pause of the process. */
function block(ms: number): void {
  const end = performance.now() + ms;
  while (performance.now() < end);
}

test.each([200, 3_000])(
  'a response that is due while the gateway is blocked, until %d ms after the timeout, is still taken',
  async (lateMs) => {
    const calls = client.request({ query: '{ b }' });
    block(TIMEOUT_MS + lateMs);
    expect((await calls).data).toEqual({ b: null });
  },
);

test('timeouts that a blocked gateway notices late do not open the breaker', async () => {
  subgraph.behave(() => undefined);
  const calls = Array.from({ length: 30 }, (_, index) =>
    client.request({ query: `{ a${index}: a }` }).catch(({ code }: { code: string }) => code),
  );
  await until(
    () => subgraph.received.length,
    (count) => count >= 31,
  );
  block(TIMEOUT_MS + 1_000);
  expect(new Set(await Promise.all(calls))).toEqual(new Set(['SUBGRAPH_TIMEOUT']));
  subgraph.behave();
  expect((await client.request({ query: '{ b }' })).data).toEqual({ b: null });
});

test('a subgraph that hangs still opens the breaker when the gateway is a little late each time', async () => {
  subgraph.behave(() => undefined);
  for (let round = 0; round < 2; round += 1) {
    const calls = Array.from({ length: 15 }, (_, index) =>
      client.request({ query: `{ a${index}: a }` }).catch(({ code }: { code: string }) => code),
    );
    await until(
      () => subgraph.received.length,
      (count) => count >= 1 + (round + 1) * 15,
    );
    block(TIMEOUT_MS + 150);
    await Promise.all(calls);
  }
  await expect(client.request({ query: '{ b }' })).rejects.toMatchObject({ hints: { reason: 'breaker' } });
});
