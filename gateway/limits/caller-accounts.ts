import { LRUCache } from 'lru-cache';

/** What a caller has asked in its current minute. */
export interface Account {
  requests: number;
  cost: number;
  /** When its next minute begins, in milliseconds of the clock. */
  endsAt: number;
}

const MINUTE = 60_000;
/** Callers that are known; about 10 MB. Of more, whoever has not asked for longest begins anew. */
const MAX_CALLERS = 50_000;

/**
 * Makes the accounts of callers. The minute of each begins with its first request, so that not all begin at once.
 *
 * @param clock in milliseconds, never going back
 */
export function createCallerAccounts(clock: () => number, maxCallers = MAX_CALLERS): (caller: string) => Account {
  const accounts = new LRUCache<string, Account>({ max: maxCallers });
  return (caller) => {
    const now = clock();
    const known = accounts.get(caller);
    if (!known) {
      const account = { requests: 0, cost: 0, endsAt: now + MINUTE };
      accounts.set(caller, account);
      return account;
    }
    if (now >= known.endsAt) {
      known.requests = 0;
      known.cost = 0;
      known.endsAt = now + MINUTE;
    }
    return known;
  };
}
