import type { FastifyReply, FastifyRequest } from 'fastify';
import { hashOf } from '../documents/document-store.js';
import { ERRORS } from '../errors.js';
import { isLive } from '../graphql-document/live-directive.js';
import type { Connections } from '../http/connections.js';
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
  /** Report the responses that nobody has taken. */
  connections: Connections;
}

/** The status in the line of a request whose client has disconnected, and which has no response. */
const LOST = ERRORS.CLIENT_CLOSED_REQUEST.status;
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
    } else
      this.#options.connections.whenEnded(reply.raw, (wasSent) => {
        if (!wasSent) this.#writeLine(state, request.method, pathOf(request), LOST, reply.elapsedTime);
      });
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
    if (state) return this.#writeLine(state, method, path, status, elapsedTime);
    const line = { method, path, status, ms: Math.round(elapsedTime) };
    if (refused !== undefined) request.log.info({ ...line, codes: [refused] }, 'Request completed');
    else request.log.debug(line, 'Request completed');
  }

  #writeLine(state: RequestState, method: string, path: string, status: number, ms: number): void {
    state.log.info({ method, path, status, ms: Math.round(ms), ...this.#describe(state) }, 'Request completed');
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
