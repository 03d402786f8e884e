import { AggregatorRegistry } from 'prom-client';
import type { Metrics } from './worker-messages.js';

/** Of the event loop, the worst worker says more than a mean, which hides one that is blocked. */
const OF_THE_WORST = /^nodejs_eventloop_lag_(?!min_)/;

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
    const present = ofWorkers.map((metrics) =>
      metrics.map((metric) => (OF_THE_WORST.test(metric.name) ? { ...metric, aggregator: 'max' as const } : metric)),
    );
    return AggregatorRegistry.aggregate([...present, ...this.#ended]).metrics();
  }
}
