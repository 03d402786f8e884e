/** Tells the time. A write is one that stands still; tests turn theirs. */
export interface Clock {
  now(): Date;
  /** The day it is in a time zone, `YYYY-MM-DD`, where the clock counts days itself; see `today`. */
  today?(zone: string): string;
}

export const systemClock: Clock = { now: () => new Date() };
