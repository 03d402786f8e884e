import type { FastifyReply, FastifyRequest } from 'fastify';
import { mayHoldExactNumbers, textOfMember } from '../executor/executor.js';
import type { Connections } from '../http/connections.js';
import { HttpError } from '../http/http-error.js';
import { JsonBody } from '../http/json-bodies.js';
import { toRefusal } from '../live/to-refusal.js';
import { negotiateMediaType } from './media-type.js';
import type { Pipeline } from './pipeline.js';
import { respondAlso } from './respond-to.js';

/** Operations of one request. */
const MAX_OPERATIONS = 10;

/** Whether a request has several operations, as batching clients send them. */
export function isBatch(body: unknown): body is JsonBody & { readonly value: readonly unknown[] } {
  return body instanceof JsonBody && Array.isArray(body.value);
}

/**
 * Runs the operations of a request side by side. Each is a request of its own for every stage: it is admitted, charged and limited
 * by itself, and what refuses one leaves the others. The response is the list of what `/graphql` would send for each, with 200.
 *
 * @throws HttpError BAD_REQUEST for none, or too many; NOT_ACCEPTABLE for a client that accepts no JSON
 */
export async function respondToBatch(
  pipeline: Pipeline,
  connections: Connections,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<Buffer> {
  // One response has one type: none of the operations runs for a client that cannot read it.
  negotiateMediaType(request.headers.accept);
  const { value, text } = request.body as JsonBody & { readonly value: readonly unknown[] };
  if (value.length === 0 || value.length > MAX_OPERATIONS)
    throw new HttpError('BAD_REQUEST', {
      en: `A batch has 1 to ${MAX_OPERATIONS} operations, but this one has ${value.length}.`,
      th: `คำขอแบบกลุ่มมีได้ 1 ถึง ${MAX_OPERATIONS} คำสั่ง แต่คำขอนี้มี ${value.length}`,
    });
  const isExact = mayHoldExactNumbers(text);
  const [first, ...others] = value.map(
    (each, index) => new JsonBody(each, isExact ? textOfMember(text, String(index)) : ''),
  );
  const running = others.map((body) =>
    respondAlso(pipeline, connections, request, reply, body).catch(
      (error: unknown) => toRefusal(error, request, 'An operation of a batch failed').body,
    ),
  );
  // The request itself was admitted for its first operation.
  request.body = first;
  const bodies = await Promise.all([pipeline.respond(request.graphState!), ...running]);
  void reply.code(200);
  return Buffer.from(`[${bodies.map(String).join()}]`);
}
