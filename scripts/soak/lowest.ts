import type { Sample } from './growth.js';

/** Minutes. */
const WINDOW = 0.5;

/** The lowest of the samples of each half minute: what is above them is garbage that has not been collected yet, of which there may be a hundred megabytes. */
export function lowestOf(samples: readonly Sample[]): Sample[] {
  const lowest = new Map<number, Sample>();
  for (const sample of samples) {
    const window = Math.floor(sample.at / WINDOW);
    const before = lowest.get(window);
    if (!before || sample.megabytes < before.megabytes) lowest.set(window, sample);
  }
  return [...lowest.values()];
}
