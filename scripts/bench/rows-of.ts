import { median } from './median.js';
import type { Row } from './results.js';
import type { Measured } from './run-bench.js';

/** Makes of the rounds what the table shows. */
export function rowsOf(measured: readonly Measured[]): Row[] {
  const rows = measured.map(({ operation, contender, samples }): Row => {
    const of = (key: 'perSecond' | 'p50Ms' | 'p99Ms' | 'subgraphsCpuMs') => median(samples.map((sample) => sample[key]));
    const rounds = samples.map(({ cpuMs }) => cpuMs);
    const cpuMs = rounds.includes(null) ? null : median(rounds as number[]);
    const peaks = samples.map(({ peakBytes }) => peakBytes);
    return {
      operation: operation.name,
      gateway: contender.name,
      cpuMs,
      timesStock: null,
      timesFloor: null,
      endToEndCpuMs: cpuMs === null ? null : cpuMs + of('subgraphsCpuMs'),
      perSecond: of('perSecond'),
      p50Ms: of('p50Ms'),
      p99Ms: of('p99Ms'),
      peakBytes: peaks.includes(null) ? null : Math.max(...(peaks as number[])),
      failures: samples.reduce((total, { failures }) => total + failures, 0),
      rounds,
    };
  });
  return rows.map((row) => ({ ...row, timesStock: ratio(row, 'stock'), timesFloor: ratio(row, 'floor') }));

  function ratio({ operation, cpuMs, failures }: Row, to: string): number | null {
    const other = rows.find((row) => row.operation === operation && row.gateway === to);
    return cpuMs === null || failures > 0 || !other?.cpuMs || other.failures > 0 ? null : cpuMs / other.cpuMs;
  }
}
