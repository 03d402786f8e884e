/** So many requests to one address, some at once. */
export interface LoadJob {
  url: string;
  headers: Record<string, string>;
  /** JSON, sent in turn; each answer is read to its end. */
  bodies: readonly string[];
  requests: number;
  /** How many are under way at once. */
  connections: number;
  /** Whether a result must be partial: data with errors. */
  isPartial: boolean;
}

export interface LoadResult {
  seconds: number;
  p50Ms: number;
  p99Ms: number;
  /** Of all answers together. */
  bytes: number;
  /** Answers that were no success, or held errors where none were wanted. */
  failures: number;
  firstFailure?: string;
}
