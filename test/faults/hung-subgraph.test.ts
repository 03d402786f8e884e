import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { SubgraphClient } from '../../gateway/upstream/subgraph-client.js';
import type { HostedSubgraph } from '../gateway/hosted-subgraph.js';
import { startGateway, type RunningGateway } from '../gateway/start-gateway.js';
import { until } from '../gateway/until.js';
import { startWeatherGraph, type WeatherGraph } from '../gateway/weather-graph.js';
import { createTestClient } from './create-test-client.js';
import { holdRequests, hostStubSubgraph } from './stub-subgraph.js';
import '../setup/repeat-once.js';

interface SubgraphFailure {
  code: string;
}

describe('while a subgraph hangs', () => {
  let graph: WeatherGraph;
  let gateway: RunningGateway;

  beforeEach(async () => {
    graph = await startWeatherGraph();
    gateway = await startGateway({
      SUPERGRAPH_FILE: graph.supergraphFile,
      OVERLOAD_REQUESTS: '500',
      TRUSTED_PROXIES: '1',
    });
    // Both operations are known and both subgraphs connected.
    for (const query of ['{ hottest { celsius } }', '{ stations { name } }']) await gateway.query(query);
  });

  afterEach(async () => {
    await gateway?.close();
    await graph?.close();
  });

  test.each([
    ['identical', 60],
    ['distinct', 100],
  ])(
    'and %s queries arrive, %d a second, other queries succeed, its breaker opens, and closes soon after its return',
    async (kind, rate) => {
      const others: unknown[] = [];
      const reasons = new Set<unknown>();
      let isOver = false;
      const hangs = async () => {
        const open: Promise<void>[] = [];
        for (let index = 0; !isOver; index += 1) {
          const headers: Record<string, string> = kind === 'distinct' ? { 'accept-language': `x-${index}` } : {};
          open.push(
            gateway.query('{ hottest { celsius } }', {}, headers).then(({ body }) => {
              const { code, reason } = body.errors?.[0]?.extensions ?? {};
              reasons.add(reason ?? code ?? 'fine');
            }),
          );
          await sleep(1_000 / rate);
        }
        await Promise.all(open);
      };
      const rests = async () => {
        while (!isOver) {
          const { status, body } = await gateway.query('{ stations { name } }', {}, { 'x-forwarded-for': '192.0.2.1' });
          if (status !== 200 || body.errors) others.push({ status, body });
          await sleep(50);
        }
      };

      graph.readings.behave(() => undefined);
      const load = Promise.all([hangs(), rests()]);
      await until(() => reasons.has('breaker'), Boolean);
      reasons.clear();
      graph.readings.behave();
      await until(() => reasons.has('fine'), Boolean);
      isOver = true;
      await load;
      expect(others).toEqual([]);
    },
  );
});

describe('the bulkhead of a subgraph', () => {
  let subgraph: HostedSubgraph;
  let client: SubgraphClient;

  beforeEach(async () => {
    subgraph = await hostStubSubgraph();
  });

  // The connections first: closing the client waits for its calls.
  afterEach(async () => {
    await subgraph.kill();
    await client.close();
  });

  const received = (count: number) =>
    until(
      () => subgraph.received.length,
      (length) => length >= count,
    );

  test('bounds the calls in flight and in the queue: one more fails at once, and all others complete', async () => {
    client = createTestClient(subgraph.url, { bulkhead: { concurrency: 4, queue: 3 } });
    const { behaviour, release } = holdRequests('{"data":{"a":"x"}}');
    subgraph.behave(behaviour);
    const calls = Array.from({ length: 7 }, (_, index) => client.request({ query: `{ a${index}: a }` }));
    await received(4);
    expect(client.usage()).toEqual({ callers: 7, inFlight: 4, queued: 3, subscriptions: 0 });
    await expect(client.request({ query: '{ b }' })).rejects.toMatchObject({ code: 'SUBGRAPH_OVERLOADED', hints: {} });
    const joined = client.request({ query: '{ a0: a }' });
    release();
    await received(7);
    release();
    for (const { data } of await Promise.all([...calls, joined])) expect(data).toEqual({ a: 'x' });
    expect(subgraph.received).toHaveLength(7);
    expect(client.usage()).toEqual({ callers: 0, inFlight: 0, queued: 0, subscriptions: 0 });
  });

  describe('lets', () => {
    const TIMEOUT_MS = 60_000;
    /** The client's clock stands still between the steps, so that the speed of this machine does not matter. */
    const STEP_MS = 1_000;
    let time: number;

    beforeEach(() => {
      time = 0;
      client = createTestClient(subgraph.url, { timeoutMs: TIMEOUT_MS, now: () => time });
    });

    test('32 clients wait while the subgraph does not respond at all, joined ones included', async () => {
      subgraph.behave(() => undefined);
      const codes: Promise<string>[] = [];
      const code = await until(
        () => {
          time += STEP_MS;
          for (const query of ['{ a }', `{ a${codes.length}: a }`])
            codes.push(client.request({ query }).then(String, (failure: SubgraphFailure) => failure.code));
          return Promise.race([...codes, sleep(0, 'none')]);
        },
        (first) => first !== 'none',
      );
      expect(code).toBe('SUBGRAPH_OVERLOADED');
      expect(client.usage().callers).toBeLessThanOrEqual(32);
    });

    test('any number of clients wait while the subgraph responds to a probe', async () => {
      const { behaviour, release } = holdRequests('{"data":{"a":"x"}}');
      subgraph.behave(behaviour);
      const calls: Promise<unknown>[] = [];
      for (let round = 0; round < 20; round += 1) {
        time += STEP_MS;
        for (let index = 0; index < 5; index += 1) calls.push(client.request({ query: '{ a }' }));
        await sleep(20);
      }
      expect(client.usage().callers).toBe(100);
      expect(subgraph.received.map(({ query }) => query)).toContain('{ __typename }');
      release();
      expect(new Set((await Promise.all(calls)).map((result) => JSON.stringify(result))).size).toBe(1);
    });
  });

  test('gives back the slot and the connection of a call when all its clients have disconnected', async () => {
    client = createTestClient(subgraph.url, { bulkhead: { concurrency: 2, queue: 10 } });
    let closed = 0;
    subgraph.behave(({ socket }) => void socket.once('close', () => (closed += 1)));
    const leaving = new AbortController();
    setMaxListeners(20, leaving.signal);
    const calls = Array.from({ length: 20 }, (_, index) =>
      client
        .request({ query: `{ a${index % 10}: a }` }, {}, leaving.signal)
        .catch(({ detail }: { detail: string }) => detail),
    );
    await received(2);
    expect(client.usage()).toEqual({ callers: 20, inFlight: 2, queued: 8, subscriptions: 0 });
    leaving.abort();
    expect(new Set(await Promise.all(calls))).toEqual(new Set(['the client disconnected']));
    expect(client.usage()).toEqual({ callers: 0, inFlight: 0, queued: 0, subscriptions: 0 });
    await until(
      () => closed,
      (count) => count === 2,
    );
    expect(subgraph.received).toHaveLength(2);
    subgraph.behave();
    expect((await client.request({ query: '{ a }' })).data).toEqual({ a: null });
  });
});
