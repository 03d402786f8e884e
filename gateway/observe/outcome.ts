import { ERRORS, isErrorCode } from '../errors.js';
import type { RequestState } from '../pipeline/request-state.js';

/**
 * How a request ended: `partial` and `failed` for a reason that lies with the network, `refused` for one that lies with the client,
 * `abandoned` when the client has disconnected.
 */
export const OUTCOMES = ['ok', 'partial', 'failed', 'refused', 'abandoned'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** Codes of our subgraphs that are no fault of the client. */
const FAULTS_OF_SUBGRAPHS = new Set(['DATABASE_UNAVAILABLE', 'DEADLINE_EXCEEDED', 'EVENTS_MISSED']);

/** @param state of a request whose response was explained */
export function outcomeOf({ refusals, codes }: Pick<RequestState, 'refusals' | 'codes'>): Outcome {
  if (codes.length === 0) return 'ok';
  if (codes.includes('CLIENT_CLOSED_REQUEST')) return 'abandoned';
  if (!codes.some(isFault)) return 'refused';
  return refusals ? 'failed' : 'partial';
}

/** Whether an error lies with the network, and not with its client. */
export function isFault(code: string): boolean {
  return (
    code.startsWith('SUBGRAPH_') || FAULTS_OF_SUBGRAPHS.has(code) || (isErrorCode(code) && ERRORS[code].status >= 500)
  );
}
