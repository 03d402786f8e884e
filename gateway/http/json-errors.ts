import { STATUS_CODES } from 'node:http';
import type { ConnectionError, FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Socket } from 'node:net';
import { errorBody, ERRORS, type ErrorCode } from '../errors.js';
import { HttpError } from './http-error.js';

/** How Fastify's own complaints are told; other statuses below 500 are BAD_REQUEST. */
const CODE_OF_STATUS: Record<number, ErrorCode> = {
  404: 'NOT_FOUND',
  408: 'REQUEST_TIMEOUT',
  413: 'PAYLOAD_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
  431: 'HEADERS_TOO_LARGE',
};

const METHODS = ['GET', 'POST'] as const;

/** Answers every error in JSON, in GraphQL's shape: wrong paths and methods, and whatever is thrown. */
export function answerErrorsInJson(app: FastifyInstance): void {
  // In this hook, so that a wrong path is told before the body is looked at.
  app.addHook('onRequest', async (request, reply) => {
    if (request.is404) throw wrongPlace(app, request, reply);
    // Health checks in HTTP/1.0 send no Host, and need none.
    if (request.raw.httpVersion === '1.0') request.raw.headers.host ??= 'localhost';
    // What follows builds an address of these two.
    if (!URL.canParse(request.url, `http://${request.host}/`))
      throw new HttpError('BAD_REQUEST', {
        en: 'The address or the Host header is not valid.',
        th: 'ที่อยู่หรือส่วนหัว Host ไม่ถูกต้อง',
      });
  });
  app.setNotFoundHandler((request, reply) =>
    reply.status(404).send(errorBody('NOT_FOUND', request.headers['accept-language'])),
  );
  app.setErrorHandler(answerError);
}

/** The answer to an error of Fastify or a handler; also for those that Fastify meets before any route. */
export function answerError(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
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

/** The answer to bytes that are no HTTP request: nothing but the socket is there to write to. */
export function answerClientError(error: ConnectionError, socket: Socket): void {
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

function wrongPlace(app: FastifyInstance, request: FastifyRequest, reply: FastifyReply): HttpError {
  const url = request.url.split('?', 1)[0] ?? '/';
  // It would be taken for a pattern of paths, which no client asks for, and which may be a wrong one.
  const isPattern = /[*:()]/.test(url);
  const allowed = isPattern ? [] : METHODS.filter((method) => app.hasRoute({ method, url }));
  if (allowed.length === 0) return new HttpError('NOT_FOUND');
  reply.header('allow', allowed.join(', '));
  return new HttpError('METHOD_NOT_ALLOWED');
}
