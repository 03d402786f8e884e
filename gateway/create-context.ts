import { performance } from 'node:perf_hooks';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { writeCaller } from '../subgraphs/protocol/caller.js';
import { CALLER_HEADER, REQUEST_ID_HEADER } from '../subgraphs/protocol/headers.js';
import type { GatewayConfig } from './config.js';
import { ClientAbort } from './http/client-abort.js';
import type { Connections } from './http/connections.js';
import type { RequestContext } from './request-context.js';

/** Begins what lives as long as the request; its caller is known by now. */
export function createContext(
  request: FastifyRequest,
  reply: FastifyReply,
  { subgraphSecret, requestTimeoutMs }: GatewayConfig,
  connections: Connections,
): RequestContext {
  const gone = new ClientAbort();
  connections.whenEnded(reply.raw, (wasSent) => wasSent || gone.abort());
  const language = request.headers['accept-language'];
  const { identity, budget } = request;
  // Without a signature it would prove nothing, and strangers need not know.
  const tellCaller = subgraphSecret !== undefined;
  return {
    log: request.log,
    identity,
    budget,
    // None of these but the language is a client's own: whatever else it sends stays here.
    upstreamHeaders: {
      [REQUEST_ID_HEADER]: request.id,
      ...(language !== undefined && { 'accept-language': language }),
      ...(identity && tellCaller && { [CALLER_HEADER]: writeCaller(identity) }),
    },
    gone,
    deadline: performance.now() - reply.elapsedTime + requestTimeoutMs,
    replay: request.replay,
  };
}
