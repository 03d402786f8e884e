import {
  ROOT_CONTEXT,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Attributes,
  type Span,
  type SpanKind,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  BasicTracerProvider,
  BatchSpanProcessor,
  ParentBasedSampler,
  SamplingDecision,
  type Sampler,
} from '@opentelemetry/sdk-trace-node';

export interface TracingConfig {
  /** Of a receiver of OTLP over HTTP, such as `http://127.0.0.1:4318`. */
  readonly endpoint: string;
  /** Of all traces, 0 to 1. */
  readonly share: number;
}

interface TracingOptions extends TracingConfig {
  /** What the process is called in traces. */
  service: string;
  /** Whether it decides which traces are told; otherwise whoever sends it a request has decided. */
  decides: boolean;
  log: TracingLog;
}

/** The part of a log that traces need. */
export interface TracingLog {
  warn(details: object, message: string): void;
  info(message: string): void;
}

interface SpanOptions {
  kind: SpanKind;
  /** A span of this process, or the header `traceparent` of whoever asks. */
  parent: Span | string | undefined;
  attributes?: Attributes;
  /** Milliseconds since 1970; now when absent. */
  startTime?: number;
}

/** https://www.w3.org/TR/trace-context/#traceparent-header */
const TRACEPARENT = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

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

/** Writes the spans of a process and sends them to a receiver, by OpenTelemetry. Import it only where traces are told. */
export class Tracing {
  readonly #provider: BasicTracerProvider;
  readonly #tracer;

  constructor({ service, endpoint, share, decides, log }: TracingOptions) {
    const url = `${endpoint.replace(/\/$/, '')}/v1/traces`;
    const own = resourceFromAttributes({ 'service.name': service });
    this.#provider = new BasicTracerProvider({
      // By OTEL_RESOURCE_ATTRIBUTES, networks and machines are told apart.
      resource: own.merge(detectResources({ detectors: [envDetector] })),
      sampler: decides ? samplerOf(share) : new ParentBasedSampler({ root: new AlwaysOffSampler() }),
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
  const { traceId, spanId, traceFlags } = span.spanContext();
  return `00-${traceId}-${spanId}-0${traceFlags & TraceFlags.SAMPLED}`;
}

/** Ends a span; one with a code has failed. */
export function endSpan(span: Span, code?: string, endTime?: number): void {
  if (code !== undefined) span.setAttribute('error.type', code).setStatus({ code: SpanStatusCode.ERROR });
  span.end(endTime);
}

/** Draws a share of the requests. The ids of their traces decide nothing: clients choose these. */
function samplerOf(share: number): Sampler {
  const root: Sampler = {
    shouldSample: () => ({
      decision: Math.random() < share ? SamplingDecision.RECORD_AND_SAMPLED : SamplingDecision.NOT_RECORD,
    }),
  };
  return new ParentBasedSampler({ root, remoteParentSampled: root, remoteParentNotSampled: root });
}

function contextOf(parent: Span | string | undefined) {
  if (parent === undefined) return ROOT_CONTEXT;
  if (typeof parent !== 'string') return trace.setSpan(ROOT_CONTEXT, parent);
  const [, traceId = '', spanId = '', flags = ''] = TRACEPARENT.exec(parent) ?? [];
  const context = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & TraceFlags.SAMPLED, isRemote: true };
  return trace.setSpanContext(ROOT_CONTEXT, context);
}
