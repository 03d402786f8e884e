import type { FastifyReply, FastifyRequest } from 'fastify';
import { CallerBudget, createCallerAccounts, type Account, type CallerLimits } from './caller-budget.js';
import type { LoadShedder } from './load-shedder.js';
import { rateLimitKey } from './rate-limit-key.js';

export interface AdmissionOptions {
  callerLimits: CallerLimits;
  trustedProxies: number;
  shedder: LoadShedder;
  /** True when a request whose body has been read runs a mutation. */
  isMutation: (request: FastifyRequest) => boolean;
  /** Milliseconds, never going back. */
  clock: () => number;
}

/** Decides which requests the graph accepts. Its steps are called in their order. */
export class Admission {
  readonly #options: AdmissionOptions;
  readonly #accountOf: (key: string) => Account;
  /** Value of `RateLimit-Policy`; empty when callers have no limits. */
  readonly #policy: string;

  constructor(options: AdmissionOptions) {
    const { requests, cost } = options.callerLimits;
    this.#options = options;
    this.#accountOf = createCallerAccounts(options.clock);
    this.#policy = [
      ...(requests > 0 ? [`"requests";q=${requests};w=60`] : []),
      ...(cost > 0 ? [`"cost";q=${cost};w=60`] : []),
    ].join(', ');
  }

  /**
   * Before the body is read and the token is verified: any token counts as a valid one here.
   *
   * @throws HttpError OVERLOADED when it would be refused whatever its body holds
   */
  checkBeforeBody({ method, headers }: FastifyRequest): void {
    const { shedder } = this.#options;
    if (!shedder.isShedding) return;
    // A body may hold a mutation, an address may not.
    shedder.check(method !== 'GET' ? 'mutation' : headers.authorization === undefined ? 'anonymous' : 'signed in');
  }

  /**
   * When the caller is known: charges the request to its account.
   *
   * @returns undefined when callers have no limits
   * @throws HttpError RATE_LIMITED
   */
  chargeCaller({ raw, identity }: FastifyRequest, reply: FastifyReply): CallerBudget | undefined {
    if (this.#policy === '') return undefined;
    const { callerLimits: limits, trustedProxies, clock } = this.#options;
    void reply.header('ratelimit-policy', this.#policy);
    const account = this.#accountOf(rateLimitKey(identity, raw, trustedProxies));
    return new CallerBudget({ account, limits, reply, clock });
  }

  /**
   * When the body has been read: counts the request as in flight until its response is sent or its client disconnects.
   *
   * @throws HttpError OVERLOADED
   */
  enter(request: FastifyRequest, { raw }: FastifyReply): void {
    const { shedder, isMutation, clock } = this.#options;
    if (shedder.isShedding)
      shedder.check(isMutation(request) ? 'mutation' : request.identity ? 'signed in' : 'anonymous');
    if (raw.destroyed) return;
    const enteredAt = clock();
    shedder.enter();
    raw.once('close', () => {
      const now = clock();
      shedder.leave(now - enteredAt, now);
    });
  }
}
