import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { ERRORS, LIMIT_NAMES, type LimitName } from '../errors.js';
import { HttpError, limitOf } from '../http/http-error.js';
import type { KnownOperation } from '../pipeline/prepare.js';
import type { RequestState, ResultSource } from '../pipeline/request-state.js';
import type { CallOutcome } from '../upstream/breaker.js';
import type { SubgraphClient } from '../upstream/subgraph-client.js';
import type { Metrics } from '../workers/worker-messages.js';
import { OUTCOMES, outcomeOf, type Outcome } from './outcome.js';

/** What is looked at when the metrics are read. */
export interface Gauges {
  /** As of `Gateway.counters`. */
  counters(): Readonly<Record<string, number>>;
  clients(): Iterable<SubgraphClient>;
  /** Undefined when no result is kept. */
  cache(): CacheFigures | undefined;
  /** Whether what was published last is not what is served. */
  isSupergraphRefused(): boolean;
}

/** Results in memory. */
export interface CacheFigures {
  readonly kept: number;
  readonly bytes: number;
  /** Results that a request found dropped, since the start. */
  readonly dropped: number;
  /** Results that had to make room for others, since the start. */
  readonly evicted: number;
}

/** What is counted of the requests of one operation. */
interface OperationHandles {
  readonly outcomes: Readonly<Record<Outcome, { inc(): void }>>;
  readonly duration: { observe(seconds: number): void };
}

/** The label of all operations that were not published with the supergraph: clients may give theirs any name. */
const OTHER = 'other';
/** Names of operations, over all supergraphs of a process. */
const MAX_OPERATIONS = 300;
/** Codes of errors that our subgraphs send, beside those of the gateway; those of other subgraphs are {@link OTHER}. */
const CODES_OF_SUBGRAPHS = [
  'CONFLICT',
  'RULE_VIOLATED',
  'DRY_RUN',
  'DATABASE_UNAVAILABLE',
  'RESULT_TOO_LARGE',
  'DEADLINE_EXCEEDED',
  'EVENTS_MISSED',
];
const SOURCES: readonly ResultSource[] = ['memory', 'shared', 'subgraphs'];
/** Seconds. */
const REQUEST_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];
const PLAN_BUCKETS = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5];
const MS = 1 / 1_000;

/**
 * The metrics of a gateway, in Prometheus' conventions. The values of each label are bounded: what a client sends becomes none.
 * Handles of all that is counted on a request's way are kept, so that nothing is allocated there.
 */
