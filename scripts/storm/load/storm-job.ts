import type { StormRequest } from '../request.js';

/** Requests to one address for so long. */
export interface StormJob {
  url: string;
  /** Sent in turn, each time in a language of its own: so no two are the same, and each reaches the subgraphs. */
  requests: readonly StormRequest[];
  /** Either so many at once, each followed by the next, or so many a second, whether they are answered or not. */
  pace: { atOnce: number } | { perSecond: number };
  seconds: number;
}

/** How a request was answered. */
export interface StormAnswer {
  /** Which of the job's. */
  request: number;
  /** 0: not at all. */
  status: number;
  /** Milliseconds from sending it to the answer's last byte, as the sender saw them. */
  ms: number;
  /** Milliseconds from the job's beginning to the answer's end. */
  at: number;
  /** Status 200, without errors, and what was expected where something was. */
  isWhole: boolean;
  hasRetryAfter: boolean;
  /** The beginning of an answer that is neither whole nor refused. */
  text?: string;
}

export interface StormResult {
  answers: StormAnswer[];
  /** Milliseconds that the sender itself came late, 99 of 100 times no more: so much of the times is not the gateway's. */
  lateMs: number;
}
