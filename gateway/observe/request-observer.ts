import type { FastifyReply, FastifyRequest } from 'fastify';
import type { GraphRequest } from '../pipeline/exchange.js';
import type { RequestMeter } from '../pipeline/pipeline.js';
import type { RequestState } from '../pipeline/request-state.js';
import type { AccessLog } from './access-log.js';
import type { GatewayMetrics } from './gateway-metrics.js';
import { RequestSteps } from './request-steps.js';

/** Tells all who want to know how requests begin and end. */
export class RequestObserver implements RequestMeter {
  /**
   * @param metrics undefined when none are served
   * @param createSteps tells the steps of some of the requests as traces; absent where no traces are told
   */
  constructor(
    private readonly log: AccessLog,
    private readonly metrics: GatewayMetrics | undefined,
    private readonly createSteps: (state: RequestState) => RequestSteps = () => new RequestSteps(),
  ) {}

  onBegun(state: RequestState): void {
    state.steps = this.createSteps(state);
  }

  onEnded(state: RequestState): void {
    this.metrics?.onEnded(state);
    (state.steps as RequestSteps | undefined)?.end(state);
    this.log.onEnded(state);
  }

  onRefused(error: unknown, request: GraphRequest): void {
    this.metrics?.onRefused(error);
    this.log.onRefused(error, request);
  }

  /** A response was sent, of any path. */
  onResponse(request: FastifyRequest, reply: FastifyReply): void {
    this.metrics?.onResponse(reply.statusCode);
    this.log.onResponse(request, reply);
  }
}
