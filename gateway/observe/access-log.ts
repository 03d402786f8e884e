import type { FastifyReply, FastifyRequest } from 'fastify';
import { hashOf } from '../documents/document-store.js';
import { isLive } from '../graphql-document/live-directive.js';
import { HttpError } from '../http/http-error.js';
import { Exchange } from '../live/exchange.js';
import type { GraphRequest } from '../pipeline/exchange.js';
import type { KnownOperation } from '../pipeline/prepare.js';
import type { RequestState } from '../pipeline/request-state.js';

interface AccessLogOptions {
  /** Milliseconds from which on a request is slow; 0 for none. */
  slowMs: number;
  /** What a caller is called, by its id. */
  nameCaller: (id: string) => string;
}

/** What supervisors and balancers ask for every few seconds. */
const HEALTH = /^\/health\//;

/**
 * Writes one line for each request to the graph, by whatever path, at the level info, and another one for a slow one, at the level
 * warn. No line has variables, tokens, addresses of clients or anything of a result; the names of operations are those of
 * documents that were found valid.
 */
export class AccessLog {
  readonly #options: AccessLogOptions;
  readonly #hashes = new WeakMap<KnownOperation, string>();
  /** The codes of requests that were refused before their body was read. */
  readonly #refused = new WeakMap<GraphRequest, string>();

  constructor(options: AccessLogOptions) {
    this.#options = options;
  }

  onRefused(error: unknown, request: GraphRequest): void {
    this.#refused.set(request, error instanceof HttpError ? error.code : 'INTERNAL_SERVER_ERROR');
  }

  /** A request to the graph, or a run of a stream, has its response. */
  onEnded(state: RequestState): void {
    const { request, reply, log, event, operation, steps } = state;
    const ms = Math.round(reply.elapsedTime);
    if (reply instanceof Exchange) {
      const isOneOfMany = event !== undefined || (operation !== undefined && isLive(operation.operation));
      log[isOneOfMany ? 'debug' : 'info'](
        { path: pathOf(request), ms, ...this.#describe(state) },
        'Operation completed',
      );
    }
    const { slowMs } = this.#options;
    if (slowMs === 0 || ms < slowMs || !operation) return;
    const { operation: name, hash } = this.#describe(state);
    log.warn({ operation: name, hash, ms, planMs: steps?.planMs, fetches: steps?.fetches }, 'A request was slow');
  }

  /** A response was sent, of any path. */
  onResponse(request: FastifyRequest, { statusCode: status, elapsedTime }: FastifyReply): void {
    const path = pathOf(request);
    if (HEALTH.test(path)) return;
    const { graphState: state, method } = request;
    const refused = this.#refused.get(request);
    const line = { method, path, status, ms: Math.round(elapsedTime) };
    if (state) request.log.info({ ...line, ...this.#describe(state) }, 'Request completed');
    else if (refused !== undefined) request.log.info({ ...line, codes: [refused] }, 'Request completed');
    else request.log.debug(line, 'Request completed');
  }

  #describe({ operation, text, identity, codes, steps, resultSource }: RequestState) {
    return {
      operation: operation?.operation.name?.value,
      hash: operation && this.#hashOf(operation, text),
      caller: identity ? this.#options.nameCaller(identity.id) : undefined,
      codes: codes.length > 0 ? codes : undefined,
      fetches: resultSource && steps?.count,
      from: resultSource,
    };
  }

  #hashOf(operation: KnownOperation, text: string): string {
    let hash = this.#hashes.get(operation);
    if (hash === undefined) this.#hashes.set(operation, (hash = hashOf(text)));
    return hash;
  }
}

function pathOf({ url }: Pick<GraphRequest, 'url'>): string {
  return url.split('?', 1)[0]!;
}
