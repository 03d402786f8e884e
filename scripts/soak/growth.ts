/** A process's memory at a moment. */
export interface Sample {
  /** Minutes since the beginning. */
  at: number;
  megabytes: number;
}

/**
 * How fast memory grows, in MB a minute: the slope of the straight line that fits the samples best (least squares).
 *
 * @returns 0 for fewer than two moments
 */
export function growthOf(samples: readonly Sample[]): number {
  const mean = (of: (sample: Sample) => number) =>
    samples.reduce((sum, sample) => sum + of(sample), 0) / samples.length;
  const [at, megabytes] = [mean((sample) => sample.at), mean((sample) => sample.megabytes)];
  const spread = samples.reduce((sum, sample) => sum + (sample.at - at) ** 2, 0);
  if (!(spread > 0)) return 0;
  return samples.reduce((sum, sample) => sum + (sample.at - at) * (sample.megabytes - megabytes), 0) / spread;
}
