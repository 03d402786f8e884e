/** What one gateway needed for one operation: the median of its rounds, for one request where not said otherwise. */
export interface Row {
  operation: string;
  gateway: string;
  /** Milliseconds of processor time, user and system; null where its process is not known. */
  cpuMs: number | null;
  timesStock: number | null;
  timesFloor: number | null;
  /** Processor time of the gateway and the subgraphs together. */
  endToEndCpuMs: number | null;
  endToEndTimesStock: number | null;
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** The most of all rounds. */
  peakBytes: number | null;
  /** Answers of all rounds that failed; what failed costs something else, so that there are no ratios then. */
  failures: number;
  /** The processor time of each round, so that its spread can be seen. */
  rounds: Array<number | null>;
}

/** What a gateway used until its first query with a plan was answered. */
export interface StartRow {
  gateway: string;
  /** Milliseconds of processor time, the median of all starts. */
  cpuMs: number;
  timesStock: number | null;
  /** The most of all starts. */
  peakBytes: number;
}

/** Something that was not measured, or not as the others were. */
export interface Remark {
  gateway: string;
  /** Absent when it is about all of them. */
  operation?: string;
  text: string;
}

export interface BenchResults {
  at: string;
  machine: { processors: number; model: string; memoryBytes: number; node: string; system: string };
  settings: { scale: number; rounds: number; quick: boolean; recorded: boolean; requests: Record<string, number> };
  gateways: Array<{ name: string; title: string }>;
  operations: Array<{ name: string; title: string; rows: number }>;
  starts: StartRow[];
  rows: Row[];
  remarks: Remark[];
}
