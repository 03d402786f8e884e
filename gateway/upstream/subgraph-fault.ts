import { ERRORS, type ErrorCode } from '../errors.js';

export type SubgraphFaultCode = Extract<ErrorCode, `SUBGRAPH_${string}`>;

/** What clients may know of a fault beside its code. */
export interface FaultTold {
  /** How many milliseconds the subgraph was given; 0 when nothing was left for it. */
  afterMs?: number;
  /** It was asked to change something, and nobody knows whether it did: the same idempotency key, sent again, tells. */
  mayBeDone?: true;
  /** It was not asked at all, because it has failed so often of late. */
  reason?: 'breaker';
}

/**
 * A subgraph could not be asked, or its answer cannot be used. The message is fit for clients: it names the
 * subgraph and no address.
 */
export class SubgraphFault extends Error {
  override name = 'SubgraphFault';

  /**
   * @param service the subgraph's name
   * @param detail what happened, for the log only: it may hold an address
   */
  constructor(
    readonly code: SubgraphFaultCode,
    readonly service: string,
    readonly detail: string,
    readonly told: FaultTold = {},
  ) {
    super(ERRORS[code].message.en.replace('{service}', () => service));
  }

  /** Of the error that a client reads. */
  get extensions(): Record<string, unknown> & { code: SubgraphFaultCode; service: string } {
    return { code: this.code, service: this.service, ...this.told };
  }
}
