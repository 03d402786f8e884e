import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { EndedCommand } from '../database/database.js';

/** What is called with each command of one name that has ended. */
interface CommandHandles {
  readonly duration: { observe(seconds: number): void };
  readonly failures: { inc(): void };
}

/** Commands that a subgraph sends; the driver's own, and those of scripts, are `other`. */
const COMMANDS = [
  'find',
  'getMore',
  'aggregate',
  'count',
  'distinct',
  'insert',
  'update',
  'delete',
  'findAndModify',
  'commitTransaction',
  'abortTransaction',
];
const OTHER = 'other';
/** Seconds. */
const BUCKETS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];
const MS = 1 / 1_000;

/** The metrics of a subgraph's process, in Prometheus' conventions; each has the label `subgraph`. */
export class SubgraphMetrics {
  readonly #registry = new Registry();
  readonly #requests;
  readonly #refused;
  readonly #commands: ReadonlyMap<string, CommandHandles>;

  /** @param isUp whether the database can be reached */
  constructor(subgraph: string, isUp: () => boolean) {
    const registers = [this.#registry];
    this.#registry.setDefaultLabels({ subgraph });
    collectDefaultMetrics({ register: this.#registry });
    this.#requests = new Histogram({
      name: 'citylink_subgraph_request_duration_seconds',
      help: 'Signed requests to the graph but event streams, from their beginning to the end of the response.',
      buckets: BUCKETS,
      registers,
    });
    this.#refused = new Counter({
      name: 'citylink_subgraph_refused_total',
      help: 'Requests that were not signed as they must.',
      registers,
    });
    const durations = new Histogram({
      name: 'citylink_database_command_duration_seconds',
      help: 'Commands of the database, but those of the change stream.',
      buckets: BUCKETS,
      labelNames: ['command'],
      registers,
    });
    const failures = new Counter({
      name: 'citylink_database_command_failures_total',
      help: 'Commands of the database that have failed.',
      labelNames: ['command'],
      registers,
    });
    this.#commands = new Map(
      [...COMMANDS, OTHER].map((command) => {
        const handles = { duration: durations.labels(command), failures: failures.labels(command) };
        failures.labels(command).inc(0);
        return [command, handles];
      }),
    );
    new Gauge({ name: 'citylink_processes', help: 'Processes whose metrics these are.', registers }).set(1);
    new Gauge({
      name: 'citylink_database_up',
      help: '1 while the database can be reached.',
      registers,
      collect() {
        this.set(Number(isUp()));
      },
    });
  }

  /** The metrics in Prometheus' text format. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  onCommand({ name, ms, isFailed }: EndedCommand): void {
    const { duration, failures } = this.#commands.get(name) ?? this.#commands.get(OTHER)!;
    duration.observe(ms * MS);
    if (isFailed) failures.inc();
  }

  /** A request to the graph has its response, or whoever has sent it waits no more. */
  onResponse(ms: number): void {
    this.#requests.observe(ms * MS);
  }

  /** A request to the graph, or for changes, was not signed as it must. */
  onRefused(): void {
    this.#refused.inc();
  }
}
