import { SpanKind, type Span } from '@opentelemetry/api';
import {
  endSpan,
  readTraceparent,
  traceparentOf,
  Tracing,
  type TracingConfig,
  type TracingLog,
} from '../../process/tracing.js';
import type { EndedCommand } from '../database/database.js';

/** Transactions of which commands may come. */
const MAX_SESSIONS = 1_000;

/** Tells the requests of a subgraph and the commands of its database as spans of the traces that the gateway has begun. */
export class SubgraphTracing {
  readonly #tracing: Tracing;
  readonly #subgraph: string;
  readonly #spans = new WeakMap<object, Span>();
  /** The comments of operations by the sessions of their transactions. */
  readonly #sessions = new Map<string, string>();

  constructor(subgraph: string, { endpoint }: TracingConfig, log: TracingLog) {
    this.#subgraph = subgraph;
    this.#tracing = new Tracing({ endpoint, service: `citylink-${subgraph}`, log });
  }

  /**
   * A request begins.
   *
   * @param traceparent the header of that name
   * @returns the comment of the commands that belong to it; undefined when it is not traced
   */
  begin(request: object, traceparent: string): string | undefined {
    const parent = readTraceparent(traceparent);
    if (!parent?.isSampled) return undefined;
    const span = this.#tracing.begin(`subgraph ${this.#subgraph}`, { kind: SpanKind.SERVER, parent });
    this.#spans.set(request, span);
    return traceparentOf(span);
  }

  /** It has its response. */
  end(request: object, status: number): void {
    const span = this.#spans.get(request);
    if (span) endSpan(span, status >= 400 ? String(status) : undefined);
  }

  /** The commands of a session belong to an operation. */
  onTransaction(session: string, comment: string): void {
    this.#sessions.set(session, comment);
    if (this.#sessions.size > MAX_SESSIONS) this.#sessions.delete(this.#sessions.keys().next().value!);
  }

  onCommand({ name, collection, ms, isFailed, comment, session }: EndedCommand): void {
    const marked = comment ?? (session === undefined ? undefined : this.#sessions.get(session));
    const parent = readTraceparent(marked);
    if (!parent) return;
    const now = Date.now();
    const attributes = {
      'db.system.name': 'mongodb',
      'db.operation.name': name,
      ...(collection !== undefined && { 'db.collection.name': collection }),
    };
    const title = collection === undefined ? name : `${name} ${collection}`;
    const span = this.#tracing.begin(title, { kind: SpanKind.CLIENT, parent, attributes, startTime: now - ms });
    endSpan(span, isFailed ? 'failed' : undefined, now);
    if (name === 'commitTransaction' || name === 'abortTransaction') this.#sessions.delete(session!);
  }

  close(): Promise<void> {
    return this.#tracing.close();
  }
}
