import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import {
  createBreaker,
  PROBE_INTERVAL_MS,
  TRIAL_CALLS,
  type Breaker,
  type CallOutcome,
  type Ticket,
} from '../../gateway/upstream/breaker.js';
import type { SubgraphClient } from '../../gateway/upstream/subgraph-client.js';
import type { HostedSubgraph } from '../gateway/hosted-subgraph.js';
import { until } from '../gateway/until.js';
import { createTestClient } from './create-test-client.js';
import { respondWith, dropConnection, hostStubSubgraph } from './stub-subgraph.js';

describe('the breaker', () => {
  let time: number;
  let isThere: boolean;
  let probes: number;
  let changes: boolean[];
  let breaker: Breaker;

  beforeEach(() => {
    jest.useFakeTimers();
    time = 0;
    isThere = false;
    probes = 0;
    changes = [];
    breaker = create();
  });

  afterEach(() => {
    breaker.close();
    jest.useRealTimers();
  });

  const create = (calls = 20) =>
    createBreaker({
      calls,
      percent: 50,
      openMs: 10_000,
      now: () => time,
      onChange: (isOpen) => changes.push(isOpen),
      probe: async () => {
        probes += 1;
        if (!isThere) throw new Error('refused');
      },
    });
  const call = (outcome: CallOutcome, callers = 1) => breaker.report(breaker.admit()!, outcome, callers);
  const succeed = (times: number) => repeat(times, () => call('success'));
  const fail = (times: number, how: CallOutcome = 'timeout') => repeat(times, () => call(how));
  const isOpen = () => {
    const ticket = breaker.admit();
    if (ticket !== undefined) breaker.report(ticket, 'unknown', 1);
    return ticket === undefined;
  };
  const admitAll = (): Ticket[] => {
    const tickets: Ticket[] = [];
    for (let ticket = breaker.admit(); ticket !== undefined && tickets.length < 100; ticket = breaker.admit())
      tickets.push(ticket);
    return tickets;
  };
  const pass = (ms: number) => {
    time += ms;
    return jest.advanceTimersByTimeAsync(ms);
  };

  test('a closed client is not probed when its last calls fail', async () => {
    breaker.close();
    fail(20, 'unreachable');
    await jest.advanceTimersByTimeAsync(5 * PROBE_INTERVAL_MS);
    expect(probes).toBe(0);
  });

  test('opens when half of the latest 20 calls failed, and not before there are 20', () => {
    fail(19);
    expect(isOpen()).toBe(false);
    fail(1);
    expect(isOpen()).toBe(true);
  });

  test('evaluates the latest 20 calls only', () => {
    fail(9);
    succeed(11);
    fail(1); // The first failure is the 21st now.
    expect(isOpen()).toBe(false);
    succeed(8);
    fail(8);
    expect(isOpen()).toBe(false);
    fail(1);
    expect(isOpen()).toBe(true);
  });

  test('stays closed as long as nine of 20 calls fail', () => {
    repeat(100, () => {
      succeed(11);
      fail(9);
    });
    expect(isOpen()).toBe(false);
  });

  test('counts each caller of a shared call', () => {
    call('success', 500);
    call('timeout', 9);
    expect(isOpen()).toBe(false);
    call('timeout', 1);
    expect(isOpen()).toBe(true);
  });

  test('does not count calls that depend on the client or the gateway alone', () => {
    call('unknown', 1_000);
    expect(isOpen()).toBe(false);
  });

  test('does not count calls that were sent before it opened', () => {
    const before = Array.from({ length: 30 }, () => breaker.admit()!);
    fail(20);
    for (const ticket of before) breaker.report(ticket, 'success', 1);
    expect(isOpen()).toBe(true);
  });

  test('admits a few trial calls after 10 s, and closes when one succeeds', async () => {
    fail(20);
    await pass(9_999);
    expect(isOpen()).toBe(true);
    await pass(1);
    const tickets = admitAll();
    expect(tickets).toHaveLength(TRIAL_CALLS);
    breaker.report(tickets[0]!, 'timeout', 1);
    breaker.report(tickets[1]!, 'success', 1);
    breaker.report(tickets[2]!, 'timeout', 100);
    expect(admitAll()).toHaveLength(100);
    fail(19);
    expect(isOpen()).toBe(false);
  });

  test('stays open for 10 s more when all trial calls fail', async () => {
    fail(20);
    await pass(10_000);
    for (const ticket of admitAll()) breaker.report(ticket, 'timeout', 1);
    expect(isOpen()).toBe(true);
    await pass(9_999);
    expect(isOpen()).toBe(true);
    await pass(1);
    expect(isOpen()).toBe(false);
  });

  test('admits another trial call when the client of one disconnected', async () => {
    fail(20);
    await pass(10_000);
    const tickets = admitAll();
    breaker.report(tickets[0]!, 'unknown', 1);
    expect(admitAll()).toHaveLength(1);
  });

  test('probes a subgraph that was unreachable, and closes when it responds', async () => {
    fail(20, 'unreachable');
    await pass(PROBE_INTERVAL_MS * 4);
    expect([probes, isOpen()]).toEqual([4, true]);
    isThere = true;
    await pass(PROBE_INTERVAL_MS);
    expect(probes).toBe(5);
    expect(admitAll()).toHaveLength(100);
    await pass(60_000);
    expect(probes).toBe(5);
  });

  test('probes a subgraph that was late, and admits trial calls when it responds', async () => {
    fail(20, 'timeout');
    await pass(PROBE_INTERVAL_MS * 4);
    expect([probes, isOpen()]).toEqual([4, true]);
    isThere = true;
    await pass(PROBE_INTERVAL_MS);
    const tickets = admitAll();
    expect(tickets).toHaveLength(TRIAL_CALLS);
    for (const ticket of tickets) breaker.report(ticket, 'timeout', 1);
    expect(isOpen()).toBe(true);
    await pass(PROBE_INTERVAL_MS);
    call('success');
    expect(admitAll()).toHaveLength(100);
  });

  test('calls onChange when it opens and when it closes, each once', async () => {
    fail(20);
    await pass(10_000);
    for (const ticket of admitAll()) breaker.report(ticket, 'timeout', 1);
    await pass(10_000);
    call('success');
    succeed(30);
    expect(changes).toEqual([true, false]);
  });

  test('stops probing when it is closed down', async () => {
    fail(20, 'unreachable');
    breaker.close();
    await pass(60_000);
    expect(probes).toBe(0);
  });

  test('admits everything when it is switched off', () => {
    breaker = create(0);
    fail(1_000);
    expect(isOpen()).toBe(false);
  });
});

