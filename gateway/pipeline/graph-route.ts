import { performance } from 'node:perf_hooks';
import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GatewayConfig } from '../config.js';
import { csvResponse, prefersCsv, type CsvQuery } from '../exports/csv-response.js';
import type { CacheProxies } from '../cache/cache-proxies.js';
import { createCompression, createCompressOnce } from '../http/compression.js';
import type { Connections } from '../http/connections.js';
import { addEtag } from '../http/etag.js';
import { MultipartBody } from '../http/multipart-body.js';
import { isSafeMethod } from '../http/safe-method.js';
import type { Pipeline } from './pipeline.js';
import { isBatch, respondToBatch } from './respond-to-batch.js';
import { respondTo, type AddressParameters } from './respond-to.js';
import type { RequestState } from './request-state.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Between the handlers of the graph's route, which alone read it. */
    graphState: RequestState | null;
  }
}

interface GraphRouteOptions {
  url: string;
  pipeline: Pipeline;
  connections: Connections;
  compression: GatewayConfig['responseCompression'];
  /** Undefined when there are none. */
  proxies: CacheProxies | undefined;
  /** Whether clients may have a result as CSV. */
  exports: boolean;
  /** Whether a request may have several operations. */
  batching: boolean;
}

/** Adds the graph's route to the HTTP server. */
export function serveGraph(
  app: FastifyInstance,
  { url, pipeline, connections, compression, proxies, exports, batching }: GraphRouteOptions,
): void {
  app.decorateRequest('graphState', null);
  app.route({
    method: ['GET', 'POST'],
    url,
    onRequest: async (request, reply) => void (request.graphState = await pipeline.admit(request, reply)),
    handler: async (request, reply) => {
      const state = request.graphState!;
      if (batching && isBatch(request.body)) {
        const body = await respondToBatch(pipeline, connections, request, reply);
        return connections.hasEnded(reply.raw) ? reply.hijack() : body;
      }
      if (exports && prefersCsv(request.headers.accept)) return respondInCsv(pipeline, connections, request, reply);
      const takesParts = request.method !== 'HEAD' && request.headers.accept?.includes('multipart/mixed');
      const body = await (takesParts ? respondInParts(pipeline, state) : pipeline.respond(state));
      if (proxies) tellProxy(state, body, proxies);
      // A response that is queued behind others of a connection that has ended would be kept.
      return connections.hasEnded(reply.raw) ? reply.hijack() : body;
    },
    onSend: [addEtag, refundUnchanged, createCompression(compression, createCompressOnce())],
  });
}

async function respondInCsv(
  pipeline: Pipeline,
  connections: Connections,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Buffer | Readable | FastifyReply> {
  const query = request.query as CsvQuery;
  const body = await respondTo(pipeline, request, request.query as AddressParameters);
  return connections.hasEnded(reply.raw) ? reply.hijack() : csvResponse(request, reply, body, { query });
}

/** The body of the response, or one whose parts are sent while the operation runs. */
async function respondInParts(pipeline: Pipeline, state: RequestState): Promise<Buffer | MultipartBody> {
  let body: MultipartBody | undefined;
  const begun = new Promise<MultipartBody>((resolve) => {
    state.beginParts = () => {
      body = new MultipartBody();
      resolve(body);
      return body;
    };
  });
  const whole = pipeline.respond(state);
  whole.then(
    (last) => body?.endWith(last),
    (error: Error) => body?.destroy(error),
  );
  return Promise.race([begun, whole]);
}

/** A 304 costs half of what the same response costs with its body. */
export async function refundUnchanged({ graphState }: FastifyRequest, { statusCode }: FastifyReply): Promise<void> {
  if (statusCode === 304) graphState?.budget?.refundUnchanged();
}

/** Tells a proxy what a response was read from, where it is the same for everybody who sends no token, now and until that changes. */
function tellProxy(
  { request, reply, identity, kept }: RequestState,
  body: Buffer | MultipartBody,
  proxies: CacheProxies,
): void {
  if (!isSafeMethod(request.method) || !proxies.isProxy(request.raw.socket.remoteAddress)) return;
  const isPublic = kept?.isShared && identity === null && request.headers.authorization === undefined;
  // A response with errors or extensions has other bytes than its result.
  if (isPublic && body === kept.result.json && kept.holds(performance.now()))
    void reply.headers(proxies.headersOf(kept));
}
