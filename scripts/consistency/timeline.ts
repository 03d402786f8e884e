import type { Moment, Span, Write } from './history.js';

/** Answers what was written when. Versions of a record that was never written are 0. */
export interface Timeline {
  /** The latest version of a record that was acknowledged at or before a moment. */
  acknowledged(record: string, at: Moment): number;
  /** The same of the mutations that one gateway ran. */
  acknowledgedBy(gateway: number, record: string, at: Moment): number;
  /** The latest version that may have been written at a moment: it, or one after it, was sent before. */
  begun(record: string, at: Moment): number;
}

/** Creates the timeline of all writes of a history. */
export function createTimeline(writes: readonly Write[]): Timeline {
  const acknowledged = new Peaks();
  const begun = new Peaks();
  const unknown = new Map<string, Moment[]>();
  for (const { record, version, begin, acknowledged: at, gateway } of writes) {
    if (version === undefined) {
      unknown.set(record, [...(unknown.get(record) ?? []), begin]);
      continue;
    }
    begun.add(record, begin, version);
    if (at === undefined) continue;
    acknowledged.add(record, at, version);
    if (gateway !== undefined) acknowledged.add(`${gateway} ${record}`, at, version);
  }
  return {
    acknowledged: (record, at) => acknowledged.until(record, at),
    acknowledgedBy: (gateway, record, at) => acknowledged.until(`${gateway} ${record}`, at),
    begun: (record, at) =>
      begun.until(record, at) + (unknown.get(record) ?? []).filter((moment) => moment <= at).length,
  };
}

/** The greatest version of each key until a moment. */
export class Peaks {
  readonly #ofKeys = new Map<string, { at: Moment; version: number }[]>();
  #isSorted = true;

  add(key: string, at: Moment, version: number): void {
    const all = this.#ofKeys.get(key);
    if (all) all.push({ at, version });
    else this.#ofKeys.set(key, [{ at, version }]);
    this.#isSorted = false;
  }

  /** The greatest version that was added at or before a moment; 0 when none was. */
  until(key: string, at: Moment): number {
    if (!this.#isSorted) this.#sort();
    const all = this.#ofKeys.get(key) ?? [];
    let [from, to] = [0, all.length];
    while (from < to) {
      const middle = (from + to) >>> 1;
      if (all[middle]!.at <= at) from = middle + 1;
      else to = middle;
    }
    return all[from - 1]?.version ?? 0;
  }

  #sort(): void {
    for (const all of this.#ofKeys.values()) {
      all.sort((one, other) => one.at - other.at);
      let most = 0;
      for (const each of all) each.version = most = Math.max(most, each.version);
    }
    this.#isSorted = true;
  }
}

/**
 * Creates the function that numbers the times between the losses of a primary.
 *
 * @returns equal numbers for two moments between which no primary was lost; NaN for one in which there may have been two, or none
 */
export function createEpochs(losses: readonly Span[]): (at: Moment) => number {
  return (at) =>
    losses.some(([from, to]) => from <= at && at <= to) ? NaN : losses.filter(([from]) => from < at).length;
}
