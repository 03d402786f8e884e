import { constants, PerformanceObserver, type PerformanceEntry } from 'node:perf_hooks';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';

/** Percent of its live size. Below, a full heap would be collected again and again; above, a small one grows fast enough. */
const GROWTH = { least: 40, most: 250 };
const COMPACTION_INTERVAL_MS = 15_000;

/**
 * Makes V8 collect garbage whenever the heap has grown by about so many bytes. By default it may grow to four times its live
 * size, as far as the machine has memory; a server that shares its machine should take no more than it needs. A share of the
 * live size, which is what V8 has a setting for, would be too little while caches are empty, and too much when they are full.
 * Call it before any work.
 */
export function limitHeapGrowth(bytes: number): void {
  const adapt = () =>
    setFlagsFromString(`--heap-growing-percent=${growthPercent(bytes, getHeapStatistics().used_heap_size)}`);
  adapt();
  onFullCollection(adapt);
}

/** The same as a share of the live size, in percent. */
export function growthPercent(bytes: number, liveBytes: number): number {
  return Math.min(GROWTH.most, Math.max(GROWTH.least, Math.round((bytes / liveBytes) * 100)));
}

/**
 * Makes V8 compact the heap in one full garbage collection of each interval. By default it does not compact while the
 * process is busy: the heap fragments, and takes twice the memory in the end. A compaction pauses the process for about
 * 70 ms with 80 MB of live objects, twice as long as another full collection.
 */
export function compactHeapPeriodically(intervalMs = COMPACTION_INTERVAL_MS): void {
  onFullCollection(() => setFlagsFromString('--no-compact-on-every-full-gc'));
  setInterval(() => setFlagsFromString('--compact-on-every-full-gc'), intervalMs).unref();
}

function onFullCollection(listener: () => void): void {
  new PerformanceObserver((list) => {
    if (list.getEntries().some(isFullCollection)) listener();
  }).observe({ entryTypes: ['gc'] });
}

/** https://nodejs.org/docs/latest-v20.x/api/perf_hooks.html#performanceentrydetail */
function isFullCollection(entry: PerformanceEntry): boolean {
  return (entry as PerformanceEntry & { detail: { kind: number } }).detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR;
}
