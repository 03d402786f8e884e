import type { Child } from './child.js';

/** Milliseconds before the first restart; doubled each time, up to the longest. */
const FIRST_DELAY = 250;
const LONGEST_DELAY = 5_000;
/** A program that ran for this many milliseconds is restarted after the first delay again. */
const STABLE_AFTER = 60_000;

export interface SuperviseOptions {
  /** What it is called in messages. */
  name: string;
  /** Starts it; called again each time it ended, with the address where it answered before, which it keeps. */
  start: (before: string | undefined) => Child;
  report: (line: string) => void;
  /** Epoch milliseconds. */
  now?: () => number;
  /** Calls back after milliseconds; returns a function that cancels the call. */
  later?: (delay: number, run: () => void) => () => void;
}

/** A program that is started again whenever it ends by itself. */
export interface Supervised {
  readonly name: string;
  /** The address at which it listens, when it does so for the first time; rejects when it ends before that. */
  readonly ready: Promise<string>;
  /** Undefined while it waits to be started again. */
  readonly pid: number | undefined;
  /** Ends it for good; by force after `patience` milliseconds. */
  stop(patience: number): Promise<void>;
  /** Ends it for good, at once. */
  kill(): void;
}

/**
 * Starts a program and keeps it running, with growing pauses when it keeps ending. One that ends before it ever
 * answered is not started again.
 */
export function supervise({ name, start, report, now = Date.now, later = onTimer }: SuperviseOptions): Supervised {
  const delayAfter = restartDelay();
  let child: Child | undefined;
  let url: string | undefined;
  let isStopped = false;
  let cancel = () => {};
  const ready = run();
  ready.catch(() => undefined);

  function run(): Promise<string> {
    const running = start(url);
    const startedAt = now();
    child = running;
    void running.ended.then((status) => {
      child = undefined;
      if (isStopped || url === undefined) return;
      const delay = delayAfter(now() - startedAt);
      report(`${name} ended (${status}); it is started again in ${delay} ms`);
      cancel = later(
        delay,
        () =>
          void run().then(
            () => report(`${name} responds again`),
            () => undefined,
          ),
      );
    });
    return running.listening.then((at) => (url = at));
  }

  return {
    name,
    ready,
    get pid() {
      return child?.pid;
    },
    async stop(patience) {
      isStopped = true;
      cancel();
      await child?.stop(patience);
    },
    kill() {
      isStopped = true;
      cancel();
      child?.kill();
    },
  };
}

function onTimer(delay: number, run: () => void): () => void {
  const timer = setTimeout(run, delay);
  return () => clearTimeout(timer);
}

/** Creates the function that tells how long to wait before a restart, by how long the program ran, both in milliseconds. */
export function restartDelay(): (lived: number) => number {
  let next = FIRST_DELAY;
  return (lived) => {
    const delay = lived >= STABLE_AFTER ? FIRST_DELAY : next;
    next = Math.min(delay * 2, LONGEST_DELAY);
    return delay;
  };
}
