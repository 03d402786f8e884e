import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { isMutation } from '../../gateway/graphql-document/mutations.js';
import { smoothed } from '../../gateway/limits/load-shedder.js';
import { LoadShedder, type Priority } from '../../gateway/limits/load-shedder.js';
import { AUDIENCE, bearer, ISSUER, keyFile, newKeys, tokenOf } from '../auth/tokens.js';
import { holdRequests } from '../faults/stub-subgraph.js';
import { expectAllCountersAtZero } from '../gateway/expect-all-counters-at-zero.js';
import { startGateway, type Answer } from '../gateway/start-gateway.js';
import { until } from '../gateway/until.js';
import { startWeatherGraph, type WeatherGraph } from '../gateway/weather-graph.js';
import '../setup/repeat-once.js';

const keys = newKeys();
let key: Awaited<ReturnType<typeof keyFile>>;
let graph: WeatherGraph;

beforeAll(async () => {
  key = await keyFile(keys);
  graph = await startWeatherGraph();
});

afterEach(() => {
  graph.stations.behave();
  graph.stations.received.length = 0;
});

afterAll(async () => {
  await graph?.close();
  await key?.remove();
});

function expectOverloaded({ status, headers, body }: Answer, language = 'en'): void {
  const message =
    language === 'th'
      ? 'ขณะนี้มีคำขอมากเกินกว่าที่ระบบรับได้ โปรดลองใหม่ในอีกสักครู่'
      : 'The gateway is overloaded: try again in a moment.';
  expect({ status, body }).toEqual({
    status: 503,
    body: { errors: [{ message, extensions: { code: 'OVERLOADED' } }] },
  });
  expect(headers.get('retry-after')).toMatch(/^[123]$/);
}

const QUERY = '{ stations { name } }';
const MUTATION = 'mutation { rename(id: "north", name: "N") { name } }';
const JSON_TYPE = { 'content-type': 'application/json' };

test.each(['compiled', 'stock'])(
  'above the limit, queries without a token are refused first, then other queries, mutations last (%s)',
  async (EXECUTOR) => {
    const gateway = await startGateway({
      SUPERGRAPH_FILE: graph.supergraphFile,
      EXECUTOR,
      OVERLOAD_REQUESTS: '8',
      SUBGRAPH_SHARING: 'off',
      SUBGRAPH_TIMEOUT_MS: '60000',
      SUBGRAPH_BREAKER_CALLS: '0',
      AUTH_PUBLIC_KEY_FILE: key.file,
      AUTH_ISSUER: ISSUER,
      AUTH_AUDIENCE: AUDIENCE,
    });
    try {
      const signedIn = bearer(await tokenOf(keys));
      const held = holdRequests('{"data":{"stations":[],"rename":null}}');
      const waiting: Promise<Answer>[] = [];
      /** Sends a request that is let in, and waits until it has come so far. */
      const letIn = async (query: string, headers: Record<string, string> = {}) => {
        const before = graph.stations.received.length;
        waiting.push(gateway.query(query, {}, headers));
        await until(
          () => graph.stations.received.length,
          (count) => count > before,
        );
      };
      graph.stations.behave(held.behaviour);

      for (let index = 0; index < 8; index += 1) await letIn(QUERY);
      expectOverloaded(await gateway.query(QUERY));
      expectOverloaded(await gateway.query(QUERY, {}, { 'accept-language': 'th' }), 'th');
      expectOverloaded(await gateway.send(`/graphql?query=${encodeURIComponent(QUERY)}`));
      expectOverloaded(await gateway.query(`# mutation\n${QUERY}`));

      for (let index = 0; index < 2; index += 1) await letIn(QUERY, signedIn);
      expectOverloaded(await gateway.query(QUERY, {}, signedIn));
      expectOverloaded(await gateway.send(`/graphql?query=${encodeURIComponent(QUERY)}`, { headers: signedIn }));
      expectOverloaded(await gateway.query(QUERY));

      await letIn(MUTATION, signedIn);
      await letIn(MUTATION);
      for (const headers of [{}, signedIn]) {
        expectOverloaded(await gateway.query(MUTATION, {}, headers));
        expectOverloaded(await gateway.query(QUERY, {}, headers));
      }
      // Before its token is looked at.
      expectOverloaded(await gateway.query(QUERY, {}, { authorization: 'Bearer a.b.c' }));
      for (const path of ['/health/live', '/nowhere']) expect((await gateway.send(path)).status).not.toBe(503);

      expect(graph.stations.received).toHaveLength(12);
      held.release();
      for (const { status, body } of await Promise.all(waiting))
        expect([status, body.errors]).toEqual([200, undefined]);
      graph.stations.behave();
      // Nothing is counted any more.
      for (let index = 0; index < 3; index += 1)
        expect(
          (await Promise.all(Array.from({ length: 8 }, () => gateway.query(QUERY)))).map(({ status }) => status),
        ).toEqual(Array.from({ length: 8 }, () => 200));
      await expectAllCountersAtZero(gateway);
    } finally {
      await gateway.close();
    }
  },
);