export class GatewayMetrics {
  readonly #registry = new Registry();
  readonly #requests = this.#counter('citylink_requests_total', 'Requests to the graph, by how they ended.', [
    'operation',
    'outcome',
  ]);
  readonly #durations = this.#histogram(
    'citylink_request_duration_seconds',
    'From the beginning of a request until its response was ready.',
    REQUEST_BUCKETS,
    ['operation'],
  );
  readonly #plans = this.#histogram(
    'citylink_plan_duration_seconds',
    'Planning of operations that had no plan yet.',
    PLAN_BUCKETS,
    [],
  );
  readonly #fetches = this.#histogram(
    'citylink_fetch_duration_seconds',
    'Calls to a subgraph, from the wish to send one to the whole response, with the time in the queue.',
    REQUEST_BUCKETS,
    ['subgraph'],
  );
  readonly #failures = this.#counter('citylink_fetch_failures_total', 'Calls to a subgraph without a response.', [
    'subgraph',
    'reason',
  ]);
  readonly #byName = new Map<string, OperationHandles>();
  readonly #byOperation = new WeakMap<KnownOperation, OperationHandles>();
  readonly #others = this.#handlesOf(OTHER);
  readonly #codes = this.#handles(
    this.#counter('citylink_errors_total', 'Responses with an error, by its code.', ['code']),
    [...Object.keys(ERRORS), ...CODES_OF_SUBGRAPHS, OTHER],
  );
  readonly #limits = this.#handles(
    this.#counter('citylink_limit_hits_total', 'Requests that a limit has refused.', ['limit']),
    LIMIT_NAMES,
  );
  readonly #sources = this.#handles(
    this.#counter('citylink_results_total', 'Results, by where they come from.', ['source']),
    SOURCES,
  );
  readonly #responses = this.#handles(
    this.#counter('citylink_http_responses_total', 'HTTP responses of all paths, by their status.', ['status']),
    ['1xx', '2xx', '3xx', '4xx', '5xx'],
  );

  /** @param gauges looked at when the metrics are read */
  constructor(gauges: Gauges) {
    collectDefaultMetrics({ register: this.#registry });
    this.#addGauges(gauges);
  }

  /** The metrics in Prometheus' text format. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  /** The same, as values that are merged with those of other processes. */
  json(): Promise<Metrics> {
    return this.#registry.getMetricsAsJSON();
  }

  /** A request to the graph has ended, or one run of a stream. */
  onEnded(state: RequestState): void {
    const handles = state.operation ? this.#ofOperation(state) : this.#others;
    handles.outcomes[outcomeOf(state)].inc();
    handles.duration.observe(state.reply.elapsedTime * MS);
    if (state.resultSource) this.#sources.get(state.resultSource)!.inc();
    if (state.limit) this.#limits.get(state.limit)!.inc();
    for (const code of state.codes) (this.#codes.get(code) ?? this.#codes.get(OTHER)!).inc();
  }

  /** A request was refused before its operation was looked at. */
  onRefused(error: unknown): void {
    const code = error instanceof HttpError ? error.code : 'INTERNAL_SERVER_ERROR';
    this.#others.outcomes[outcomeOf({ refusals: [], codes: [code] })].inc();
    this.#codes.get(code)!.inc();
    const limit = limitOf(error);
    if (limit) this.onLimit(limit);
  }

  onLimit(limit: LimitName): void {
    this.#limits.get(limit)!.inc();
  }

  /** @param status of an HTTP response */
  onResponse(status: number): void {
    this.#responses.get(`${Math.floor(status / 100)}xx`)?.inc();
  }

  onPlanned(ms: number): void {
    this.#plans.observe(ms * MS);
  }

  /** What is to be called with each call to a subgraph that has ended. */
  ofSubgraph(name: string): (ms: number, outcome: CallOutcome) => void {
    const duration = this.#fetches.labels(name);
    const failures = {
      timeout: fromZero(this.#failures.labels(name, 'timeout')),
      unreachable: fromZero(this.#failures.labels(name, 'unreachable')),
    };
    return (ms, outcome) => {
      duration.observe(ms * MS);
      if (outcome === 'timeout' || outcome === 'unreachable') failures[outcome].inc();
    };
  }

  #ofOperation({ operation, release, text }: RequestState): OperationHandles {
    let handles = this.#byOperation.get(operation);
    if (!handles) {
      const name = operation.operation.name?.value;
      handles =
        name !== undefined && release.documents.isPersisted(text.trimEnd()) ? this.#handlesOf(name) : this.#others;
      this.#byOperation.set(operation, handles);
    }
    return handles;
  }

  #handlesOf(name: string): OperationHandles {
    const known = this.#byName.get(name);
    if (known) return known;
    if (this.#byName.size >= MAX_OPERATIONS) return this.#others;
    const outcomes = Object.fromEntries(
      OUTCOMES.map((outcome) => [outcome, fromZero(this.#requests.labels(name, outcome))]),
    ) as unknown as OperationHandles['outcomes'];
    const handles = { outcomes, duration: this.#durations.labels(name) };
    this.#byName.set(name, handles);
    return handles;
  }

  /** The handles of a metric by the values of its only label, which all begin with 0. */
  #handles(counter: Counter, values: readonly string[]): ReadonlyMap<string, { inc(): void }> {
    return new Map(values.map((value) => [value, fromZero(counter.labels(value))]));
  }

  #counter(name: string, help: string, labelNames: string[]): Counter {
    return new Counter({ name, help, labelNames, registers: [this.#registry] });
  }

  #histogram(name: string, help: string, buckets: number[], labelNames: string[]): Histogram {
    return new Histogram({ name, help, buckets, labelNames, registers: [this.#registry] });
  }

  #addGauges({ counters, clients, cache, isSupergraphRefused }: Gauges): void {
    const registers = [this.#registry];
    const gauge = (name: string, help: string, read: () => number) =>
      new Gauge({
        name,
        help,
        registers,
        collect: function () {
          this.set(read());
        },
      });
    gauge(
      'citylink_processes',
      'Processes whose metrics these are: several where workers serve at one address.',
      () => 1,
    );
    gauge(
      'citylink_requests_in_flight',
      'Requests to the graph that have no response yet.',
      () => counters()['requestsInFlight']!,
    );
    gauge('citylink_streams', 'Open event streams and WebSockets.', () => counters()['streams']!);
    gauge(
      'citylink_live_queries',
      'Live queries that somebody watches, equal ones once.',
      () => counters()['liveQueries']!,
    );
    gauge('citylink_subscriptions', 'Subscriptions of clients, equal ones once.', () => counters()['subscriptions']!);
    gauge('citylink_supergraph_refused', '1 when what was published last cannot be served.', () =>
      Number(isSupergraphRefused()),
    );
    gauge('citylink_results_kept', 'Results in memory.', () => cache()?.kept ?? 0);
    gauge('citylink_results_kept_bytes', 'Bytes of the results in memory, about.', () => cache()?.bytes ?? 0);
    const total = (name: string, help: string, read: () => number) =>
      new Counter({
        name,
        help,
        registers,
        collect: function () {
          this.reset();
          this.inc(read());
        },
      });
    total(
      'citylink_results_dropped_total',
      'Results in memory that a request found changed.',
      () => cache()?.dropped ?? 0,
    );
    total(
      'citylink_results_evicted_total',
      'Results that were removed from memory to make room.',
      () => cache()?.evicted ?? 0,
    );

    const ofSubgraphs = (name: string, help: string, read: (client: SubgraphClient) => number) =>
      new Gauge({
        name,
        help,
        labelNames: ['subgraph'],
        registers,
        collect: function () {
          this.reset();
          // A subgraph has two clients for a moment when its address changes.
          for (const client of clients()) this.labels(client.name).inc(read(client));
        },
      });
    ofSubgraphs('citylink_breaker_open', '1 while the breaker of a subgraph is open.', ({ isBreakerOpen }) =>
      Number(isBreakerOpen),
    );
    ofSubgraphs(
      'citylink_bulkhead_limit',
      'Calls to a subgraph that may be in flight.',
      ({ concurrency }) => concurrency,
    );
    ofSubgraphs('citylink_bulkhead_in_flight', 'Calls to a subgraph in flight.', (client) => client.usage().inFlight);
    ofSubgraphs(
      'citylink_bulkhead_queued',
      'Calls to a subgraph that wait for one in flight to end.',
      (client) => client.usage().queued,
    );
    ofSubgraphs(
      'citylink_bulkhead_callers',
      'Requests that wait for a call to a subgraph.',
      (client) => client.usage().callers,
    );
    ofSubgraphs(
      'citylink_subgraph_subscriptions',
      'Subscriptions that are open at a subgraph.',
      (client) => client.usage().subscriptions,
    );
  }
}

/** A counter that is there before it counts: a rate would miss its first step. */
function fromZero<C extends { inc(value?: number): void }>(counter: C): C {
  counter.inc(0);
  return counter;
}
