import { createServer } from 'node:http';
import cors from '@fastify/cors';
import Fastify, {
  LogController,
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { closeStalledConnections, Connections } from './connections.js';
import { sendClientError, sendError, sendErrorsAsJson } from './json-errors.js';
import { parseJsonBodies } from './json-bodies.js';
import { AT_HEADER } from '../../subgraphs/protocol/freshness.js';
import { REQUEST_ID_HEADER } from '../../subgraphs/protocol/headers.js';
import { requestIdOf } from '../../subgraphs/protocol/request-id.js';
import { exemptFromCsrfCheck } from './csrf-exemption.js';
import { firstRanges } from './requested-language.js';

const BODY_LIMIT = 256 * 1024;

/** In milliseconds. */
export interface Timeouts {
  /** Until the headers of a request have arrived. */
  headersMs: number;
  /** Until a request has arrived. */
  requestMs: number;
  /** How often requests are looked for that exceed these two. */
  checkMs: number;
  /** Milliseconds after which a connection is closed when its client takes no bytes of a response. */
  stalledMs: number;
  /** Until a connection without a request is closed. */
  keepAliveMs: number;
}

const TIMEOUTS: Timeouts = {
  headersMs: 10_000,
  requestMs: 15_000,
  checkMs: 1_000,
  stalledMs: 10_000,
  // Longer than the 60 s after which usual load balancers give up an idle connection, so that they close it first.
  keepAliveMs: 65_000,
};

interface AppOptions {
  log: FastifyBaseLogger;
  /** Origins whose pages may read responses. */
  corsOrigins: readonly string[];
  connections?: Connections;
  timeouts?: Partial<Timeouts>;
  /** Called when a response was sent. */
  onResponse?: ((request: FastifyRequest, reply: FastifyReply) => void) | undefined;
  /** True when the server will close soon: its responses then close the connection. */
  isLeaving?: () => boolean;
}

/** Creates the HTTP server with everything that holds for all of its paths. It has no paths yet and does not listen. */
export async function createApp({
  log,
  corsOrigins,
  connections = new Connections(),
  timeouts,
  onResponse,
  isLeaving = () => false,
}: AppOptions): Promise<FastifyInstance> {
  const { headersMs, requestMs, checkMs, stalledMs, keepAliveMs } = { ...TIMEOUTS, ...timeouts };
  const app: FastifyInstance = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    serverFactory: (handle) => {
      const server = createServer(
        {
          headersTimeout: headersMs,
          requestTimeout: requestMs,
          connectionsCheckingInterval: checkMs,
          keepAliveTimeout: keepAliveMs,
          // Node's own response to a request without a Host has no body.
          requireHostHeader: false,
        },
        (request, response) => connections.accept(request, response, handle),
      );
      closeStalledConnections(server, stalledMs);
      return server;
    },
    forceCloseConnections: 'idle',
    // Requests that arrive on an open connection while the server closes are handled like all others.
    return503OnClosing: false,
    genReqId: requestIdOf,
    frameworkErrors: sendError,
    clientErrorHandler: sendClientError,
  });

  // Hooks of every request are not async functions: each would cost a turn of the microtask queue.
  app.addHook('onRequest', (request, reply, done) => {
    void reply.header(REQUEST_ID_HEADER, request.id).header('x-content-type-options', 'nosniff');
    const { headers } = request;
    if (headers['accept-language'] !== undefined) headers['accept-language'] = firstRanges(headers['accept-language']);
    done();
  });
  app.addHook('onSend', (_request, reply, payload, done) => {
    // RFC 9110 section 15.5.2; a request without a token gets no error code (RFC 6750 section 3.1).
    if (reply.statusCode === 401 && !reply.hasHeader('www-authenticate'))
      void reply.header('www-authenticate', 'Bearer');
    if (isLeaving()) void reply.header('connection', 'close');
    done(null, payload);
  });
  app.addHook('onResponse', (request, reply, done) => {
    onResponse?.(request, reply);
    done();
  });

  if (corsOrigins.length > 0)
    await app.register(cors, {
      origin: [...corsOrigins],
      methods: ['GET', 'POST'],
      exposedHeaders: ['age', AT_HEADER, 'etag', REQUEST_ID_HEADER, 'ratelimit', 'ratelimit-policy', 'retry-after'],
      maxAge: 600,
    });
  exemptFromCsrfCheck(app, corsOrigins);
  sendErrorsAsJson(app);
  parseJsonBodies(app);
  return app;
}
