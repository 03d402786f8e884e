import type { FastifyBaseLogger } from 'fastify';
import type { AbsentPlace } from './executor/absent-place.js';
import type { Replay } from './executor/compiled/replay.js';
import type { TakenOut } from './auth/access/take-out.js';
import type { Identity } from './auth/identity.js';
import type { CallerBudget } from './limits/caller-budget.js';
import type { AbortSignalLike } from './upstream/abort-signal-like.js';

/** What lives as long as one request of a client. */
export interface RequestContext {
  /** Writes the request's id with every line. */
  log: FastifyBaseLogger;
  /** Who asks; null for nobody. */
  identity: Identity | null;
  /** What its caller may still ask; undefined when there is no limit. */
  budget?: CallerBudget | undefined;
  /** Sent to subgraphs with each of their requests; names in lower case. */
  upstreamHeaders: Record<string, string>;
  /** Aborted when the client has gone, so that nobody waits for an answer any more. */
  gone: AbortSignalLike;
  /** When its answer is due, by the clock of `performance.now()`: all fetches of the request share the time until then. */
  deadline: number;
  /** The query without the fields that its caller may not read, when there are such. */
  takenOut?: TakenOut | undefined;
  /** What of the answer is null because a subgraph does not have an entity, where there is no error to say so. */
  absent?: readonly AbsentPlace[] | undefined;
  /** What the subgraphs have answered to this very request, when errors of it are still to be worked out. */
  replay?: Replay | undefined;
}
