import type { BenchNetwork } from './bench-network.js';
import type { BenchProcess } from './bench-process.js';
import type { Recordings } from './recorded.js';
import type { Usage } from './usage.js';

/** What a gateway needs to be started. */
export interface ContenderParts {
  network: BenchNetwork;
  /** How each request was answered once; for the floor. */
  recordings: Recordings;
  /** Replaces variables of the environment. */
  env: NodeJS.ProcessEnv;
}

/** A gateway that runs. */
export interface RunningContender extends Pick<BenchProcess, 'stop'> {
  readonly url: string;
  /** Undefined when its process cannot be told: then only times are measured. */
  readonly process: Pick<BenchProcess, 'pid' | 'ownUsage'> | undefined;
  /** What it had used when it was ready: when its first query with a plan was answered. Undefined where that is not known. */
  readonly untilReady?: Usage;
}

/** Something that is measured. */
export interface Contender {
  readonly name: string;
  readonly title: string;
  /** Whether it is measured only with operations that name it. */
  readonly isSpecial?: boolean;
  /** Whether it can be started anew whenever it must be fresh. */
  readonly canBeFresh: boolean;
  /**
   * Gets it ready to be started, which may mean to install it.
   *
   * @throws an error whose message says why it cannot run here
   */
  prepare?: (report: (line: string) => void) => Promise<void>;
  /** Starts it. Throws as {@link prepare}. */
  start(parts: ContenderParts): Promise<RunningContender>;
}
