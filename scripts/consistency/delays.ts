import { percentile } from '../bench/percentile.js';
import type { History, Moment, Read, Span, Write } from './history.js';

/** From the acknowledgement of a version to the last read that began after it and saw an older one. */
export interface Delay {
  readonly write: Write;
  /** 0 when no read saw an older one. */
  readonly ms: number;
}

export interface DelaySummary {
  readonly writes: number;
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
}

/**
 * Measures for each acknowledged version for how long older ones were seen. Versions of records that nobody read within
 * `withinMs` after the acknowledgement say nothing, and are left out.
 */
export function delaysOf({ writes, reads }: Pick<History, 'writes' | 'reads'>, withinMs: number): Delay[] {
  const readsOf = new Map<string, { begin: Moment; version: number }[]>();
  for (const { begin, observations } of reads as readonly Read[])
    for (const observation of observations)
      if ('version' in observation) {
        const all = readsOf.get(observation.record);
        if (all) all.push({ begin, version: observation.version });
        else readsOf.set(observation.record, [{ begin, version: observation.version }]);
      }
  for (const all of readsOf.values()) all.sort((one, other) => one.begin - other.begin);

  return writes.flatMap((write) => {
    const { record, version, acknowledged } = write;
    if (version === undefined || acknowledged === undefined) return [];
    const after = (readsOf.get(record) ?? []).filter(({ begin }) => begin >= acknowledged);
    if (after[0] === undefined || after[0].begin > acknowledged + withinMs) return [];
    const stale = after.findLast((read) => read.version < version);
    return [{ write, ms: stale ? stale.begin - acknowledged : 0 }];
  });
}

/** Tells whether nothing disturbed a write, nor the reads after it for so long. */
export function isUndisturbed({ begin, acknowledged }: Write, disturbances: readonly Span[], forMs: number): boolean {
  return disturbances.every(([from, to]) => to < begin || from > acknowledged! + forMs);
}

export function summarize(delays: readonly Delay[]): DelaySummary {
  const all = delays.map(({ ms }) => ms);
  return {
    writes: all.length,
    p50: percentile(all, 0.5),
    p99: percentile(all, 0.99),
    most: Math.max(0, ...all),
  };
}
