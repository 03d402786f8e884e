/** How many second tries a subgraph is given, so that they do not become a storm of their own. */
export interface RetryBudget {
  /** Counts a request. */
  earn(): void;
  /** Takes a second try, if one is left. */
  spend(): boolean;
}

/** Requests of longer ago earn nothing any more. */
const RECENT_REQUESTS = 50;
/** A subgraph that is seldom asked earns too little to ever be asked again. */
const FREE_EVERY_MS = 1_000;

/**
 * Makes an empty purse that each request fills by a share of a second try, and none beyond what the most recent ones earn.
 * Once a second a try is free.
 *
 * @param percent of requests that may be tried again; with 0 none is
 */
export function createRetryBudget(percent: number, now: () => number): RetryBudget {
  const most = (RECENT_REQUESTS * percent) / 100;
  const share = percent / 100;
  let left = 0;
  let freeAt = -Infinity;

  return {
    earn() {
      if (left < most) left += share;
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
