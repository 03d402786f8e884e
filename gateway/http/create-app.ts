import cors from '@fastify/cors';
import Fastify, { LogController, type FastifyBaseLogger, type FastifyInstance } from 'fastify';
import { answerClientError, answerError, answerErrorsInJson } from './json-errors.js';
import { takeJsonBodies } from './json-bodies.js';
import { REQUEST_ID_HEADER, requestIdOf } from './request-id.js';
import { vouchForSameSite } from './same-site.js';

const BODY_LIMIT = 256 * 1024;
const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 15_000;
/** Longer than the 60 s after which usual load balancers give up an idle connection, so that they close it first. */
const KEEP_ALIVE_MS = 65_000;

export interface AppOptions {
  log: FastifyBaseLogger;
  /** Origins whose pages may read answers. */
  corsOrigins: readonly string[];
}

/** Makes the HTTP server with everything that holds for all of its paths; it has none yet, and does not listen. */
export async function createApp({ log, corsOrigins }: AppOptions): Promise<FastifyInstance> {
  const app: FastifyInstance = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT_MS,
    keepAliveTimeout: KEEP_ALIVE_MS,
    // Node's own answer to a request without a Host has no body.
    http: { headersTimeout: HEADERS_TIMEOUT_MS, requireHostHeader: false },
    forceCloseConnections: 'idle',
    genReqId: requestIdOf,
    frameworkErrors: answerError,
    clientErrorHandler: answerClientError,
  });

  let isClosing = false;
  app.addHook('preClose', async () => void (isClosing = true));
  app.addHook('onRequest', async (request, reply) => void reply.header(REQUEST_ID_HEADER, request.id).header('x-content-type-options', 'nosniff'));
  // RFC 9110 section 15.5.2; who sent no token is told no error (RFC 6750 section 3.1).
  app.addHook('onSend', async (_request, reply) => void (reply.statusCode === 401 && !reply.hasHeader('www-authenticate') && reply.header('www-authenticate', 'Bearer')));
  app.addHook('onSend', async (_request, reply) => void (isClosing && reply.header('connection', 'close')));
  app.addHook('onResponse', async (request, reply) => {
    const line = { method: request.method, path: request.url.split('?', 1)[0], status: reply.statusCode, ms: Math.round(reply.elapsedTime) };
    request.log[line.path === '/graphql' ? 'info' : 'debug'](line, 'Answered');
  });

  if (corsOrigins.length > 0) await app.register(cors, { origin: [...corsOrigins], methods: ['GET', 'POST'], exposedHeaders: [REQUEST_ID_HEADER], maxAge: 600 });
  vouchForSameSite(app, corsOrigins);
  answerErrorsInJson(app);
  takeJsonBodies(app);
  return app;
}
