import type { FastifyReply, FastifyRequest } from 'fastify';
import { addressOwner } from './address-owner.js';
import { createCallerAccounts, type Account } from './caller-accounts.js';
import { CallerBudget } from './caller-budget.js';
import type { CallerLimits } from './caller-limits.js';
import { clientAddress } from './client-address.js';
import type { Overload } from './overload.js';

export interface AdmissionOptions {
  callerLimits: CallerLimits;
  trustedProxies: number;
  overload: Overload;
  /** Tells whether a request whose body has been read asks for a mutation. */
  isMutation: (request: FastifyRequest) => boolean;
  /** Milliseconds, never going back. */
  clock: () => number;
}

/** Decides who is let in to the graph. Its steps are called in their order. */
export class Admission {
  readonly #options: AdmissionOptions;
  readonly #accountOf: (caller: string) => Account;
  /** Of the headers; empty when there are no limits for callers. */
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
   * Before the body is read and the token looked at. A token that only seems to be one is good for as much here.
   *
   * @throws HttpRefusal OVERLOADED when there is no room for it whatever it asks
   */
  atTheDoor({ method, headers }: FastifyRequest): void {
    const { overload } = this.#options;
    if (!overload.isShedding) return;
    // A body may hold a mutation, an address may not.
    overload.check(method !== 'GET' ? 'mutation' : headers.authorization === undefined ? 'anonymous' : 'signed in');
  }

  /**
   * When it is known who asks.
   *
   * @returns undefined when there are no limits for callers
   * @throws HttpRefusal RATE_LIMITED
   */
  account({ raw, identity }: FastifyRequest, reply: FastifyReply): CallerBudget | undefined {
    if (this.#policy === '') return undefined;
    const { callerLimits: limits, trustedProxies, clock } = this.#options;
    void reply.header('ratelimit-policy', this.#policy);
    const caller = identity ? `subject ${identity.id}` : `address ${addressOwner(clientAddress(raw, trustedProxies))}`;
    return new CallerBudget({ account: this.#accountOf(caller), limits, reply, clock });
  }

  /**
   * When the body has been read: counts the request as in flight until its answer is sent, or nobody waits for it any more.
   *
   * @throws HttpRefusal OVERLOADED
   */
  enter(request: FastifyRequest, { raw }: FastifyReply): void {
    const { overload, isMutation, clock } = this.#options;
    if (overload.isShedding)
      overload.check(isMutation(request) ? 'mutation' : request.identity ? 'signed in' : 'anonymous');
    if (raw.destroyed) return;
    const enteredAt = clock();
    overload.enter();
    raw.once('close', () => {
      const now = clock();
      overload.leave(now - enteredAt, now);
    });
  }
}