test('a request is refused before its body arrives when even a mutation would be refused', async () => {
  const gateway = await startGateway({
    SUPERGRAPH_FILE: graph.supergraphFile,
    OVERLOAD_REQUESTS: '1',
    SUBGRAPH_SHARING: 'off',
    SUBGRAPH_TIMEOUT_MS: '60000',
  });
  try {
    const held = holdRequests('{"data":{"rename":null}}');
    graph.stations.behave(held.behaviour);
    const first = gateway.query(MUTATION);
    await until(
      () => graph.stations.received.length,
      (count) => count === 1,
    );
    const second = gateway.query(MUTATION);
    await until(
      () => graph.stations.received.length,
      (count) => count === 2,
    );
    // A body that never ends.
    const body = new ReadableStream({
      start: (controller) => controller.enqueue(new TextEncoder().encode('{"query":"')),
    });
    const answer = await fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: JSON_TYPE,
      body,
      duplex: 'half',
    } as RequestInit);
    expect(answer.status).toBe(503);
    held.release();
    await Promise.all([first, second]);
  } finally {
    await gateway.close();
  }
});

test('a client that disconnects frees its slot', async () => {
  const gateway = await startGateway({
    SUPERGRAPH_FILE: graph.supergraphFile,
    OVERLOAD_REQUESTS: '1',
    SUBGRAPH_TIMEOUT_MS: '60000',
  });
  try {
    const held = holdRequests('{"data":{"stations":[]}}');
    graph.stations.behave(held.behaviour);
    const leaving = new AbortController();
    const gone = fetch(`${gateway.url}/graphql`, {
      method: 'POST',
      headers: JSON_TYPE,
      body: JSON.stringify({ query: QUERY }),
      signal: leaving.signal,
    });
    await until(
      () => graph.stations.received.length,
      (count) => count === 1,
    );
    expectOverloaded(await gateway.query('{ hottest { celsius } }'));
    leaving.abort();
    await expect(gone).rejects.toThrow();
    await until(
      () => gateway.query('{ hottest { celsius } }'),
      ({ status }) => status === 200,
    );
    await expectAllCountersAtZero(gateway);
    held.release();
  } finally {
    await gateway.close();
  }
});

describe('the requests in flight of one caller', () => {
  const start = (env: Record<string, string>) =>
    startGateway({
      SUPERGRAPH_FILE: graph.supergraphFile,
      SUBGRAPH_SHARING: 'off',
      SUBGRAPH_TIMEOUT_MS: '60000',
      SUBGRAPH_BREAKER_CALLS: '0',
      AUTH_PUBLIC_KEY_FILE: key.file,
      AUTH_ISSUER: ISSUER,
      AUTH_AUDIENCE: AUDIENCE,
      ...env,
    });
  const officer = async (sub: string) => bearer(await tokenOf(keys, { sub }));
  function expectRefused({ status, headers, body }: Answer): void {
    expect({ status, body }).toEqual({
      status: 429,
      body: {
        errors: [
          {
            message: 'You have too many requests in flight: wait for a response before you send the next one.',
            extensions: { code: 'RATE_LIMITED' },
          },
        ],
      },
    });
    expect(headers.get('retry-after')).toBe('1');
  }

  test('are limited: another one is refused until one has ended', async () => {
    const gateway = await start({ LIMIT_IN_FLIGHT: '2' });
    try {
      const held = holdRequests('{"data":{"stations":[]}}');
      graph.stations.behave(held.behaviour);
      const [one, other] = await Promise.all([officer('one'), officer('other')]);
      const accepted = [gateway.query(QUERY, {}, one), gateway.query(QUERY, {}, one), gateway.query(QUERY, {}, other)];
      await until(
        () => graph.stations.received.length,
        (count) => count === 3,
      );
      expectRefused(await gateway.query(QUERY, {}, one));
      held.release();
      for (const { status } of await Promise.all(accepted)) expect(status).toBe(200);
      graph.stations.behave();
      expect((await gateway.query(QUERY, {}, one)).status).toBe(200);
      await expectAllCountersAtZero(gateway);
    } finally {
      await gateway.close();
    }
  });

  test('are never all that the gateway accepts, mutations included', async () => {
    const gateway = await start({ LIMIT_IN_FLIGHT: '1000', OVERLOAD_REQUESTS: '8' });
    try {
      const held = holdRequests('{"data":{"rename":null}}');
      graph.stations.behave(held.behaviour);
      const [one, other] = await Promise.all([officer('one'), officer('other')]);
      const refused: Answer[] = [];
      const writes = Array.from({ length: 200 }, async () => {
        const answer = await gateway.query(MUTATION, {}, one);
        if (answer.status !== 200) refused.push(answer);
      });
      await until(
        () => graph.stations.received.length + refused.length,
        (count) => count === 200,
      );
      // Three quarters of 8 requests, of which mutations may be half as many again.
      expect(graph.stations.received).toHaveLength(9);
      refused.forEach(expectRefused);
      const write = gateway.query(MUTATION, {}, other);
      await until(
        () => graph.stations.received.length,
        (count) => count === 10,
      );
      held.release();
      expect((await write).status).toBe(200);
      await Promise.all(writes);
      await expectAllCountersAtZero(gateway);
    } finally {
      await gateway.close();
    }
  });
});

