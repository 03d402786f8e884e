/** Tells the time. A write is one that stands still; tests turn theirs. */
export interface Clock {
  now(): Date;
}

export const systemClock: Clock = { now: () => new Date() };
