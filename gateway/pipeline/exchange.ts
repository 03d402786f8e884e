import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';
import type { ResponseLike } from '../http/connections.js';

/** What the stages read of a request: one of HTTP, or an operation of a stream (`live/`). */
export interface GraphRequest extends Pick<
  FastifyRequest,
  'id' | 'method' | 'url' | 'headers' | 'body' | 'query' | 'log'
> {
  readonly raw: Pick<IncomingMessage, 'headers' | 'headersDistinct' | 'socket'>;
}

/** What they write to its reply. */
export interface GraphReply {
  readonly raw: ResponseLike;
  /** Milliseconds since the request arrived. */
  readonly elapsedTime: number;
  code(status: number): GraphReply;
  header(name: string, value: string | number): GraphReply;
  headers(values: Readonly<Record<string, string>>): GraphReply;
}
