import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { ProxyPurger } from '../../gateway/cache/proxy-purger.js';

/** What a purge has said. */
interface Purge {
  readonly keys: readonly string[];
  /** In milliseconds of the proxy's clock; undefined where it says nothing of it. */
  readonly until: number | undefined;
  answer(status?: number): void;
}

const SILENCE_MS = 1_000;
/** What the clock of the proxy shows: far from ours. */
const SHOWN = 5_000_000;

let purges: Purge[];
let isHeld: boolean;
let heardAt: () => number;
let logged: string[];
let purger: ProxyPurger;
let close: () => Promise<void>;

beforeEach(async () => {
  purges = [];
  isHeld = false;
  heardAt = () => performance.now();
  logged = [];
  const server = createServer(({ headers }, response) => {
    const answer = (status = 200) => {
      if (response.headersSent) return;
      response.writeHead(status, { 'citylink-now': (SHOWN / 1_000).toFixed(3) }).end();
    };
    purges.push({ ...readPurge(headers), answer });
    if (!isHeld) answer();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  purger = new ProxyPurger({
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ gateway: 'g', silenceMs: SILENCE_MS },
    heardAt: () => heardAt(),
    log: { warn: (_, message) => void logged.push(message), info: (_, message) => void logged.push(message) },
  });
  close = async () => {
    isHeld = false;
    for (const { answer } of purges) answer();
    await purger.close();
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };
});

afterEach(async () => {
  jest.useRealTimers();
  await close();
});

function readPurge(headers: IncomingHttpHeaders): Omit<Purge, 'answer'> {
  const [keys, until] = ['xkey-purge', 'citylink-until'].map((name) => headers[name] as string | undefined);
  return { keys: keys?.split(' ') ?? [], until: until === undefined ? undefined : Number(until) * 1_000 };
}

/** Waits without the timers that a test may have stopped. */
async function untilTrue(isSo: () => boolean): Promise<void> {
  const end = performance.now() + 20_000;
  while (!isSo()) {
    if (performance.now() > end) throw new Error(`It was not so; purges: ${JSON.stringify(purges)}`);
    await turn();
  }
}

const allKeys = () => purges.flatMap(({ keys }) => keys);

describe('what a proxy is told', () => {
  test('its time is moved on by its own clock, from when all changes were heard', async () => {
    const before = performance.now();
    heardAt = () => before - 400;
    await untilTrue(() => purges.some(({ until }) => until !== undefined));
    expect(purges[0]!.until).toBe(undefined); // Its clock is not known yet.
    const { until } = purges.find((each) => each.until !== undefined)!;
    // What it has shown, it has shown after that moment.
    expect(until).toBeLessThanOrEqual(SHOWN - 400 + SILENCE_MS);
    expect(until).toBeGreaterThan(SHOWN - 400 + SILENCE_MS - 20_000);
  });

  test('keys go at once, and once more afterwards', async () => {
    await untilTrue(() => purges.length >= 2);
    purger.add(['a', 'b']);
    await purger.purged();
    expect(allKeys()).toEqual(['a', 'b']);
    await untilTrue(() => allKeys().length > 2);
    expect(allKeys()).toEqual(['a', 'b', 'a', 'b']);
  });

  test('what changes while a request is on its way goes with the next one, without a pause', async () => {
    await untilTrue(() => purges.length >= 2);
    isHeld = true;
    purger.add(['a']);
    await untilTrue(() => allKeys().length === 1);
    purger.add(['b']);
    purger.add(['c']);
    const { length } = purges;
    // No pause ends from here on.
    jest.useFakeTimers({ doNotFake: ['performance', 'setImmediate', 'nextTick', 'queueMicrotask', 'Date'] });
    purges.at(-1)!.answer();
    await untilTrue(() => purges.length > length);
    expect([purges.length, purges.at(-1)!.keys]).toEqual([length + 1, ['b', 'c']]);
  });

  test('its time is moved on only when it has taken all keys, however many requests these need', async () => {
    await untilTrue(() => purges.length >= 2);
    const keys = Array.from({ length: 1_200 }, (_, index) => `k${index}`);
    const { length } = purges;
    purger.add(keys);
    await purger.purged();
    const sent = purges.slice(length).filter((each) => each.keys.length > 0);
    expect(sent.slice(0, 3).map((each) => [each.keys.length, each.until !== undefined])).toEqual([
      [500, false],
      [500, false],
      [200, true],
    ]);
    expect(new Set(allKeys())).toEqual(new Set(keys));
  });

  test('what it does not take is sent again, before its time is moved on', async () => {
    await untilTrue(() => purges.length >= 2);
    isHeld = true;
    purger.add(['a']);
    const purged = purger.purged();
    await untilTrue(() => allKeys().length === 1);
    purges.at(-1)!.answer(503);
    await purged; // Nobody waits for a proxy that does not respond.
    const { length } = purges;
    isHeld = false;
    await untilTrue(() => purges.slice(length).some(({ until }) => until !== undefined));
    const [again, ...others] = purges.slice(length);
    expect([again!.keys, again!.until]).toEqual([['a'], undefined]);
    expect(others.length).toBeGreaterThan(0);
    expect(logged).toEqual([expect.stringContaining('takes no purges'), expect.stringContaining('again')]);
  });

  test('all of the gateway, and that its time is over, when the gateway ends', async () => {
    await untilTrue(() => purges.length >= 2);
    await close();
    expect([purges.at(-1)!.keys, purges.at(-1)!.until]).toEqual([['g'], 0]);
    close = async () => {};
  });
});
