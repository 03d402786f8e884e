import { median } from './median.js';
import type { Row, StartRow } from './results.js';
import type { BenchRun, Measured } from './run-bench.js';

/** Makes of the rounds what the table shows. */
export function rowsOf(measured: readonly Measured[]): Row[] {
  const rows = measured.map(({ operation, contender, samples }): Row => {
    const of = (key: 'perSecond' | 'p50Ms' | 'p99Ms' | 'subgraphsCpuMs') =>
      median(samples.map((sample) => sample[key]));
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
      endToEndTimesStock: null,
      perSecond: of('perSecond'),
      p50Ms: of('p50Ms'),
      p99Ms: of('p99Ms'),
      peakBytes: peaks.includes(null) ? null : Math.max(...(peaks as number[])),
      failures: samples.reduce((total, { failures }) => total + failures, 0),
      rounds,
    };
  });
  return rows.map((row) => ({
    ...row,
    timesStock: ratio(row, 'stock', 'cpuMs'),
    timesFloor: ratio(row, 'floor', 'cpuMs'),
    endToEndTimesStock: ratio(row, 'stock', 'endToEndCpuMs'),
  }));

  function ratio(row: Row, to: string, of: 'cpuMs' | 'endToEndCpuMs'): number | null {
    const other = rows.find(({ operation, gateway }) => operation === row.operation && gateway === to);
    const [own, its] = [row[of], other?.[of]];
    return own === null || row.failures > 0 || !other || !its || other.failures > 0 ? null : own / its;
  }
}

/** Makes of the starts what the table shows. */
export function startRowsOf(starts: BenchRun['starts']): StartRow[] {
  const rows = [...starts].map(([{ name }, usages]) => ({
    gateway: name,
    cpuMs: median(usages.map(({ cpuMs }) => cpuMs)),
    peakBytes: Math.max(...usages.map(({ peakBytes }) => peakBytes)),
  }));
  const stock = rows.find(({ gateway }) => gateway === 'stock')?.cpuMs;
  return rows.map((row) => ({ ...row, timesStock: stock ? row.cpuMs / stock : null }));
}
