import { ERRORS, type ErrorCode } from '../errors.js';

export type SubgraphFaultCode = Extract<ErrorCode, `SUBGRAPH_${string}`>;

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
  ) {
    super(ERRORS[code].message.en.replace('{service}', () => service));
  }
}
