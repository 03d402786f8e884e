import { checkHistory, describeViolation } from './check-history.js';
import { delaysOf, isUndisturbed, summarize, type Delay } from './delays.js';
import type { LoadResult } from './run-load.js';

/** For how long an old version may be seen when changes do not flow: the gateway's time-out for news of a subgraph. */
export const MOST_STALE_MS = 1_000;
/** For how long one may be seen while changes flow (99 of 100 writes). */
export const MOST_STALE_FLOWING_MS = 50;
/** Share of the time for which the processors may be busy: on a busier machine requests wait for them, and delays say little. */
const MOST_BUSY = 0.75;
/** Of the reads: fewer with a result say too little. */
const LEAST_WITH_RESULT = 0.5;
const MOST_TOLD = 5;

/**
 * Judges a run. Violations of order and delays are two results.
 *
 * @param busy share of the time for which the processors were busy
 */
export function reportOf(
  { history, reads, varnish, disturbances, failed }: LoadResult,
  busy: number,
): {
  lines: string[];
  problems: string[];
} {
  const violations = checkHistory(history, { boundMs: MOST_STALE_MS });
  const delays = delaysOf({ writes: history.writes, reads }, MOST_STALE_MS);
  const whileFlowing = ({ write }: Delay) => isUndisturbed(write, disturbances, MOST_STALE_MS);
  const flowing = delays.filter(whileFlowing);
  const byVarnish = reads.filter(({ gateway }) => gateway === varnish);
  const throughVarnish = delaysOf({ writes: history.writes, reads: byVarnish }, MOST_STALE_MS).filter(whileFlowing);
  const acknowledged = history.writes.filter((write) => write.acknowledged !== undefined);
  const direct = acknowledged.filter(({ gateway }) => gateway === undefined);
  const hits = reads.filter(({ fromMemory }) => fromMemory);
  const failures = [...failed].map(([code, count]) => `${count} ${code}`);
  const failedCount = [...failed.values()].reduce((one, other) => one + other, 0);
  const judged = [flowing, throughVarnish].filter(({ length }) => length > 0);
  const p99 = Math.max(0, ...judged.map((each) => summarize(each).p99));

  return {
    lines: [
      `${acknowledged.length} writes were acknowledged, ${direct.length} of them by the database; ${history.reads.length} reads had results, ${percent(hits.length, reads.length)} of them from memory.`,
      `Without a result: ${failures.join(', ') || 'none'}.`,
      '',
      `Violations of order: ${violations.length}.`,
      ...violations.slice(0, MOST_TOLD).map(describeViolation),
      '',
      'From the acknowledgement of a write to the last read that began after it and did not see it:',
      lineOf('while changes flow', flowing),
      lineOf('  by mutations', flowing.filter(isMutation)),
      lineOf(
        '  by the database',
        flowing.filter((delay) => !isMutation(delay)),
      ),
      ...(varnish === undefined
        ? []
        : [
            `${lineOf('  through Varnish', throughVarnish)}, which answered ${percent(byVarnish.filter(({ fromMemory }) => fromMemory).length, byVarnish.length)} of ${byVarnish.length} reads itself`,
          ]),
      lineOf('with all faults', delays),
      '',
      `The processors were busy for ${Math.round(100 * busy)} % of the time${busy > MOST_BUSY ? ': delays are not judged' : ''}.`,
    ],
    problems: [
      ...(violations.length > 0 ? [`Violations of the order of the writes: ${violations.length}.`] : []),
      ...(busy <= MOST_BUSY && p99 > MOST_STALE_FLOWING_MS
        ? [
            `While changes flow, old versions were seen for ${Math.round(p99)} ms (p99), more than ${MOST_STALE_FLOWING_MS}.`,
          ]
        : []),
      ...(history.reads.length < LEAST_WITH_RESULT * (history.reads.length + failedCount)
        ? [`Only ${percent(history.reads.length, history.reads.length + failedCount)} of the requests had results.`]
        : []),
    ],
  };
}

function isMutation({ write }: Delay): boolean {
  return write.gateway !== undefined;
}

function lineOf(what: string, delays: readonly Delay[]): string {
  const { writes, p50, p99, most } = summarize(delays);
  if (writes === 0) return `${what}: no writes`;
  return `${what}: p50 ${ms(p50)}, p99 ${ms(p99)}, most ${ms(most)}, of ${writes} writes`;
}

function ms(value: number): string {
  return `${value.toFixed(value < 10 ? 1 : 0)} ms`;
}

function percent(part: number, whole: number): string {
  return whole === 0 ? '0 %' : `${((100 * part) / whole).toFixed(0)} %`;
}
