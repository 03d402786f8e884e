import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { HttpRefusal } from './http-refusal.js';

/** Takes JSON bodies in UTF-8, and refuses every other kind. */
export function takeJsonBodies(app: FastifyInstance): void {
  const parse = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    if (!isPlainUtf8(request)) return done(new HttpRefusal('UNSUPPORTED_MEDIA_TYPE'), undefined);
    if (!isUtf8(body)) return done(new HttpRefusal('BAD_REQUEST', { en: 'The body is not UTF-8.', th: 'เนื้อหาของคำขอไม่ใช่ UTF-8' }), undefined);
    return parse(request, body.toString('utf8'), (error, value) => {
      done(error ? new HttpRefusal('BAD_REQUEST', { en: 'The body is not JSON.', th: 'เนื้อหาของคำขอไม่ใช่ JSON' }) : null, value);
    });
  });
}

function isPlainUtf8({ headers }: FastifyRequest): boolean {
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  return /^utf-?8$/i.test(charset) && (headers['content-encoding'] ?? 'identity') === 'identity';
}
