import { ERRORS, type ErrorCode } from '../errors.js';

export type SubgraphErrorCode = Extract<ErrorCode, `SUBGRAPH_${string}`>;

/** Extensions of a subgraph error beside its code and service. Clients see them. */
export interface SubgraphErrorHints {
  /** Milliseconds that the subgraph was given; 0 when nothing of the request's time was left. */
  afterMs?: number;
  /** The request was a mutation and may have been executed. The same idempotency key, sent again, finds out. */
  mayBeDone?: true;
  /** The request was not sent, because the breaker of the subgraph is open. */
  reason?: 'breaker';
}

/**
 * A subgraph could not be reached, or its response cannot be used. The message is safe for clients: it contains the
 * subgraph's name and no address.
 */
export class SubgraphError extends Error {
  override name = 'SubgraphError';

  /**
   * @param service name of the subgraph
   * @param detail what happened; for the log only, because it may contain an address
   */
  constructor(
    readonly code: SubgraphErrorCode,
    readonly service: string,
    readonly detail: string,
    readonly hints: SubgraphErrorHints = {},
  ) {
    super(ERRORS[code].message.en.replace('{service}', () => service));
  }

  /** The extensions of the GraphQL error. */
  get extensions(): Record<string, unknown> & { code: SubgraphErrorCode; service: string } {
    return { code: this.code, service: this.service, ...this.hints };
  }
}

/**
 * Wraps an error of the HTTP client; a SubgraphError is returned as it is.
 *
 * @param afterMs milliseconds that the subgraph was given
 */
export function toSubgraphError(error: unknown, service: string, afterMs: number): SubgraphError {
  if (error instanceof SubgraphError) return error;
  const { name, code, message } = error as Error & { code?: string };
  const detail = `${code ?? name}: ${message}`;
  return code === 'UND_ERR_CONNECT_TIMEOUT'
    ? new SubgraphError('SUBGRAPH_TIMEOUT', service, detail, { afterMs })
    : new SubgraphError('SUBGRAPH_UNREACHABLE', service, detail);
}
