/** A request to a subgraph that an operation led to. */
export interface RecordedFetch {
  service: string;
  body: string;
}

/** How an operation was answered once: what was asked in which order, and the answer. */
export interface Recorded {
  /** The fetches of one step are sent together, and the next step when all were answered. */
  steps: RecordedFetch[][];
  /** JSON. */
  answer: string;
}

/** By the text of the request. */
export type Recordings = Record<string, Recorded>;
