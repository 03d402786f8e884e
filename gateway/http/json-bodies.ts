import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { onePerTick } from './one-per-tick.js';
import { HttpError } from './http-error.js';

/** Bytes. Larger bodies take milliseconds to parse and to process, and are parsed one per tick. */
const LARGE = 16 * 1024;

/** A parsed body, and its text: numbers may have lost digits that the text still has. */
export class JsonBody {
  constructor(
    readonly value: unknown,
    readonly text: string,
  ) {}
}

/** Parses JSON bodies in UTF-8 into {@link JsonBody}, and refuses all others. */
export function parseJsonBodies(app: FastifyInstance): void {
  // JSON.parse makes `__proto__` an ordinary key. It is data like any other: nothing here copies keys by assignment, and the
  // coercion of variables refuses what the schema does not know.
  const parse = app.getDefaultJsonParser('ignore', 'ignore');
  const turn = onePerTick();
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body: Buffer, done) => {
    if (!isPlainUtf8(request)) return done(new HttpError('UNSUPPORTED_MEDIA_TYPE'), undefined);
    if (!isUtf8(body))
      return done(
        new HttpError('BAD_REQUEST', { en: 'The body is not UTF-8.', th: 'เนื้อหาของคำขอไม่ใช่ UTF-8' }),
        undefined,
      );
    const read = () => {
      // RFC 8259 section 8.1: a byte order mark may be ignored.
      const text = body.toString('utf8').replace(/^\ufeff/, '');
      void parse(request, text, (error, value) => {
        done(
          error ? new HttpError('BAD_REQUEST', { en: 'The body is not JSON.', th: 'เนื้อหาของคำขอไม่ใช่ JSON' }) : null,
          new JsonBody(value, text),
        );
      });
    };
    return body.length > LARGE ? void turn().then(read) : read();
  });
}

function isPlainUtf8({ headers }: FastifyRequest): boolean {
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  return /^utf-?8$/i.test(charset) && (headers['content-encoding'] ?? 'identity') === 'identity';
}
