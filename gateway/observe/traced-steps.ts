import { SpanKind, type Span } from '@opentelemetry/api';
import { endSpan, traceparentOf, type Tracing } from '../../subgraphs/process/tracing.js';
import type { FetchStep, SubgraphFetch } from '../executor/executor.js';
import type { RequestState } from '../pipeline/request-state.js';
import { outcomeOf } from './outcome.js';
import { RequestSteps } from './request-steps.js';

/** Tells the steps of a request as spans of its trace, which goes on in the subgraphs. */
export class TracedSteps extends RequestSteps {
  readonly #tracing: Tracing;
  readonly #span: Span;

  constructor(tracing: Tracing, { request }: RequestState) {
    super();
    const { traceparent } = request.headers;
    this.#tracing = tracing;
    this.#span = tracing.begin('request', {
      kind: SpanKind.SERVER,
      parent: typeof traceparent === 'string' ? traceparent : undefined,
      attributes: { 'citylink.request_id': request.id },
    });
  }

  override plan(): () => void {
    const end = super.plan();
    const span = this.#tracing.begin('plan', { kind: SpanKind.INTERNAL, parent: this.#span });
    return () => {
      end();
      span.end();
    };
  }

  override fetch(service: string, headers: SubgraphFetch['headers']): FetchStep {
    const step = super.fetch(service, headers);
    // Without a trace, a subgraph does nothing for one.
    if (!this.#span.isRecording()) return step;
    const attributes = { 'citylink.subgraph': service };
    const span = this.#tracing.begin(`fetch ${service}`, { kind: SpanKind.CLIENT, parent: this.#span, attributes });
    return {
      headers: { ...headers, traceparent: traceparentOf(span) },
      end(code) {
        step.end(code);
        endSpan(span, code);
      },
    };
  }

  /** The response is ready. */
  end(state: RequestState): void {
    if (!this.#span.isRecording()) return;
    const { operation, codes, resultSource } = state;
    if (operation) {
      const { operation: type, name } = operation.operation;
      this.#span.updateName(name ? `${type} ${name.value}` : type);
      this.#span.setAttributes({
        'graphql.operation.type': type,
        ...(name && { 'graphql.operation.name': name.value }),
      });
    }
    if (resultSource) this.#span.setAttribute('citylink.from', resultSource);
    const outcome = outcomeOf(state);
    this.#span.setAttribute('citylink.outcome', outcome);
    endSpan(this.#span, outcome === 'failed' || outcome === 'partial' ? codes.join(' ') : undefined);
  }
}
