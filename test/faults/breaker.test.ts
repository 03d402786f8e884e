import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { createBreaker, PROBE_INTERVAL_MS, type Breaker, type CallFailure } from '../../gateway/upstream/breaker.js';
import type { SubgraphClient } from '../../gateway/upstream/subgraph-client.js';
import type { HostedSubgraph } from '../gateway/hosted-subgraph.js';
import { until } from '../gateway/until.js';
import { answers, breaksOff, hostLetters } from './letters.js';
import { subgraphClientOf } from './subgraph-client-of.js';

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
    breaker = make();
  });

  afterEach(() => {
    breaker.close();
    jest.useRealTimers();
  });

  const make = (calls = 20) =>
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
  const succeed = (times: number) => repeat(times, () => breaker.succeeded());
  const fail = (times: number, how: CallFailure = 'timeout') => repeat(times, () => breaker.failed(how));
  const pass = (ms: number) => {
    time += ms;
    return jest.advanceTimersByTimeAsync(ms);
  };

  test('opens when half of the latest 20 calls have failed, and not before there are 20', () => {
    fail(19);
    expect(breaker.admit()).toBe(true);
    fail(1);
    expect(breaker.admit()).toBe(false);
  });

  test('forgets what was before the latest 20', () => {
    fail(9);
    succeed(11);
    fail(1); // The first failure is the 21st now.
    expect(breaker.admit()).toBe(true);
    succeed(8);
    fail(8);
    expect(breaker.admit()).toBe(true);
    fail(1);
    expect(breaker.admit()).toBe(false);
  });

  test('stays closed at nine failures of 20 for ever', () => {
    repeat(100, () => {
      succeed(11);
      fail(9);
    });
    expect(breaker.admit()).toBe(true);
  });

  test('lets one call through after 10 s, whose success closes it', async () => {
    fail(20);
    await pass(9_999);
    expect(breaker.admit()).toBe(false);
    await pass(1);
    expect([breaker.admit(), breaker.admit(), breaker.admit()]).toEqual([true, false, false]);
    breaker.succeeded();
    expect([breaker.admit(), breaker.admit()]).toEqual([true, true]);
    fail(19);
    expect(breaker.admit()).toBe(true);
  });

  test('stays open for 10 s more when that call fails', async () => {
    fail(20);
    await pass(10_000);
    expect(breaker.admit()).toBe(true);
    breaker.failed('timeout');
    expect(breaker.admit()).toBe(false);
    await pass(9_999);
    expect(breaker.admit()).toBe(false);
    await pass(1);
    expect(breaker.admit()).toBe(true);
  });

  test('lets another call through when the asker of that one has left', async () => {
    fail(20);
    await pass(10_000);
    expect([breaker.admit(), breaker.admit()]).toEqual([true, false]);
    breaker.abandoned();
    expect([breaker.admit(), breaker.admit()]).toEqual([true, false]);
  });

  test('looks for a subgraph that could not be reached, and closes when it is back', async () => {
    fail(20, 'unreachable');
    await pass(PROBE_INTERVAL_MS * 4);
    expect([probes, breaker.admit()]).toEqual([4, false]);
    isThere = true;
    await pass(PROBE_INTERVAL_MS);
    expect([probes, breaker.admit()]).toEqual([5, true]);
    await pass(60_000);
    expect(probes).toBe(5);
  });

  test('does not take a trifle in time for the end of being late', async () => {
    isThere = true;
    fail(20, 'timeout');
    await pass(9_999);
    expect([probes, breaker.admit()]).toEqual([0, false]);
  });

  test('tells when it opens and closes, each once', async () => {
    fail(30);
    await pass(10_000);
    breaker.admit();
    breaker.failed('timeout');
    await pass(10_000);
    breaker.admit();
    succeed(30);
    expect(changes).toEqual([true, false]);
  });

  test('looks for nothing once it is closed down', async () => {
    fail(20, 'unreachable');
    breaker.close();
    await pass(60_000);
    expect(probes).toBe(0);
  });

  test('lets everything through when there is to be none', () => {
    breaker = make(0);
    fail(1_000);
    expect(breaker.admit()).toBe(true);
  });
});

