import { STATUS_CODES } from 'node:http';
import type { ConnectionError, FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Socket } from 'node:net';
import { errorBody, ERRORS, type ErrorCode } from '../errors.js';
import { HttpError } from './http-error.js';

/** The codes of Fastify's own errors by their status; those of other statuses below 500 are BAD_REQUEST. */
const CODE_OF_STATUS: Record<number, ErrorCode> = {
  404: 'NOT_FOUND',
  408: 'REQUEST_TIMEOUT',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  431: 'HEADERS_TOO_LARGE',
};

const METHODS = ['GET', 'HEAD', 'POST'] as const;

/** Sends every error as JSON in the form of a GraphQL result: wrong paths and methods, and every thrown error. */
export function sendErrorsAsJson(app: FastifyInstance): void {
  // hasRoute finds a path with parameters by its pattern only.
  const patterns = new Map<string, RegExp>();
  app.addHook('onRoute', ({ url }) => {
    if (url.includes(':')) patterns.set(url, new RegExp(`^${url.replaceAll(/:\w+/g, '[^/]+')}$`));
  });
  // In this hook, so that a wrong path is refused before the body is read.
  app.addHook('onRequest', (request, reply, done) => done(findAddressError(app, patterns, request, reply)));
  app.setNotFoundHandler((request, reply) =>
    reply.status(404).send(errorBody('NOT_FOUND', request.headers['accept-language'])),
  );
  app.setErrorHandler(sendError);
}

/** @param patterns of the paths that have parameters, by their routes */
function findAddressError(
  app: FastifyInstance,
  patterns: ReadonlyMap<string, RegExp>,
  request: FastifyRequest,
  reply: FastifyReply,
): HttpError | undefined {
  if (request.is404) return wrongPlace(app, patterns, request, reply);
  // Health checks in HTTP/1.0 send no Host, and need none.
  if (request.raw.httpVersion === '1.0') request.raw.headers.host ??= 'localhost';
  // RFC 9112 section 3.2: a server must refuse a request with more than one Host. Node keeps the first of them.
  if (hasSeveralHosts(request.raw.rawHeaders))
    return new HttpError('BAD_REQUEST', {
      en: 'The request has more than one Host header.',
      th: 'คำขอมีส่วนหัว Host มากกว่าหนึ่งรายการ',
    });
  // The stages behind this one build an address of these two.
  const { url, host } = request;
  if (!(PLAIN_URL.test(url) && PLAIN_HOST.test(host)) && !URL.canParse(url, `http://${host}/`))
    return new HttpError('BAD_REQUEST', {
      en: 'The address or the Host header is not valid.',
      th: 'ที่อยู่หรือส่วนหัว Host ไม่ถูกต้อง',
    });
  return undefined;
}

/** Always valid; anything else is parsed, which costs more. */
const PLAIN_URL = /^\/(?!\/)[\w./~-]{0,100}$/;
const PLAIN_HOST = /^(?:(?!xn--)[a-z][a-z\d-]{0,62}|127\.0\.0\.1)(?::[1-5]?\d{1,4})?$/;

/** @param rawHeaders names and values alternately */
function hasSeveralHosts(rawHeaders: readonly string[]): boolean {
  let hosts = 0;
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = rawHeaders[index]!;
    if (name.length === 4 && name.toLowerCase() === 'host') hosts += 1;
  }
  return hosts > 1;
}

/** Sends the response for an error of Fastify or of a handler, also for one that occurs before any route is found. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
  const status = (error as Partial<FastifyError>).statusCode ?? 500;
  const language = request.headers['accept-language'];
  if (error instanceof HttpError)
    return void reply
      .status(status)
      .headers(error.headers)
      .send(errorBody(error.code, language, error.sentence));
  if (status < 500) {
    const code = CODE_OF_STATUS[status] ?? 'BAD_REQUEST';
    return void reply.status(ERRORS[code].status).send(errorBody(code, language));
  }
  request.log.error({ err: error }, 'A request failed');
  reply.status(500).send(errorBody('INTERNAL_SERVER_ERROR', language));
}

/** Sends the response for bytes that are no HTTP request: only the socket exists to write to. */
export function sendClientError(error: ConnectionError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const code: ErrorCode =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? 'REQUEST_TIMEOUT'
      : error.code === 'HPE_HEADER_OVERFLOW'
        ? 'HEADERS_TOO_LARGE'
        : 'BAD_REQUEST';
  const { status } = ERRORS[code];
  const body = JSON.stringify(errorBody(code, undefined));
  if (socket.writable) {
    socket.write(
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    );
  }
  socket.destroySoon();
}

function wrongPlace(
  app: FastifyInstance,
  patterns: ReadonlyMap<string, RegExp>,
  request: FastifyRequest,
  reply: FastifyReply,
): HttpError {
  const path = request.url.split('?', 1)[0] ?? '/';
  const [pattern] = [...patterns].find(([, matches]) => matches.test(path)) ?? [];
  // hasRoute would take it for a pattern of paths, and throw when it is an invalid one.
  const url = pattern ?? (/[*:()]/.test(path) ? undefined : path);
  const allowed = url === undefined ? [] : METHODS.filter((method) => app.hasRoute({ method, url }));
  if (allowed.length === 0) return new HttpError('NOT_FOUND');
  reply.header('allow', allowed.join(', '));
  return new HttpError('METHOD_NOT_ALLOWED');
}
