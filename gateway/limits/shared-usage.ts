import type { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { SharedStore } from '../../subgraphs/process/shared-store.js';
import { createCallerDigest } from '../auth/caller-digest.js';
import { MINUTE_MS, type Account, type CallerLimits } from './caller-budget.js';

const QUANTITIES = ['requests', 'cost'] as const;
type Quantity = (typeof QUANTITIES)[number];

interface SharedUsageOptions {
  limits: CallerLimits;
  /** Of the network; without one, callers are digests that whoever reads Redis can try addresses against. */
  secret: string | undefined;
  /** Of the accounts. */
  clock: () => number;
}

/** What Redis has told of an account in its current minute: the usage at all processes, as far as it is known here. */
interface Known extends Record<Quantity, number> {
  /** The end of the minute, as the account has it. Another one is another minute. */
  endsAt: number;
  /** Resolves when the usage at other processes is known, or Redis does not respond. */
  recalling: Promise<void> | undefined;
  isRecalled: boolean;
  isTelling: boolean;
}

/**
 * Makes the accounts of callers common to several processes. A request is judged by the account of its process; what that
 * has charged is told to Redis without waiting, and the response brings what the others have charged. Only the first request of a
 * caller's minute waits, for what it has used elsewhere.
 */
export class SharedUsage {
  readonly #store: SharedStore;
  readonly #clock: () => number;
  /** The id of a caller in Redis, the same at all gateways with one secret. */
  readonly #idOf: (key: string) => string;
  /** Of the quantities that are limited. */
  readonly #limiters: ReadonlyMap<Quantity, RateLimiterRedis>;
  readonly #known = new WeakMap<Account, Known>();

  private constructor(
    store: SharedStore,
    { secret, clock }: SharedUsageOptions,
    limiters: ReadonlyMap<Quantity, RateLimiterRedis>,
  ) {
    this.#store = store;
    this.#clock = clock;
    const digest = createCallerDigest(secret ?? '', 'citylink callers');
    this.#idOf = (key) => digest(key).toString('base64url');
    this.#limiters = limiters;
  }

  static async open(store: SharedStore, options: SharedUsageOptions): Promise<SharedUsage> {
    const { limits } = options;
    const { default: limiting } = await import('rate-limiter-flexible');
    const limited = QUANTITIES.filter((quantity) => limits[quantity] > 0);
    const limiters = limited.map((quantity) => {
      const options = { keyPrefix: `citylink:${quantity}`, points: limits[quantity], duration: MINUTE_MS / 1_000 };
      return [quantity, new limiting.RateLimiterRedis({ ...options, storeClient: store.client })] as const;
    });
    return new SharedUsage(store, options, new Map(limiters));
  }

  /**
   * Learns what a caller has used at other processes, once in a minute.
   *
   * @param key of the caller, from `rateLimitKey`
   * @returns undefined when it is known
   */
  recall(key: string, account: Account): Promise<void> | undefined {
    const known = this.#knownOf(account);
    if (known.isRecalled) return undefined;
    known.recalling ??= this.#recall(key, account, known).finally(() => (known.isRecalled = true));
    return known.recalling;
  }

  /** Tells what the account was charged. What is charged before the response has come is told after it. */
  tell(key: string, account: Account): void {
    const known = this.#knownOf(account);
    if (known.isTelling) return;
    known.isTelling = true;
    void this.#tell(key, account, known).finally(() => (known.isTelling = false));
  }

  async #recall(key: string, account: Account, known: Known): Promise<void> {
    const id = this.#idOf(key);
    const read = async ([quantity, limiter]: [Quantity, RateLimiterRedis]) =>
      [quantity, await limiter.get(id)] as const;
    const results = await this.#store.ask(() => Promise.all([...this.#limiters].map(read)));
    for (const [quantity, result] of results ?? []) if (result) this.#learn(account, known, quantity, result, 0);
  }

  async #tell(key: string, account: Account, known: Known): Promise<void> {
    const id = this.#idOf(key);
    const untold = (quantity: Quantity) => account[quantity] - known[quantity];
    for (;;) {
      const told = [...this.#limiters].filter(([quantity]) => untold(quantity) !== 0);
      if (told.length === 0 || account.endsAt !== known.endsAt) return;
      const send = async ([quantity, limiter]: [Quantity, RateLimiterRedis]) => {
        const more = untold(quantity);
        return [quantity, await (more > 0 ? limiter.penalty(id, more) : limiter.reward(id, -more)), more] as const;
      };
      const results = await this.#store.ask(() => Promise.all(told.map(send)));
      if (!results) return;
      for (const [quantity, result, more] of results) this.#learn(account, known, quantity, result, more);
    }
  }

  /** @param told what the total has of this process beyond what was known before */
  #learn(account: Account, known: Known, quantity: Quantity, total: RateLimiterRes, told: number): void {
    if (account.endsAt !== known.endsAt) return; // The minute has ended meanwhile.
    const isLost = told > 0 && total.consumedPoints === told && known[quantity] > 0;
    // Redis has lost the count, and has what was told just now alone: the rest of the account is told again.
    if (isLost) return void (known[quantity] = told);
    account[quantity] += total.consumedPoints - (known[quantity] + told);
    known[quantity] = total.consumedPoints;
    known.endsAt = account.endsAt = this.#clock() + total.msBeforeNext;
  }

  #knownOf(account: Account): Known {
    let known = this.#known.get(account);
    if (known?.endsAt !== account.endsAt) {
      known = {
        requests: 0,
        cost: 0,
        endsAt: account.endsAt,
        recalling: undefined,
        isRecalled: false,
        isTelling: false,
      };
      this.#known.set(account, known);
    }
    return known;
  }
}
