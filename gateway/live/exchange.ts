import { EventEmitter } from 'node:events';
import type { IncomingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { FastifyBaseLogger, FastifyRequest } from 'fastify';
import type { Connections, ResponseLike } from '../http/connections.js';
import type { JsonBody } from '../http/json-bodies.js';
import type { GraphReply, GraphRequest } from '../pipeline/exchange.js';

/** Who opened a stream, or sends several operations in a request, as the request told. */
export interface StreamClient {
  /** The request's id. */
  readonly id: string;
  readonly headers: IncomingHttpHeaders;
  /** The values of `Authorization`, of which there may be one. */
  readonly authorization: readonly string[];
  readonly socket: Socket;
  readonly log: FastifyBaseLogger;
}

/** The one who opened a stream by a request. */
export function streamClientOf(request: FastifyRequest): StreamClient {
  return { ...clientOf(request), headers: headersOfStream(request.headers) };
}

/** A browser opens a stream with `cache-control: no-cache`, which is meant for the stream and not for its operations. */
export function headersOfStream({ 'cache-control': _control, pragma: _pragma, ...others }: IncomingHttpHeaders) {
  return others;
}

/** The one who sent a request. */
export function clientOf({ id, headers, raw, log }: FastifyRequest): StreamClient {
  return {
    id,
    headers: { ...headers },
    authorization: raw.headersDistinct['authorization'] ?? [],
    socket: raw.socket,
    log,
  };
}

/** One run of an operation that has no request of its own, as the pipeline takes it: its request, and the reply, which nobody sends. */
export class Exchange implements GraphReply {
  readonly request: GraphRequest;
  readonly raw: ResponseLike & EventEmitter;
  readonly #startedAt: number;
  readonly #connections: Connections;
  #hasEnded = false;

  /** @param elapsedMs milliseconds of the operation's time that are over */
  constructor(client: StreamClient, body: JsonBody, connections: Connections, elapsedMs = 0) {
    this.#startedAt = performance.now() - elapsedMs;
    const { id, socket, log, authorization } = client;
    const headers = headersOf(client);
    const headersDistinct = { authorization: [...authorization] };
    this.request = {
      id,
      log,
      method: 'POST',
      url: '/graphql',
      headers,
      body,
      query: {},
      raw: { headers, socket, headersDistinct: authorization.length > 0 ? headersDistinct : {} },
    };
    const isEnded = () => this.#hasEnded;
    this.raw = Object.assign(new EventEmitter(), {
      socket,
      get writableEnded() {
        return isEnded();
      },
      get writableFinished() {
        return isEnded();
      },
    }) as unknown as ResponseLike & EventEmitter;
    this.#connections = connections;
    connections.begin(this.raw);
  }

  get elapsedTime(): number {
    return performance.now() - this.#startedAt;
  }

  /** The result is there. */
  end(): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.raw.emit('prefinish');
    this.#connections.end(this.raw);
  }

  /** Nobody waits for the result any more. */
  abort(): void {
    this.#connections.end(this.raw);
    this.raw.removeAllListeners();
  }

  code(): this {
    return this;
  }

  header(): this {
    return this;
  }

  headers(): this {
    return this;
  }
}

/** A page of another site cannot have sent it: the origin is checked where a stream is opened. */
function headersOf({ headers }: StreamClient): IncomingHttpHeaders {
  return { ...headers, 'content-type': 'application/json', accept: 'application/graphql-response+json' };
}
