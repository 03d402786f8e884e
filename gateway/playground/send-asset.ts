import { open } from 'node:fs/promises';
import { extname } from 'node:path';
import type { FastifyReply, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';

const TYPES: Record<string, string> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

const ENCODINGS = [
  { encoding: 'br', suffix: '.br' },
  { encoding: 'gzip', suffix: '.gz' },
];

/**
 * Sends an immutable file: compressed, where `<file>.br` or `<file>.gz` exists and the client accepts it. Responds 404 when
 * the file does not exist.
 */
export async function sendAsset(request: FastifyRequest, reply: FastifyReply, file: string): Promise<FastifyReply> {
  const accepted = new Negotiator(request).encodings(ENCODINGS.map(({ encoding }) => encoding));
  const choices = [
    ...ENCODINGS.filter(({ encoding }) => accepted.includes(encoding)),
    { encoding: undefined, suffix: '' },
  ];
  for (const { encoding, suffix } of choices) {
    const handle = await open(file + suffix).catch(() => undefined);
    if (!handle) continue;
    if (encoding) reply.header('content-encoding', encoding);
    return reply
      .header('content-type', TYPES[extname(file)] ?? 'text/plain; charset=utf-8')
      .header('content-length', (await handle.stat()).size)
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('vary', 'accept-encoding')
      .send(handle.createReadStream());
  }
  reply.callNotFound();
  return reply;
}
