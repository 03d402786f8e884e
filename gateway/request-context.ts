import type { FastifyBaseLogger } from 'fastify';

/** What lives as long as one request of a client. */
export interface RequestContext {
  /** Writes the request's id with every line. */
  log: FastifyBaseLogger;
  /** Sent to subgraphs with each of their requests; names in lower case. */
  upstreamHeaders: Record<string, string>;
  /** Aborted when the client has gone, so that nobody waits for an answer any more. */
  gone: AbortSignal;
}
