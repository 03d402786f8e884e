import { Agent } from 'node:http';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { pino } from 'pino';
import type { SubgraphClient, SubgraphClientOptions } from '../../gateway/upstream/subgraph-client.js';
import type { Behaviour, HostedSubgraph } from '../gateway/hosted-subgraph.js';
import { startGateway } from '../gateway/start-gateway.js';
import { until } from '../gateway/until.js';
import { SECRET } from '../signed-call.js';
import { spawnSubgraph, type SubgraphProcess } from '../subgraphs/subgraph-process.js';
import { DATABASE_HEADER } from '../../subgraphs/protocol/headers.js';
import { createTestClient } from './create-test-client.js';
import { findFixedPort } from './fixed-port.js';
import { dropConnection, holdRequests, hostStubSubgraph, respondWith } from './stub-subgraph.js';

const GOOD = '{"data":{"a":"x"}}';

describe('a subgraph with two addresses', () => {
  let one: HostedSubgraph;
  let other: HostedSubgraph;
  let client: SubgraphClient;
  let changes: Array<[url: string, isOut: boolean]>;

  beforeAll(async () => {
    [one, other] = await Promise.all([hostStubSubgraph(), hostStubSubgraph()]);
  });
  beforeEach(() => {
    changes = [];
    for (const each of [one, other]) {
      each.behave(respondWith(GOOD));
      each.received.length = 0;
    }
    start();
  });
  afterEach(() => client.close());
  afterAll(() => Promise.all([one.kill(), other.kill()]));

  function start(options: Partial<SubgraphClientOptions> = {}): void {
    client = createTestClient([one.url, other.url], {
      deduplicates: false,
      onAddressChange: (url, isOut) => changes.push([url, isOut]),
      ...options,
    });
  }

  const ask = (query = '{ a }') => client.request({ query });
  const askAll = (count: number) => Promise.all(Array.from({ length: count }, () => ask()));
  /** Without the probes of the gateway. */
  const counts = () =>
    [one, other].map(({ received }) => received.filter(({ query }) => query !== '{ __typename }').length);
  const untilUsedAgain = () =>
    until(
      () => changes.length,
      (length) => length === 2,
    );

  test('has its queries divided, and a slow address gets fewer', async () => {
    await askAll(10);
    expect(counts()).toEqual([5, 5]);
    const { behaviour, release } = holdRequests(GOOD);
    one.behave(behaviour);
    const held = [ask(), ask()];
    for (let index = 0; index < 10; index += 1) await ask();
    expect(counts()).toEqual([6, 16]);
    release();
    await Promise.all(held);
  });

  test('answers all queries whose connections fail at one, which gets none until it responds to a probe', async () => {
    const { behaviour } = holdRequests(GOOD);
    one.behave(behaviour);
    const sent = askAll(80);
    await until(counts, ([atOne]) => atOne === 40);
    await one.kill();
    expect(await sent).toHaveLength(80);
    expect(changes).toEqual([[one.url, true]]);
    one.behave(respondWith(GOOD));
    await askAll(10);
    expect(counts()).toEqual([40, 90]);
    await one.revive();
    await untilUsedAgain();
    expect(changes[1]).toEqual([one.url, false]);
    await askAll(10);
    expect(counts()).toEqual([45, 95]);
  });

  test('gets a mutation once, elsewhere only if no connection can be opened', async () => {
    for (const each of [one, other]) each.behave(dropConnection);
    await expect(ask('mutation { set }')).rejects.toMatchObject({ hints: { mayBeDone: true } });
    expect(counts().sort()).toEqual([0, 1]);
    await client.close();
    await one.kill();
    other.behave(respondWith('{"data":{"set":"x"}}'));
    start();
    const before = other.received.length;
    expect(await Promise.all([ask('mutation { set }'), ask('mutation { set }')])).toHaveLength(2);
    expect(other.received.slice(before).map(({ query }) => query)).toEqual(['mutation { set }', 'mutation { set }']);
    await one.revive();
  });

  test('has one ejected after five timeouts in a row', async () => {
    await client.close();
    one.behave(() => undefined);
    start({ timeoutMs: 200 });
    for (let index = 0; index < 10; index += 1) await ask().catch(() => undefined);
    expect(changes).toEqual([[one.url, true]]);
    const [atOne] = counts();
    await askAll(10);
    expect(counts()[0]).toBe(atOne);
  });

  test('has one ejected whose database is down: it would answer fast, and get most calls', async () => {
    const failing: Behaviour = (...request) => {
      request[1].setHeader(DATABASE_HEADER, 'down');
      respondWith('{"data":{"a":null},"errors":[{"message":"down"}]}')(...request);
    };
    one.behave(failing);
    for (let index = 0; index < 10; index += 1) await ask();
    expect(counts()).toEqual([1, 9]);
    one.behave(respondWith(GOOD));
    await untilUsedAgain();
    expect(changes).toEqual([
      [one.url, true],
      [one.url, false],
    ]);
  });

  test('is still called when both are ejected', async () => {
    for (const each of [one, other]) each.behave(dropConnection);
    await expect(ask()).rejects.toMatchObject({ code: 'SUBGRAPH_UNREACHABLE' });
    expect(changes).toHaveLength(2);
    for (const each of [one, other]) each.behave(respondWith(GOOD));
    expect(await ask()).toMatchObject({ data: { a: 'x' } });
  });

  test('is asked for its changes at one address, and at the other when that fails', async () => {
    for (const each of [one, other]) each.behave(respondWith('{"at":null}'));
    const next = () => client.changes({ after: null }, AbortSignal.timeout(20_000));
    for (let index = 0; index < 3; index += 1) expect(await next()).toEqual({ at: null });
    const [followed, rest] = one.received.length > 0 ? [one, other] : [other, one];
    expect([followed.received.length, rest.received.length]).toEqual([3, 0]);
    followed.behave(dropConnection);
    expect(await next()).toEqual({ at: null });
    expect(rest.received).toHaveLength(1);
  });
});

