import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** What an answer depends on beside its address. */
const VARY = 'accept, accept-language, authorization';

/**
 * Tags an answer to a GET, and sends nothing but the tag to who has the same answer already: RFC 9110 sections 8.8.3 and
 * 13.1.2. Caches may keep such answers for one reader, and must ask each time whether they still hold. An answer with
 * errors is for none.
 */
export async function addEtag(
  { method, headers }: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): Promise<unknown> {
  if (
    method !== 'GET' ||
    reply.statusCode !== 200 ||
    !(typeof payload === 'string' || Buffer.isBuffer(payload)) ||
    startsWithErrors(payload)
  )
    return payload;
  const tag = `W/"${createHash('sha256').update(payload).digest('base64url').slice(0, 22)}"`;
  void reply.header('etag', tag).header('cache-control', 'private, no-cache').header('vary', VARY);
  const known = headers['if-none-match']?.split(',').map((each) => each.trim());
  if (!known?.includes(tag) && !known?.includes('*')) return payload;
  void reply.code(304).removeHeader('content-length').removeHeader('content-type');
  return '';
}

/** Where there are errors, they come first: https://spec.graphql.org/October2021/#sec-Response-Format */
function startsWithErrors(payload: string | Buffer): boolean {
  return (typeof payload === 'string' ? payload : payload.subarray(0, 9).toString()).startsWith('{"errors"');
}
