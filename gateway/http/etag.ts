import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isSafeMethod } from './safe-method.js';
import { addToVary } from './vary.js';

/** Request headers on which a response depends, beside its URL. */
const VARY = ['accept', 'accept-language', 'authorization'] as const;

/** RFC 9110 section 8.8.3: the opaque tag may hold a comma. */
const ENTITY_TAG = /(?:W\/)?("[\x21\x23-\x7e\x80-\xff]*")/g;

/**
 * An onSend hook that gives the response of a GET an `ETag`, and sends 304 without a body to a client that has the same
 * response already: RFC 9110 sections 8.8.3 and 13.1.2. Private caches may keep such responses, and must revalidate them each time
 * whether they still hold. A response with errors gets none.
 *
 * The tag is weak, as the same result may be sent in different content codings.
 */
export async function addEtag(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<unknown> {
  if (
    !isSafeMethod(request.method) ||
    reply.statusCode !== 200 ||
    !(typeof payload === 'string' || Buffer.isBuffer(payload)) ||
    startsWithErrors(payload)
  )
    return payload;
  if (!answerUnchanged(request, reply, tagOf(payload))) return payload;
  void reply.removeHeader('content-length').removeHeader('content-type');
  return '';
}

/**
 * Gives the response to a GET this tag, and makes it a 304 for a client that has it already.
 *
 * @returns whether it has; then the response has no body
 */
export function answerUnchanged({ headers }: FastifyRequest, reply: FastifyReply, tag: string): boolean {
  void reply.header('etag', `W/${tag}`).header('cache-control', 'private, no-cache');
  addToVary(reply, VARY);
  if (!matchesAny(headers['if-none-match'], tag)) return false;
  void reply.code(304);
  return true;
}

/** Of bodies that are kept in memory, and sent again and again. */
const tags = new WeakMap<Buffer, string>();

/** The opaque tag of a response's bytes, in its quotes. */
export function tagOf(payload: string | Buffer): string {
  const known = typeof payload === 'string' ? undefined : tags.get(payload);
  if (known !== undefined) return known;
  const tag = `"${createHash('sha256').update(payload).digest('base64url').slice(0, 22)}"`;
  if (typeof payload !== 'string') tags.set(payload, tag);
  return tag;
}

/** Compares an `If-None-Match` header with a tag weakly, as RFC 9110 section 13.1.2 requires: `W/"x"` and `"x"` are equal. */
function matchesAny(header: string | undefined, opaqueTag: string): boolean {
  if (header === undefined) return false;
  if (header.trim() === '*') return true;
  for (const [, tag] of header.matchAll(ENTITY_TAG)) if (tag === opaqueTag) return true;
  return false;
}

/** Errors are the first member of a result: https://spec.graphql.org/October2021/#sec-Response-Format */
function startsWithErrors(payload: string | Buffer): boolean {
  return (typeof payload === 'string' ? payload : payload.subarray(0, 9).toString()).startsWith('{"errors"');
}
