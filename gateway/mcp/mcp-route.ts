import type { FastifyInstance } from 'fastify';
import { isAllowedOrigin, OTHER_ORIGIN } from '../http/allowed-origin.js';
import type { Connections } from '../http/connections.js';
import { HttpError } from '../http/http-error.js';
import { JsonBody } from '../http/json-bodies.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { versionOf } from '../supergraph/published-supergraph.js';
import type { Release } from '../supergraph/release.js';
import { createTools, type OperationTool } from './tools.js';

interface McpOptions {
  releases: { readonly current: Release };
  pipeline: Pipeline;
  connections: Connections;
  /** Origins whose pages may connect, beside our own. */
  corsOrigins: readonly string[];
}

const PATH = '/mcp';

const ONE_MESSAGE = {
  en: 'A request holds one message: batches are not served.',
  th: 'คำขอหนึ่งมีข้อความได้เพียงข้อความเดียว จึงส่งเป็นรายการไม่ได้',
};

/**
 * Serves the named operations to assistants at `POST /mcp`: the Model Context Protocol over streamable HTTP, with a response in JSON to
 * each message. Nothing is kept between two requests, so that any gateway behind a balancer can take each of them.
 *
 * Each request is a request of its caller, and a call of a tool passes the stages of any other operation. Tools that write are there
 * only for a caller with a token.
 */
export function serveMcp(app: FastifyInstance, { releases, pipeline, connections, corsOrigins }: McpOptions): void {
  const known = new WeakMap<Release, Map<string, ReadonlyMap<string, OperationTool>>>();

  app.route({
    method: 'POST',
    url: PATH,
    onRequest: async (request, reply) => {
      if (!isAllowedOrigin(request.headers, corsOrigins)) throw new HttpError('FORBIDDEN', OTHER_ORIGIN);
      request.graphState = await pipeline.admit(request, reply);
    },
    handler: async (request, reply) => {
      const message = request.body instanceof JsonBody ? request.body.value : undefined;
      if (Array.isArray(message)) throw new HttpError('BAD_REQUEST', ONE_MESSAGE);
      // The library takes some hundred milliseconds to load: a gateway that no assistant calls starts without it.
      const { respondToMessage } = await import('./respond-to-message.js');
      const { current: release } = releases;
      const { identity, language } = request.graphState!;
      const { response, body } = await respondToMessage({
        request,
        message,
        tools: toolsOf(release, language, identity !== null),
        schema: release.executor.apiSchema,
        version: versionOf(release.published),
        pipeline,
      });
      if (connections.hasEnded(reply.raw)) return reply.hijack();
      return reply
        .removeHeader('content-type')
        .code(response.status)
        .headers(Object.fromEntries(response.headers))
        .header('cache-control', 'no-store')
        .send(body);
    },
  });

  /** Once for each supergraph, language, and whether the caller may write. */
  function toolsOf(release: Release, language: 'en' | 'th', writes: boolean): ReadonlyMap<string, OperationTool> {
    const ofRelease = known.get(release) ?? new Map<string, ReadonlyMap<string, OperationTool>>();
    known.set(release, ofRelease);
    const tools = ofRelease.get(`${language} ${writes}`) ?? createTools(release, language, writes);
    ofRelease.set(`${language} ${writes}`, tools);
    return tools;
  }
}