describe('a subgraph behind a breaker', () => {
  let time = 0;
  let subgraph: HostedSubgraph;
  let client: SubgraphClient;

  beforeEach(async () => {
    time = 0;
    subgraph = await hostStubSubgraph();
    client = createTestClient(subgraph.url, { retryPercent: 0, timeoutMs: 2_000, now: () => time });
  });

  afterEach(async () => {
    await client.close();
    await subgraph.kill();
  });

  const send = (signal?: AbortSignal) =>
    client.request({ query: '{ a }' }, {}, signal).then(
      ({ data }) => data,
      ({ code, hints }: { code: string; hints: object }) => ({ code, ...hints }),
    );
  const BREAKER_OPEN = { code: 'SUBGRAPH_UNREACHABLE', reason: 'breaker' };

  test('that fails 20 times is not called any more, and callers get an error at once', async () => {
    subgraph.behave(dropConnection);
    for (let index = 0; index < 20; index += 1) expect(await send()).toEqual({ code: 'SUBGRAPH_UNREACHABLE' });
    const calls = () => subgraph.received.filter(({ query }) => query === '{ a }').length;
    for (let index = 0; index < 100; index += 1) expect(await send()).toEqual(BREAKER_OPEN);
    expect(calls()).toBe(20);
  });

  test('that was unreachable is called again soon after its return, long before 10 s have passed', async () => {
    await subgraph.kill();
    for (let index = 0; index < 20; index += 1) expect(await send()).toEqual({ code: 'SUBGRAPH_UNREACHABLE' });
    expect(await send()).toEqual(BREAKER_OPEN);
    await subgraph.revive();
    expect(await until(send, (answer) => !('code' in answer!))).toEqual({ a: null });
  });

  const askMany = (count: number) =>
    Promise.all(
      Array.from({ length: count }, (_, index) =>
        client.request({ query: `{ a${index}: a }` }).catch(({ code }: { code: string }) => code),
      ),
    );

  test('that hangs opens the breaker, also when all callers share one call', async () => {
    subgraph.behave(() => undefined);
    const all = await Promise.all(Array.from({ length: 20 }, () => send()));
    expect(subgraph.received).toHaveLength(1);
    expect(all).toEqual(Array.from({ length: 20 }, () => ({ code: 'SUBGRAPH_TIMEOUT', afterMs: 2_000 })));
    expect(await send()).toEqual(BREAKER_OPEN);
  });

  test('that hangs is called again soon after it responds to a probe, long before 10 s have passed', async () => {
    subgraph.behave(() => undefined);
    expect(new Set(await askMany(20))).toEqual(new Set(['SUBGRAPH_TIMEOUT']));
    expect(await send()).toEqual(BREAKER_OPEN);
    subgraph.behave(respondWith('{"data":{"a":"x"}}'));
    expect(await until(send, (result) => !('code' in result!))).toEqual({ a: 'x' }); // The clock stands still.
    expect(await Promise.all([send(), send(), send()])).toEqual([{ a: 'x' }, { a: 'x' }, { a: 'x' }]);
  });

  test('that hangs rejects the calls in its queue when the breaker opens', async () => {
    await client.close();
    client = createTestClient(subgraph.url, {
      retryPercent: 0,
      timeoutMs: 2_000,
      bulkhead: { concurrency: 20, queue: 100 },
      now: () => time,
    });
    subgraph.behave(() => undefined);
    const inFlight = askMany(20);
    await until(
      () => subgraph.received.length,
      (count) => count === 20,
    );
    const hints = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        client.request({ query: `{ b${index}: b }` }).catch((error: { hints: object }) => error.hints),
      ),
    );
    expect(new Set(await inFlight)).toEqual(new Set(['SUBGRAPH_TIMEOUT']));
    // The slots of the first 19 timeouts went to others; the 20th opened the breaker.
    expect(hints.filter((hint) => 'reason' in hint!).length).toBeGreaterThanOrEqual(60 - 19);
    expect(client.usage()).toEqual({ callers: 0, inFlight: 0, queued: 0, subscriptions: 0 });
  });

  test('whose mutations time out is still called: they may wait for each other', async () => {
    subgraph.behave(() => undefined);
    const codes = await Promise.all(
      Array.from({ length: 30 }, () =>
        client.request({ query: 'mutation { set }' }).catch(({ code }: { code: string }) => code),
      ),
    );
    expect(new Set(codes)).toEqual(new Set(['SUBGRAPH_TIMEOUT']));
    subgraph.behave(respondWith('{"data":{"a":"x"}}'));
    expect(await send()).toEqual({ a: 'x' });
  });

  test('that refuses requests or sends invalid responses is still called', async () => {
    subgraph.behave(respondWith('nonsense', 500));
    for (let index = 0; index < 30; index += 1) expect(await send()).toEqual({ code: 'SUBGRAPH_BAD_ANSWER' });
    subgraph.behave(respondWith('{}', 401));
    for (let index = 0; index < 30; index += 1) expect(await send()).toEqual({ code: 'SUBGRAPH_REFUSED' });
    expect(subgraph.received).toHaveLength(60);
  });

  test('whose clients disconnect is still called', async () => {
    subgraph.behave(() => undefined);
    for (let index = 0; index < 40; index += 1) {
      const leaving = new AbortController();
      const left = send(leaving.signal);
      leaving.abort();
      await left;
    }
    subgraph.behave();
    expect(await send()).toEqual({ a: null });
  });
});

function repeat(times: number, act: () => void): void {
  for (let index = 0; index < times; index += 1) act();
}
