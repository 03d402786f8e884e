import { LRUCache } from 'lru-cache';
import type { Sentence } from '../../subgraphs/protocol/language.js';
import { HttpError } from '../http/http-error.js';

/** What one caller may use; 0 for no limit. */
export interface CallerLimits {
  /** Requests in a minute; each root field of a mutation counts as one. */
  requests: number;
  /** Estimated costs of all operations in a minute, or what they returned where that is more, and 1 for each request. */
  cost: number;
  /** Requests that are in flight at the same time. */
  inFlight: number;
}

export const NO_CALLER_LIMITS: CallerLimits = Object.freeze({ requests: 0, cost: 0, inFlight: 0 });

/**
 * A hundred requests a second, each of which takes up to half a second: enough for an office behind one address, and a
 * client that loops is stopped.
 */
export const PRODUCTION_CALLER_LIMITS: CallerLimits = Object.freeze({ requests: 6_000, cost: 1_000_000, inFlight: 50 });

/** The usage of a caller in its current minute; with Redis, at all gateways. */
export interface Account {
  requests: number;
  cost: number;
  /** When its next minute begins, in milliseconds of the clock. */
  endsAt: number;
  /** Requests in flight, of any minute. */
  inFlight: number;
}

export const MINUTE_MS = 60_000;
/** About 10 MB of accounts. Beyond that, the account of the caller with the oldest last request is dropped. */
const MAX_CALLERS = 50_000;

/**
 * Creates the accounts of callers. The minute of each begins with its first request, so that not all begin at once.
 *
 * @param clock in milliseconds, never going back
 * @returns the account of a rate-limit key
 */
export function createCallerAccounts(clock: () => number, maxCallers = MAX_CALLERS): (key: string) => Account {
  const accounts = new LRUCache<string, Account>({ max: maxCallers });
  return (key) => {
    const now = clock();
    const known = accounts.get(key);
    if (!known) {
      const account = { requests: 0, cost: 0, endsAt: now + MINUTE_MS, inFlight: 0 };
      accounts.set(key, account);
      return account;
    }
    if (now >= known.endsAt) {
      known.requests = 0;
      known.cost = 0;
      known.endsAt = now + MINUTE_MS;
    }
    return known;
  };
}

const TOO_MANY_IN_FLIGHT: Sentence = {
  en: 'You have too many requests in flight: wait for a response before you send the next one.',
  th: 'ท่านมีคำขอที่ยังไม่ได้รับคำตอบมากเกินไป โปรดรอคำตอบก่อนส่งคำขอถัดไป',
};

/** The part of a reply that the headers are written to. */
export interface HeaderWriter {
  header(name: string, value: string): unknown;
}

interface BudgetOptions {
  account: Account;
  limits: CallerLimits;
  /** Receives the headers with the remainder. */
  reply: HeaderWriter;
  clock: () => number;
  /** Called when the account has changed. */
  onCharged?: (() => void) | undefined;
}

/**
 * The usage of one request in its caller's account. The response has the limits in `RateLimit-Policy` and the remainder of
 * them in `RateLimit`: draft-ietf-httpapi-ratelimit-headers-10.
 */
export class CallerBudget {
  readonly #options: BudgetOptions;
  #isSpent = false;
  /** Estimated cost that was charged. */
  #spent = 0;

  /**
   * Charges the request itself, for any operation.
   *
   * @throws HttpError RATE_LIMITED when the caller has nothing left
   */
  constructor(options: BudgetOptions) {
    this.#options = options;
    if (!this.#charge(1, 1)) {
      this.#writeHeaders();
      throw new HttpError('RATE_LIMITED', undefined, { 'retry-after': String(this.#secondsLeft()) }, 'minute');
    }
    this.#writeHeaders();
  }

  /**
   * Charges the operation, once however often it is called.
   *
   * @param cost estimated
   * @param mutationFields root fields of a mutation; 0 for a query
   * @returns false when the caller has less than that left; then nothing is charged, and the response has `Retry-After`
   */
  spend(cost: number, mutationFields: number): boolean {
    if (this.#isSpent) return true;
    const more = Math.max(mutationFields - 1, 0);
    // The constructor has charged the request itself.
    const estimated = cost > 0 ? Math.ceil(cost) : 0;
    const isPaid = this.#charge(more, estimated + more);
    this.#isSpent = isPaid;
    if (isPaid) this.#spent = estimated;
    if (!isPaid) void this.#options.reply.header('retry-after', String(this.#secondsLeft()));
    this.#writeHeaders();
    return isPaid;
  }

  /** Returns half of the cost: for a response that the client has already, whose transfer is saved, but not the work of the subgraphs. */
  refundUnchanged(): void {
    this.#options.account.cost = Math.max(this.#options.account.cost - Math.floor(this.#spent / 2), 0);
    this.#spent = 0;
    this.#options.onCharged?.();
    this.#writeHeaders();
  }

  /** Requests of the caller that are in flight. */
  get inFlight(): number {
    return this.#options.account.inFlight;
  }

  /**
   * Counts the request as in flight; call {@link leave} when it has ended.
   *
   * @param share maximum of the caller's requests in flight, if that is less than its limit
   * @throws HttpError RATE_LIMITED when the caller has as many in flight already
   */
  enter(share: number): void {
    const { account, limits } = this.#options;
    if (limits.inFlight > 0 && account.inFlight >= Math.min(limits.inFlight, share))
      throw new HttpError('RATE_LIMITED', TOO_MANY_IN_FLIGHT, { 'retry-after': '1' }, 'in_flight');
    account.inFlight += 1;
  }

  leave(): void {
    this.#options.account.inFlight -= 1;
  }

  /**
   * Charges what the result has beyond the estimate. Nothing is refused for it: the work is done, and the caller has less left
   * for what follows.
   *
   * @param returned objects in the lists of the result
   */
  settle(returned: number): void {
    const { account, limits } = this.#options;
    if (limits.cost === 0 || returned <= this.#spent) return;
    account.cost += returned - this.#spent;
    this.#spent = returned;
    this.#options.onCharged?.();
    this.#writeHeaders();
  }

  #charge(requests: number, cost: number): boolean {
    const { account, limits } = this.#options;
    if (limits.requests > 0 && account.requests + requests > limits.requests) return false;
    if (limits.cost > 0 && account.cost + cost > limits.cost) return false;
    account.requests += requests;
    account.cost += cost;
    this.#options.onCharged?.();
    return true;
  }

  #writeHeaders(): void {
    const { account, limits, reply } = this.#options;
    const seconds = this.#secondsLeft();
    const requests = limits.requests > 0 ? `"requests";r=${limits.requests - account.requests};t=${seconds}` : '';
    const cost = limits.cost > 0 ? `"cost";r=${Math.max(limits.cost - account.cost, 0)};t=${seconds}` : '';
    if (requests || cost) void reply.header('ratelimit', requests && cost ? `${requests}, ${cost}` : requests || cost);
  }

  #secondsLeft(): number {
    return Math.max(Math.ceil((this.#options.account.endsAt - this.#options.clock()) / 1000), 1);
  }
}
