import { randomBytes } from 'node:crypto';
import {
  ROOT_CONTEXT,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Attributes,
  type Span,
  type SpanContext,
  type SpanKind,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { AlwaysOnSampler, BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-node';

export interface TracingConfig {
  /** Of a receiver of OTLP over HTTP, such as `http://127.0.0.1:4318`. */
  readonly endpoint: string;
  /** Of all traces, 0 to 1. */
  readonly share: number;
}

interface TracingOptions extends Pick<TracingConfig, 'endpoint'> {
  /** What the process is called in traces. */
  service: string;
  log: TracingLog;
}

/** The part of a log that traces need. */
export interface TracingLog {
  warn(details: object, message: string): void;
  info(message: string): void;
}

interface SpanOptions {
  kind: SpanKind;
  /** A span of this process, or that of whoever asks. */
  parent: Span | TraceParent | undefined;
  attributes?: Attributes;
  /** Milliseconds since 1970; now when absent. */
  startTime?: number;
}

/** The span of another process which asks this one. */
export interface TraceParent extends SpanContext {
  readonly isSampled: boolean;
}

/** https://www.w3.org/TR/trace-context/#traceparent-header */
const TRACEPARENT = /^00-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})$/;

/** Milliseconds for which spans are sent, again and again where the receiver does not respond; a shutdown waits for them. */
const EXPORT_MS = 2_000;

/** Sends spans, and says when it cannot, which OpenTelemetry does not. */
class TellingExporter extends OTLPTraceExporter {
  readonly #log: TracingLog;
  #isFailing = false;

  constructor(url: string, log: TracingLog) {
    super({ url, timeoutMillis: EXPORT_MS });
    this.#log = log;
  }

  override export(...[spans, done]: Parameters<OTLPTraceExporter['export']>): void {
    super.export(spans, (result) => {
      const { error } = result;
      if (error && !this.#isFailing)
        this.#log.warn({ err: error }, 'Traces cannot be sent: they are lost until the receiver takes them');
      if (!error && this.#isFailing) this.#log.info('Traces are sent again');
      this.#isFailing = error !== undefined;
      done(result);
    });
  }
}

/**
 * Writes the spans of a process and sends them to a receiver, by OpenTelemetry. All that are begun are sent: whether a request is
 * traced is decided before, as a span that is not sent costs nearly as much. Import it only where traces are told.
 */
export class Tracing {
  readonly #provider: BasicTracerProvider;
  readonly #tracer;

  constructor({ service, endpoint, log }: TracingOptions) {
    const url = `${endpoint.replace(/\/$/, '')}/v1/traces`;
    const own = resourceFromAttributes({ 'service.name': service });
    this.#provider = new BasicTracerProvider({
      // By OTEL_RESOURCE_ATTRIBUTES, networks and machines are told apart.
      resource: own.merge(detectResources({ detectors: [envDetector] })),
      sampler: new AlwaysOnSampler(),
      spanProcessors: [new BatchSpanProcessor(new TellingExporter(url, log))],
    });
    this.#tracer = this.#provider.getTracer('citylink');
  }

  begin(name: string, { parent, ...options }: SpanOptions): Span {
    return this.#tracer.startSpan(name, options, contextOf(parent));
  }

  /** Sends what was not sent yet. */
  async close(): Promise<void> {
    await this.#provider.shutdown().catch(() => undefined);
  }
}

/** The header by which whoever is asked goes on with the trace. */
export function traceparentOf(span: Span): string {
  const { traceId, spanId } = span.spanContext();
  return `00-${traceId}-${spanId}-01`;
}

/**
 * The header by which the trace of whoever asks goes on where this process tells nothing of it. The id of the parent is a new one
 * where the flag changes: https://www.w3.org/TR/trace-context/#mutating-the-traceparent-field
 */
export function unsampledTraceparentOf({ traceId, spanId, isSampled }: TraceParent): string {
  return `00-${traceId}-${isSampled ? randomBytes(8).toString('hex') : spanId}-00`;
}

/** Ends a span; one with a code has failed. */
export function endSpan(span: Span, code?: string, endTime?: number): void {
  if (code !== undefined) span.setAttribute('error.type', code).setStatus({ code: SpanStatusCode.ERROR });
  span.end(endTime);
}

/**
 * Reads the header `traceparent`.
 *
 * @returns undefined where there is none, or one that is not valid: it is to be ignored
 */
export function readTraceparent(header: string | readonly string[] | undefined): TraceParent | undefined {
  if (typeof header !== 'string') return undefined;
  const [, traceId, spanId, flags] = TRACEPARENT.exec(header) ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return undefined;
  const traceFlags = Number.parseInt(flags, 16) & TraceFlags.SAMPLED;
  return { traceId, spanId, traceFlags, isRemote: true, isSampled: traceFlags === TraceFlags.SAMPLED };
}

function contextOf(parent: Span | TraceParent | undefined) {
  if (parent === undefined) return ROOT_CONTEXT;
  return 'isSampled' in parent ? trace.setSpanContext(ROOT_CONTEXT, parent) : trace.setSpan(ROOT_CONTEXT, parent);
}
