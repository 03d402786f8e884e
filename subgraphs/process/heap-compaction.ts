import { constants, PerformanceObserver, type PerformanceEntry } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';

const INTERVAL_MS = 15_000;

/**
 * Makes V8 compact the heap in one full garbage collection of each interval. By default it does not compact while the
 * process is busy: the heap fragments, and takes twice the memory in the end. A compaction pauses the process for about
 * 70 ms with 80 MB of live objects, twice as long as another full collection.
 */
export function compactHeapPeriodically(intervalMs = INTERVAL_MS): void {
  new PerformanceObserver((list) => {
    if (list.getEntries().some(isFullCollection)) setFlagsFromString('--no-compact-on-every-full-gc');
  }).observe({ entryTypes: ['gc'] });
  setInterval(() => setFlagsFromString('--compact-on-every-full-gc'), intervalMs).unref();
}

/** https://nodejs.org/docs/latest-v20.x/api/perf_hooks.html#performanceentrydetail */
function isFullCollection(entry: PerformanceEntry): boolean {
  return (entry as PerformanceEntry & { detail: { kind: number } }).detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR;
}
