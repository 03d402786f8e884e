import type { Reading } from './reading.js';
import type { ReadKeys } from './read-keys.js';

interface ResultPartOptions {
  service: string;
  readings: readonly Reading[];
  keys: ReadKeys;
  readAt: number;
  holdsUntil: number;
  isShared: boolean;
}

/** What one response of a subgraph has brought into a result, for as long as nothing has changed that it has read. */
export class ResultPart {
  /** The subgraph that responded. It may have read data of others. */
  readonly service: string;
  readonly keys: ReadKeys;
  /** When it was read, and until when it holds, in milliseconds of `performance.now()`. */
  readonly readAt: number;
  readonly holdsUntil: number;
  /** False when only the same caller may get it, or one with the same headers. */
  readonly isShared: boolean;
  readonly #readings: readonly Reading[];
  #ended: { readonly at: number; readonly subgraph: string } | undefined;

  constructor({ service, readings, keys, readAt, holdsUntil, isShared }: ResultPartOptions) {
    this.service = service;
    this.keys = keys;
    this.readAt = readAt;
    this.holdsUntil = holdsUntil;
    this.isShared = isShared;
    this.#readings = readings;
  }

  /** The names of the subgraphs whose data were read. */
  get subgraphs(): readonly string[] {
    return this.#readings.map(({ subgraph }) => subgraph);
  }

  /**
   * When something has changed that was read, in milliseconds of `performance.now()`, and whose change it was. Changes are looked
   * at here, those that were heard since the last time.
   */
  get ended(): { readonly at: number; readonly subgraph: string } | undefined {
    if (this.#ended) return this.#ended;
    for (const reading of this.#readings) {
      const at = reading.endedAt(this.keys);
      if (at !== undefined) return (this.#ended = { at, subgraph: reading.subgraph });
    }
    return undefined;
  }

  /** Whether it is known to hold now. A store that is silent is judged at each use: a paused process has not heard anything. */
  holds(now: number): boolean {
    if (now >= this.holdsUntil) return false;
    for (const reading of this.#readings) if (reading.silentMs(now) > 0) return false;
    return !this.ended;
  }

  /** For how long it may have been outdated, and the subgraph that is the reason; null where that is the time of day. */
  outdated(now: number): { ms: number; subgraph: string | null } {
    const { ended } = this;
    let worst = { ms: Math.max(0, now - this.holdsUntil), subgraph: null as string | null };
    if (ended) worst = { ms: now - ended.at, subgraph: ended.subgraph };
    for (const reading of this.#readings) {
      const ms = Math.min(reading.silentMs(now), now - this.readAt);
      if (ms > worst.ms) worst = { ms, subgraph: reading.subgraph };
    }
    return worst;
  }
}
