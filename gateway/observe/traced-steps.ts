import { SpanKind, type Span } from '@opentelemetry/api';
import {
  endSpan,
  readTraceparent,
  traceparentOf,
  unsampledTraceparentOf,
  type TraceParent,
  type Tracing,
} from '../../subgraphs/process/tracing.js';
import type { FetchStep, SubgraphFetch } from '../executor/executor.js';
import type { RequestState } from '../pipeline/request-state.js';
import { outcomeOf } from './outcome.js';
import { RequestSteps } from './request-steps.js';

/**
 * Decides once, when a request begins, whether it is traced. A share of the requests is drawn, whatever the ids of their traces are,
 * as clients choose these; a client that does not trace its request is followed. What is not traced has steps as where no traces are
 * told, and the subgraphs are told of no trace but the client's.
 *
 * @param share of the requests, 0 to 1
 */
export function createSteps(tracing: Tracing, share: number, { request }: RequestState): RequestSteps {
  const parent = readTraceparent(request.headers['traceparent']);
  if (parent?.isSampled !== false && Math.random() < share) return new TracedSteps(tracing, request.id, parent);
  return parent ? new UntracedSteps(unsampledTraceparentOf(parent)) : new RequestSteps();
}

/** Passes the trace of a client on, and tells nothing of it. */
class UntracedSteps extends RequestSteps {
  readonly #traceparent: string;

  constructor(traceparent: string) {
    super();
    this.#traceparent = traceparent;
  }

  override fetch(service: string, headers: SubgraphFetch['headers']): FetchStep {
    return super.fetch(service, { ...headers, traceparent: this.#traceparent });
  }
}

/** Tells the steps of a request as spans of its trace, which goes on in the subgraphs. */
class TracedSteps extends RequestSteps {
  readonly #tracing: Tracing;
  readonly #span: Span;

  constructor(tracing: Tracing, id: string, parent: TraceParent | undefined) {
    super();
    this.#tracing = tracing;
    this.#span = tracing.begin('request', {
      kind: SpanKind.SERVER,
      parent,
      attributes: { 'citylink.request_id': id },
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

  override end(state: RequestState): void {
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
