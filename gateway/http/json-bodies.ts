import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { onePerTick } from '../http/one-per-tick.js';
import { HttpError } from './http-error.js';

/** Bytes, from which on a body takes milliseconds to read and to make something of. */
const LARGE = 16 * 1024;

/** Takes JSON bodies in UTF-8, and refuses every other kind. */
export function takeJsonBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  const turn = onePerTick();
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    if (!isPlainUtf8(request)) return done(new HttpError('UNSUPPORTED_MEDIA_TYPE'), undefined);
    if (!isUtf8(body))
      return done(
        new HttpError('BAD_REQUEST', { en: 'The body is not UTF-8.', th: 'เนื้อหาของคำขอไม่ใช่ UTF-8' }),
        undefined,
      );
    const read = () =>
      parse(request, body.toString('utf8'), (error, value) => {
        done(
          error ? new HttpError('BAD_REQUEST', { en: 'The body is not JSON.', th: 'เนื้อหาของคำขอไม่ใช่ JSON' }) : null,
          value,
        );
      });
    return body.length > LARGE ? void turn().then(read) : read();
  });
}

function isPlainUtf8({ headers }: FastifyRequest): boolean {
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  return /^utf-?8$/i.test(charset) && (headers['content-encoding'] ?? 'identity') === 'identity';
}
