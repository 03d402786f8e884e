import type { ReadKeys } from './read-keys.js';

/** That a result has read data of a subgraph, which may change. */
export interface Reading {
  readonly subgraph: string;
  /** Milliseconds for which the data may have changed without the gateway knowing; 0 when all changes are known. */
  silentMs(now: number): number;
  /**
   * When a change of what was read was heard, in milliseconds of `performance.now()`; undefined while there was none.
   *
   * @param keys of what was read
   */
  endedAt(keys: ReadKeys): number | undefined;
}

/** A subgraph that tells nothing of its changes: only mutations that the gateway serves are known. */
export interface ForeignSubgraph {
  readonly name: string;
  /** When the last mutation of it was served, in milliseconds of `performance.now()`. */
  changedAt: number;
}

/** Of a subgraph that tells nothing of its changes. */
export class ForeignReading implements Reading {
  constructor(
    private readonly foreign: ForeignSubgraph,
    private readonly readAt: number,
  ) {}

  get subgraph(): string {
    return this.foreign.name;
  }

  silentMs(): number {
    return 0;
  }

  endedAt(): number | undefined {
    const { changedAt } = this.foreign;
    return changedAt >= this.readAt ? changedAt : undefined;
  }
}