describe('two processes of a subgraph', () => {
  const QUERY = '{ cities(first: 1) { totalCount } }';

  test('get their part of the connections behind a balancer: one that is busy ends after 1,000 requests', async () => {
    const subgraph = await spawnSubgraph('cities', process.env['TEST_MONGODB_URI']!);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const sockets = new Set<unknown>();
    const askOften = async (times: number) => {
      for (let index = 0; index < times; index += 1) {
        await subgraph.askOver(agent, '{ __typename }', {}, { id: 'somebody', roles: [] });
        for (const socket of Object.values(agent.freeSockets).flat()) sockets.add(socket);
      }
      return sockets.size;
    };
    expect(await askOften(1_000)).toBe(1);
    expect(await askOften(2)).toBe(2);
    agent.destroy();
    await subgraph.crash();
  });

  let processes: SubgraphProcess[] = [];
  afterAll(() => Promise.all(processes.map((each) => each.crash())));

  test('one that is killed under load costs no query, and is used again when it is back', async () => {
    const port = String(await findFixedPort());
    const spawn = (env = {}) => spawnSubgraph('cities', process.env['TEST_MONGODB_URI']!, { env });
    const [first, second] = (processes = await Promise.all([spawn(), spawn({ PORT: port })]));
    const lines: string[] = [];
    const gateway = await startGateway(
      {
        CITIES_SUBGRAPH_URL: `${first!.url}, ${second!.url}`,
        SUBGRAPH_SECRET: SECRET,
        SUBGRAPH_SHARING: 'off',
        SUBGRAPH_TIMEOUT_MS: '20000',
      },
      { log: pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) }) },
    );
    const said = (text: string) => until(() => lines.some((line) => line.includes(text)), Boolean);
    const wrong: unknown[] = [];
    let answered = 0;
    let isOver = false;
    const client = async () => {
      while (!isOver) {
        const { body } = await gateway.query(QUERY);
        if (body.errors) wrong.push(body.errors);
        answered += 1;
      }
    };
    const clients = Promise.all(Array.from({ length: 24 }, client));
    const more = (count: number, from = answered) =>
      until(
        () => answered,
        (now) => now > from + count,
      );
    try {
      await more(50);
      await second!.crash();
      await said('An address of a subgraph fails');
      await more(50);
      processes = [first!, await spawn({ PORT: port })];
      await said('An address of a subgraph responds again');
      // Only the one that is back can answer now.
      await first!.crash();
      await more(50);
    } finally {
      isOver = true;
      await clients;
      await gateway.close();
    }
    expect(wrong).toEqual([]);
  });
});
