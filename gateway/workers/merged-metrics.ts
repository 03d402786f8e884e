import { AggregatorRegistry } from 'prom-client';
import type { Metrics } from './worker-messages.js';

/** The metrics of all workers as one, with those of workers that have ended: no counter goes down when a worker is replaced. */
export class MergedMetrics {
  /** Counters and histograms of workers that have ended; of several, once they are merged. */
  #ended: Metrics[] = [];

  /** @param metrics the last that are known of a worker that has ended */
  async keep(metrics: Metrics): Promise<void> {
    const counted = metrics.filter(({ type }) => ['counter', 'histogram'].includes(String(type)));
    const all = (this.#ended = [...this.#ended, counted]);
    const merged = await AggregatorRegistry.aggregate(all).getMetricsAsJSON();
    // Others may have ended meanwhile.
    this.#ended = [merged, ...this.#ended.slice(all.length)];
  }

  /** In Prometheus' text format. */
  text(ofWorkers: readonly Metrics[]): Promise<string> {
    return AggregatorRegistry.aggregate([...ofWorkers, ...this.#ended]).metrics();
  }
}
