import cors from '@fastify/cors';
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { answerClientError, answerError, answerErrorsInJson } from './json-errors.js';
import { takeJsonBodies } from './json-bodies.js';
import { REQUEST_ID_HEADER } from '../../subgraphs/protocol/headers.js';
import { requestIdOf } from './request-id.js';
import { exemptFromCsrfCheck } from './csrf-exemption.js';

const BODY_LIMIT = 256 * 1024;
/** How long a request may take to arrive, in milliseconds. */
export interface Patience {
  headersMs: number;
  /** All of it. */
  requestMs: number;
  /** How often those are looked for that take longer. */
  checkMs: number;
}

const PATIENCE: Patience = { headersMs: 10_000, requestMs: 15_000, checkMs: 1_000 };
/** Longer than the 60 s after which usual load balancers give up an idle connection, so that they close it first. */
const KEEP_ALIVE_MS = 65_000;

export interface AppOptions {
  log: FastifyBaseLogger;
  /** Origins whose pages may read answers. */
  corsOrigins: readonly string[];
  patience?: Patience;
  /** Whether the server will soon close: its clients are told to come back by another connection, as they are when it does. */
  isLeaving?: () => boolean;
}

/** Makes the HTTP server with everything that holds for all of its paths; it has none yet, and does not listen. */
export async function createApp({
  log,
  corsOrigins,
  patience = PATIENCE,
  isLeaving = () => false,
}: AppOptions): Promise<FastifyInstance> {
  const app: FastifyInstance = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    requestTimeout: patience.requestMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // Node's own answer to a request without a Host has no body.
    http: {
      headersTimeout: patience.headersMs,
      connectionsCheckingInterval: patience.checkMs,
      requireHostHeader: false,
    },
    forceCloseConnections: 'idle',
    // What comes on an open connection while it is closing is answered like all else.
    return503OnClosing: false,
    genReqId: requestIdOf,
    frameworkErrors: answerError,
    clientErrorHandler: answerClientError,
  });

  app.addHook(
    'onRequest',
    async (request, reply) =>
      void reply.header(REQUEST_ID_HEADER, request.id).header('x-content-type-options', 'nosniff'),
  );
  // RFC 9110 section 15.5.2; who sent no token is told no error (RFC 6750 section 3.1).
  app.addHook(
    'onSend',
    async (_request, reply) =>
      void (
        reply.statusCode === 401 &&
        !reply.hasHeader('www-authenticate') &&
        reply.header('www-authenticate', 'Bearer')
      ),
  );
  app.addHook('onSend', async (_request, reply) => void (isLeaving() && reply.header('connection', 'close')));
  app.addHook('onResponse', async (request, reply) => {
    const line = {
      method: request.method,
      path: request.url.split('?', 1)[0],
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    };
    request.log[line.path === '/graphql' ? 'info' : 'debug'](line, 'Answered');
  });

  if (corsOrigins.length > 0)
    await app.register(cors, {
      origin: [...corsOrigins],
      methods: ['GET', 'POST'],
      exposedHeaders: [REQUEST_ID_HEADER, 'ratelimit', 'ratelimit-policy', 'retry-after'],
      maxAge: 600,
    });
  exemptFromCsrfCheck(app, corsOrigins);
  answerErrorsInJson(app);
  takeJsonBodies(app);
  return app;
}
