/** What one caller may ask in a minute; 0 for no limit. */
export interface CallerLimits {
  /** Requests; each field at the top of a mutation counts as one. */
  requests: number;
  /** Elements of all lists of all answers, as far as arguments tell them, and 1 for each request. */
  cost: number;
}

export const NO_CALLER_LIMITS: CallerLimits = Object.freeze({ requests: 0, cost: 0 });

/** A hundred requests a second: an office behind one address has enough, and a loop is stopped. */
export const PRODUCTION_CALLER_LIMITS: CallerLimits = Object.freeze({ requests: 6_000, cost: 1_000_000 });
