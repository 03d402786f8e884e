import { performance } from 'node:perf_hooks';

/** How late the event loop comes to what is due. */
export interface LoopDelay {
  /** Milliseconds, smoothed over about half a second: one long piece of work does not show, many that follow each other do. */
  current(): number;
  close(): void;
}

const INTERVAL = 50;
/** Of the newest value; the rest is what was before. */
const WEIGHT = 0.1;
const LONGEST = 1_000;

export function measureLoopDelay(): LoopDelay {
  let delay = 0;
  let due = performance.now() + INTERVAL;
  const timer = setInterval(() => {
    const now = performance.now();
    delay = smoothed(delay, now - due);
    due = now + INTERVAL;
  }, INTERVAL).unref();
  return { current: () => delay, close: () => clearInterval(timer) };
}

/** The next value of the delay, after the timer came so late. */
export function smoothed(delay: number, late: number): number {
  return delay + WEIGHT * (Math.min(Math.max(late, 0), LONGEST) - delay);
}
