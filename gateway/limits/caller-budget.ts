import type { FastifyReply } from 'fastify';
import { HttpRefusal } from '../http/http-refusal.js';
import type { Account } from './caller-accounts.js';
import type { CallerLimits } from './caller-limits.js';

export interface BudgetParts {
  account: Account;
  limits: CallerLimits;
  /** Says what is left, in its headers. */
  reply: FastifyReply;
  clock: () => number;
}

/**
 * What one request takes of its caller's account. Its answer tells the limits and what is left of them in
 * `RateLimit-Policy` and `RateLimit`, of which the smaller part ends first: draft-ietf-httpapi-ratelimit-headers-10.
 */
export class CallerBudget {
  readonly #parts: BudgetParts;
  #isSpent = false;

  /**
   * Takes the request itself, whatever it asks for.
   *
   * @throws HttpRefusal RATE_LIMITED when the caller has none left
   */
  constructor(parts: BudgetParts) {
    this.#parts = parts;
    if (!this.#take(1, 1)) {
      this.#tell();
      throw new HttpRefusal('RATE_LIMITED', undefined, { 'retry-after': String(this.#secondsLeft()) });
    }
    this.#tell();
  }

  /**
   * Takes what the request was found to ask for, once however often it is told.
   *
   * @param nodes as they are estimated
   * @param attempts of changing something; 0 for a query
   * @returns false when the caller has not so much left; then nothing is taken, and the answer says when to come again
   */
  spend(nodes: number, attempts: number): boolean {
    if (this.#isSpent) return true;
    const more = Math.max(attempts - 1, 0);
    // The request is paid for already.
    const isPaid = this.#take(more, (nodes > 0 ? Math.ceil(nodes) : 0) + more);
    this.#isSpent = isPaid;
    if (!isPaid) void this.#parts.reply.header('retry-after', String(this.#secondsLeft()));
    this.#tell();
    return isPaid;
  }

  #take(requests: number, cost: number): boolean {
    const { account, limits } = this.#parts;
    if (limits.requests > 0 && account.requests + requests > limits.requests) return false;
    if (limits.cost > 0 && account.cost + cost > limits.cost) return false;
    account.requests += requests;
    account.cost += cost;
    return true;
  }

  #tell(): void {
    const { account, limits, reply } = this.#parts;
    const seconds = this.#secondsLeft();
    const requests = limits.requests > 0 ? `"requests";r=${limits.requests - account.requests};t=${seconds}` : '';
    const cost = limits.cost > 0 ? `"cost";r=${limits.cost - account.cost};t=${seconds}` : '';
    void reply.header('ratelimit', requests && cost ? `${requests}, ${cost}` : requests || cost);
  }

  #secondsLeft(): number {
    return Math.max(Math.ceil((this.#parts.account.endsAt - this.#parts.clock()) / 1000), 1);
  }
}