describe('a subgraph behind it', () => {
  let time = 0;
  let subgraph: HostedSubgraph;
  let client: SubgraphClient;

  beforeEach(async () => {
    time = 0;
    subgraph = await hostLetters();
    client = subgraphClientOf(subgraph.url, { retryPercent: 0, timeoutMs: 2_000, now: () => time });
  });

  afterEach(async () => {
    await client.close();
    await subgraph.kill();
  });

  const ask = (signal?: AbortSignal) =>
    client.ask({ query: '{ a }' }, {}, signal).then(
      ({ data }) => data,
      ({ code, hints }: { code: string; hints: object }) => ({ code, ...hints }),
    );
  const LEFT_ALONE = { code: 'SUBGRAPH_UNREACHABLE', reason: 'breaker' };

  test('that fails 20 times is not asked any more, and its askers are hints at once', async () => {
    subgraph.behave(breaksOff);
    for (let index = 0; index < 20; index += 1) expect(await ask()).toEqual({ code: 'SUBGRAPH_UNREACHABLE' });
    const asked = () => subgraph.received.filter(({ query }) => query === '{ a }').length;
    for (let index = 0; index < 100; index += 1) expect(await ask()).toEqual(LEFT_ALONE);
    expect(asked()).toBe(20);
  });

  test('is asked again as soon as it is back, long before the 10 s are over', async () => {
    await subgraph.kill();
    for (let index = 0; index < 20; index += 1) expect(await ask()).toEqual({ code: 'SUBGRAPH_UNREACHABLE' });
    expect(await ask()).toEqual(LEFT_ALONE);
    await subgraph.revive();
    expect(await until(ask, (answer) => !('code' in answer!))).toEqual({ a: null });
  });

  test('that hangs is asked once after 10 s, and by all when it has answered', async () => {
    const leaving = new AbortController();
    subgraph.behave(() => undefined);
    const late = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        client.ask({ query: `{ a${index}: a }` }).catch(({ code }: { code: string }) => code),
      ),
    );
    expect(new Set(late)).toEqual(new Set(['SUBGRAPH_TIMEOUT']));
    expect(await ask()).toEqual(LEFT_ALONE);

    time += 10_000;
    const probe = ask(leaving.signal);
    await until(
      () => subgraph.received.length,
      (count) => count === 21,
    );
    expect(await client.ask({ query: '{ b }' }).catch(({ hints }: { hints: object }) => hints)).toEqual({
      reason: 'breaker',
    });
    leaving.abort();
    await probe;

    subgraph.behave(answers('{"data":{"a":"x"}}'));
    expect(await ask()).toEqual({ a: 'x' });
    expect(await Promise.all([ask(), ask(), ask()])).toEqual([{ a: 'x' }, { a: 'x' }, { a: 'x' }]);
  });

  test('that is late with changes is asked on: they wait for each other', async () => {
    subgraph.behave(() => undefined);
    const late = await Promise.all(
      Array.from({ length: 30 }, () =>
        client.ask({ query: 'mutation { set }' }).catch(({ code }: { code: string }) => code),
      ),
    );
    expect(new Set(late)).toEqual(new Set(['SUBGRAPH_TIMEOUT']));
    subgraph.behave(answers('{"data":{"a":"x"}}'));
    expect(await ask()).toEqual({ a: 'x' });
  });

  test('that answers, if only to refuse or nonsense, is asked on', async () => {
    subgraph.behave(answers('nonsense', 500));
    for (let index = 0; index < 30; index += 1) expect(await ask()).toEqual({ code: 'SUBGRAPH_BAD_ANSWER' });
    subgraph.behave(answers('{}', 401));
    for (let index = 0; index < 30; index += 1) expect(await ask()).toEqual({ code: 'SUBGRAPH_REFUSED' });
    expect(subgraph.received).toHaveLength(60);
  });

  test('whose askers leave is not thought to fail', async () => {
    subgraph.behave(() => undefined);
    for (let index = 0; index < 40; index += 1) {
      const leaving = new AbortController();
      const left = ask(leaving.signal);
      leaving.abort();
      await left;
    }
    subgraph.behave();
    expect(await ask()).toEqual({ a: null });
  });
});

function repeat(times: number, act: () => void): void {
  for (let index = 0; index < times; index += 1) act();
}
