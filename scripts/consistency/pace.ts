import { cpus } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

/** Of the time of all processors of this machine, whoever uses them. */
const MOST_BUSY = 0.65;
const LEAST_BUSY = 0.55;
const LOOK_EVERY_MS = 500;
const SLOWER = 1.2;
const FASTER = 0.9;
/** Milliseconds between two reads of one reader. */
const FIRST_GAP_MS = 1_500;
const GAP_MS = { least: 20, most: 5_000 };

/** Says how long readers and writers wait between two requests, so that the processors stay below 70 %. */
export interface Pace {
  /** Milliseconds that a reader waits. */
  readonly gapMs: number;
  /** Share of the time that the processors were busy, on average since the first look. */
  readonly busy: number;
  stop(): void;
}

/** Looks at the processors again and again, and adapts the pace. */
export function startPace(): Pace {
  const stopping = new AbortController();
  let gapMs = FIRST_GAP_MS;
  const first = times();
  let last = first;
  void look();

  async function look(): Promise<void> {
    while (!stopping.signal.aborted) {
      await sleep(LOOK_EVERY_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
      const now = times();
      const busy = share(last, now);
      last = now;
      if (busy > MOST_BUSY) gapMs = Math.min(GAP_MS.most, gapMs * SLOWER);
      else if (busy < LEAST_BUSY) gapMs = Math.max(GAP_MS.least, gapMs * FASTER);
    }
  }

  return {
    get gapMs() {
      return gapMs;
    },
    get busy() {
      return share(first, last);
    },
    stop: () => stopping.abort(),
  };
}

interface Times {
  busy: number;
  all: number;
}

function times(): Times {
  const sum = { busy: 0, all: 0 };
  for (const { times: each } of cpus()) {
    const all = Object.values(each).reduce((one, other) => one + other, 0);
    sum.all += all;
    sum.busy += all - each.idle;
  }
  return sum;
}

function share(from: Times, to: Times): number {
  return to.all === from.all ? 0 : (to.busy - from.busy) / (to.all - from.all);
}
