import type { FastifyRequest } from 'fastify';
import type { Identity } from '../auth/identity.js';
import type { Connections, ResponseLike } from '../http/connections.js';
import { isSafeMethod } from '../http/safe-method.js';
import {
  CallerBudget,
  createCallerAccounts,
  type Account,
  type CallerLimits,
  type HeaderWriter,
} from './caller-budget.js';
import type { LoadShedder, Priority } from './load-shedder.js';
import { rateLimitKey, type ReceivedRequest } from './rate-limit-key.js';
import type { SharedUsage } from './shared-usage.js';

interface AdmissionOptions {
  callerLimits: CallerLimits;
  trustedProxies: number;
  shedder: LoadShedder;
  /** Reports the end of a request. */
  connections: Connections;
  /** Milliseconds, never going back. */
  clock: () => number;
  /** What callers have used at other gateways; undefined when each gateway counts for itself. */
  shared?: SharedUsage | undefined;
}

/** Decides which requests the graph accepts. Its steps are called in their order. */
export class Admission {
  readonly #options: AdmissionOptions;
  readonly #accountOf: (key: string) => Account;
  /** Value of `RateLimit-Policy`; empty when callers have no limits in a minute. */
  readonly #policy: string;
  #ofCallers = 0;

  constructor(options: AdmissionOptions) {
    const { requests, cost } = options.callerLimits;
    this.#options = options;
    this.#accountOf = createCallerAccounts(options.clock);
    this.#policy = [
      ...(requests > 0 ? [`"requests";q=${requests};w=60`] : []),
      ...(cost > 0 ? [`"cost";q=${cost};w=60`] : []),
    ].join(', ');
  }

  /** Requests in flight: of all, and those that are counted for their callers. */
  get inFlight(): { requests: number; ofCallers: number } {
    return { requests: this.#options.shedder.inFlight, ofCallers: this.#ofCallers };
  }

  /**
   * Before the body is read and the token is verified: any token counts as a valid one here.
   *
   * @throws HttpError OVERLOADED when it would be refused with any body
   */
  checkBeforeBody({ method, headers }: Pick<FastifyRequest, 'method' | 'headers'>): void {
    const { shedder } = this.#options;
    if (!shedder.isShedding) return;
    // A body may hold a mutation, an address may not.
    if (!isSafeMethod(method)) shedder.check('mutation');
    else shedder.check(headers.authorization === undefined ? 'anonymous' : 'signed in');
  }

  /**
   * Before {@link chargeCaller}: learns what the caller has used at other gateways.
   *
   * @returns undefined when nothing needs to be learnt
   */
  recallUsage({ raw }: { readonly raw: ReceivedRequest }, identity: Identity | null): Promise<void> | undefined {
    const { shared, trustedProxies } = this.#options;
    if (!shared || this.#policy === '') return undefined;
    const key = rateLimitKey(identity, raw, trustedProxies);
    return shared.recall(key, this.#accountOf(key));
  }

  /**
   * When the caller is known: charges the request to its account.
   *
   * @returns undefined when callers have no limits
   * @throws HttpError RATE_LIMITED
   */
  chargeCaller(
    { raw }: { readonly raw: ReceivedRequest },
    reply: HeaderWriter,
    identity: Identity | null,
  ): CallerBudget | undefined {
    const { callerLimits: limits, trustedProxies, clock, shared } = this.#options;
    if (this.#policy === '' && limits.inFlight === 0) return undefined;
    if (this.#policy !== '') void reply.header('ratelimit-policy', this.#policy);
    const key = rateLimitKey(identity, raw, trustedProxies);
    const account = this.#accountOf(key);
    return new CallerBudget({ account, limits, reply, clock, onCharged: shared && (() => shared.tell(key, account)) });
  }

  /**
   * When the body has been read: counts the request as in flight until its response is sent or its connection has ended.
   *
   * @param priorityOf called only when requests of some priority are refused now
   * @returns false when the client has disconnected already: the request must not be executed
   * @throws HttpError OVERLOADED, or RATE_LIMITED when the caller has too many requests in flight
   */
  enter(response: ResponseLike, budget: CallerBudget | undefined, priorityOf: () => Priority): boolean {
    const { shedder, connections, clock } = this.#options;
    if (connections.hasEnded(response)) return false;
    let priority: Priority = 'anonymous';
    if (shedder.isShedding || (budget && budget.inFlight >= shedder.callerShare(priority))) {
      priority = priorityOf();
      shedder.check(priority);
    }
    budget?.enter(shedder.callerShare(priority));
    shedder.enter();
    if (budget) this.#ofCallers += 1;

    const enteredAt = clock();
    // A response that is queued behind another one of its connection is no measure of the gateway's load; nor is
    // the time that a client needs to take a response.
    const isMeasured = response.socket !== null;
    if (isMeasured) response.once('prefinish', () => shedder.record(clock() - enteredAt, true, clock()));
    connections.whenEnded(response, () => {
      if (isMeasured && !response.writableEnded) shedder.record(clock() - enteredAt, false, clock());
      shedder.leave();
      if (!budget) return;
      budget.leave();
      this.#ofCallers -= 1;
    });
    return true;
  }
}
