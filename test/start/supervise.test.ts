import { describe, expect, test } from '@jest/globals';
import type { Child } from '../../scripts/start/child.js';
import { restartDelay, supervise } from '../../scripts/start/supervise.js';

describe('the pause before a restart', () => {
  test('doubles from 250 ms up to 5 s', () => {
    const delayAfter = restartDelay();
    expect(Array.from({ length: 7 }, () => delayAfter(1_000))).toEqual([250, 500, 1_000, 2_000, 4_000, 5_000, 5_000]);
  });

  test('is short again after a quiet minute', () => {
    const delayAfter = restartDelay();
    expect([delayAfter(0), delayAfter(0), delayAfter(60_000), delayAfter(0)]).toEqual([250, 500, 250, 500]);
  });
});

describe('a supervised program', () => {
  test('is started again at its address each time it ends', async () => {
    const { supervised, children, clock, said } = watched();
    children[0]!.listen('http://127.0.0.1:1/');
    expect(await supervised.ready).toBe('http://127.0.0.1:1/');
    await children[0]!.end('SIGKILL');
    expect(supervised.pid).toBeUndefined();
    clock.advance(249);
    expect(children).toHaveLength(1);
    clock.advance(1);
    expect(children).toHaveLength(2);
    expect(children[1]!.before).toBe('http://127.0.0.1:1/');
    await children[1]!.end(1);
    clock.advance(500);
    expect(children).toHaveLength(3);
    children[2]!.listen('http://127.0.0.1:1/');
    await turn();
    expect(said).toEqual([
      'it ended (SIGKILL); it is started again in 250 ms',
      'it ended (1); it is started again in 500 ms',
      'it responds again',
    ]);
  });

  test('that ends before it is ready is a failure, and is not restarted', async () => {
    const { supervised, children, clock } = watched();
    await children[0]!.end(1);
    await expect(supervised.ready).rejects.toThrow('it ended with 1 before it was ready');
    clock.advance(60_000);
    expect(children).toHaveLength(1);
  });

  test('that is stopped is not started again, even when a restart was scheduled', async () => {
    const { supervised, children, clock } = watched();
    children[0]!.listen('http://127.0.0.1:1/');
    await supervised.ready;
    await children[0]!.end(1);
    await supervised.stop(1_000);
    clock.advance(60_000);
    expect(children).toHaveLength(1);
  });
});

interface FakeChild extends Child {
  before: string | undefined;
  listen(url: string): void;
  end(status: number | NodeJS.Signals): Promise<void>;
}

function watched() {
  const clock = fakeClock();
  const children: FakeChild[] = [];
  const said: string[] = [];
  const supervised = supervise({
    name: 'it',
    start(before) {
      const child = fakeChild(before, children.length + 1);
      children.push(child);
      return child;
    },
    report: (line) => said.push(line),
    now: clock.now,
    later: clock.later,
  });
  return { supervised, children, clock, said };
}

function fakeChild(before: string | undefined, pid: number): FakeChild {
  let listen = (_url: string) => {};
  let end = (_status: number | NodeJS.Signals) => {};
  const ended = new Promise<number | NodeJS.Signals>((resolve) => (end = resolve));
  const listening = Promise.race([
    new Promise<string>((resolve) => (listen = resolve)),
    ended.then((status) => Promise.reject(new Error(`it ended with ${status} before it was ready`))),
  ]);
  listening.catch(() => undefined);
  return {
    before,
    pid,
    ended,
    listening,
    listen: (url) => listen(url),
    async end(status) {
      end(status);
      await turn();
    },
    async stop() {
      end('SIGTERM');
      await ended;
    },
    kill: () => end('SIGKILL'),
  };
}

function fakeClock() {
  let time = 0;
  const due: Array<{ at: number; run: () => void }> = [];
  return {
    now: () => time,
    later(delay: number, run: () => void) {
      const entry = { at: time + delay, run };
      due.push(entry);
      return () => void due.splice(due.indexOf(entry), 1);
    },
    advance(by: number) {
      time += by;
      for (const entry of due.filter(({ at }) => at <= time)) {
        due.splice(due.indexOf(entry), 1);
        entry.run();
      }
    },
  };
}

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
