import { growthOf, type Sample } from './growth.js';
import { lowestOf } from './lowest.js';

/** MB a minute, of each process, in the second half. */
export const MOST_GROWTH = 1;
/** MB, of the gateway. */
export const MOST_MEMORY = 512;
/** Milliseconds for which the gateway may hold its event loop. */
export const MOST_HELD = 100;

export interface Verdict {
  name: string;
  /** MB at the end, and the most. */
  last: number;
  peak: number;
  /** MB a minute in the second half, of what is left after collections: caches fill in the first. */
  growth: number;
  /** What is wrong, each in one sentence. */
  problems: string[];
}

/** Judges the memory of a process by its samples. */
export function verdictOf(name: string, samples: readonly Sample[], isGateway: boolean): Verdict {
  const peak = Math.max(...samples.map(({ megabytes }) => megabytes));
  const last = samples.at(-1)!;
  const growth = growthOf(lowestOf(samples.filter(({ at }) => at >= last.at / 2)));
  const problems = [
    ...(growth > MOST_GROWTH ? [`${name} grows by ${growth.toFixed(2)} MB a minute, more than ${MOST_GROWTH}.`] : []),
    ...(isGateway && peak > MOST_MEMORY ? [`${name} took ${Math.round(peak)} MB, more than ${MOST_MEMORY}.`] : []),
  ];
  return { name, last: last.megabytes, peak, growth, problems };
}
