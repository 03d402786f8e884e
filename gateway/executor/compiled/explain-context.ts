import type { AbsentPlace } from '../absent-place.js';
import type { ExecutionContext } from '../executor.js';
import type { Replay } from './replay.js';

/** What Apollo's executor carries through one execution. */
export interface ExplainContext {
  log: ExecutionContext['log'];
  upstreamHeaders: Record<string, string>;
  gone: ExecutionContext['signal'];
  deadline: number;
  absent?: readonly AbsentPlace[] | undefined;
  replay?: Replay | undefined;
}