test('the limit is lowered when the latency of accepted requests is high', async () => {
  const gateway = await startGateway({
    SUPERGRAPH_FILE: graph.supergraphFile,
    OVERLOAD_REQUESTS: '500',
    SUBGRAPH_SHARING: 'off',
    SUBGRAPH_TIMEOUT_MS: '2400',
  });
  try {
    const held = holdRequests('{"data":{"stations":[]}}');
    for (let round = 0, refused = 0; refused === 0; round += 1) {
      graph.stations.behave(held.behaviour);
      graph.stations.received.length = 0;
      let ended = 0;
      const crowd = Array.from({ length: 64 }, async () => {
        const answer = await gateway.query(QUERY);
        ended += 1;
        if (answer.status === 200) return;
        expectOverloaded(answer);
        refused += 1;
      });
      await until(
        // On a busy machine, some time out meanwhile. The gateway probes a subgraph for which many wait.
        () => ({
          sent: gateway.counters()['stations.inFlight']!,
          received: graph.stations.received.filter(({ query }) => query !== '{ __typename }').length,
          ended,
        }),
        ({ sent, received, ended: over }) => sent + over >= 64 && received >= sent,
      );
      if (round === 0) {
        expect(refused).toBe(0);
        expectOverloaded(await gateway.query(QUERY));
      }
      await sleep(350);
      held.release();
      await Promise.all(crowd);
    }
  } finally {
    await gateway.close();
  }
});

test('a request that arrives with many subgraph responses does not wait until all are processed', async () => {
  const gateway = await startGateway({
    SUPERGRAPH_FILE: graph.supergraphFile,
    SUBGRAPH_SHARING: 'off',
    SUBGRAPH_TIMEOUT_MS: '60000',
  });
  try {
    const held = holdRequests(
      JSON.stringify({ data: { stations: Array.from({ length: 500 }, () => ({ name: 'North' })) } }),
    );
    graph.stations.behave(held.behaviour);
    let answered = 0;
    const waiting = Array.from({ length: 64 }, () => gateway.query(QUERY).then(() => (answered += 1)));
    await until(
      () => graph.stations.received.length,
      (received) => received === 64,
    );
    held.release();
    await gateway.send('/health/live');
    expect(answered).toBeLessThan(48);
    await Promise.all(waiting);
  } finally {
    await gateway.close();
  }
});

describe('event loop delay', () => {
  const admitted = (delay: number): Priority[] => {
    const shedder = new LoadShedder({ requests: 0, delayMs: 100 }, { current: () => delay }, 2_000);
    return (['anonymous', 'signed in', 'mutation'] as const).filter((urgency) => {
      try {
        shedder.check(urgency);
        return true;
      } catch {
        return false;
      }
    });
  };

  test.each([
    [100, ['anonymous', 'signed in', 'mutation']],
    [101, ['signed in', 'mutation']],
    [126, ['mutation']],
    [151, []],
  ])('of %s ms admits the priorities %j', (delay, urgencies) => expect(admitted(delay)).toEqual(urgencies));

  test('is ignored when it is high once, and counts when it is high repeatedly', () => {
    expect(smoothed(0, 1_000)).toBe(100);
    expect(smoothed(0, 1_000_000)).toBe(100);
    expect(smoothed(10, -5)).toBe(9);
    expect(Array.from({ length: 10 }).reduce<number>((delay) => smoothed(delay, 500), 0)).toBeGreaterThan(300);
  });
});

test.each([
  ['mutation { a }', undefined, true],
  ['query A { a } mutation B { a }', 'B', true],
  ['query A { a } mutation B { a }', 'A', false],
  ['query A { a } mutation B { a }', undefined, false],
  ['{ mutation }', undefined, false],
  ['{ a } # mutation', undefined, false],
  ['mutation {', undefined, false],
])('the document %s with the operation name %s is a mutation: %s', (text, name, is) =>
  expect(isMutation(text, name, 100)).toBe(is),
);
