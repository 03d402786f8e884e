import { ERRORS, namingService, type ErrorCode } from '../errors.js';

export type SubgraphErrorCode = Extract<ErrorCode, `SUBGRAPH_${string}` | 'REQUEST_DEADLINE'>;

/** Extensions of a subgraph error beside its code and service. Clients see them. */
interface SubgraphErrorHints {
  /** Milliseconds that the subgraph was given. */
  afterMs?: number;
  /** The request was a mutation and may have been executed. The same idempotency key, sent again, finds out. */
  mayBeDone?: true;
  /** The request was not sent, because the breaker of the subgraph is open. */
  reason?: 'breaker';
}

/**
 * A subgraph could not be reached, its response cannot be used, or no request was sent. The message is safe for clients:
 * it contains the subgraph's name and no address.
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
    super(namingService(ERRORS[code].message.en, 'en', service));
  }

  /** The same error of a mutation that may have been executed. */
  withMayBeDone(): SubgraphError {
    return new SubgraphError(this.code, this.service, this.detail, { ...this.hints, mayBeDone: true });
  }

  /** The extensions of the GraphQL error. They name the subgraph only where the gateway's own deadline is not the cause. */
  get extensions(): Record<string, unknown> & { code: SubgraphErrorCode; service?: string } {
    const { code, service, hints } = this;
    return code === 'REQUEST_DEADLINE' ? { code, ...hints } : { code, service, ...hints };
  }
}

/** The client disconnected, so that the request was not sent, or was aborted. It says nothing about the subgraph. */
export class ClientDisconnected extends SubgraphError {
  constructor(service: string) {
    super('SUBGRAPH_UNREACHABLE', service, 'the client disconnected');
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
