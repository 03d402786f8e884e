/** Limits the retries of a subgraph, so that they do not add to an overload. */
export interface RetryBudget {
  /** Counts a request. */
  earn(): void;
  /**
   * Takes a retry from the budget.
   *
   * @returns false when none is left
   */
  spend(): boolean;
}

/** The budget holds at most what this many requests earn. */
const RECENT_REQUESTS = 50;
/** One retry is free in this time: a subgraph that gets few requests would never earn one. */
const FREE_EVERY_MS = 1_000;

/**
 * Creates an empty budget. Each request adds a share of a retry.
 *
 * @param percent share of requests that may be retried; 0 for no retries
 * @param now milliseconds of a monotonic clock
 */
export function createRetryBudget(percent: number, now: () => number): RetryBudget {
  const max = (RECENT_REQUESTS * percent) / 100;
  const share = percent / 100;
  let left = 0;
  let freeAt = -Infinity;

  return {
    earn() {
      if (left < max) left += share;
    },
    spend() {
      if (percent === 0) return false;
      if (left >= 1) {
        left -= 1;
        return true;
      }
      const isFree = now() >= freeAt;
      if (isFree) freeAt = now() + FREE_EVERY_MS;
      return isFree;
    },
  };
}
