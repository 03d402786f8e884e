import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ExecutionResult } from 'graphql';
import type { RunReads } from '../database/learned-projection.js';
import type { KnownOperations } from './known-operations.js';
import { runOperation } from './run-operation.js';

/** A request of nothing but a text, a name and variables. */
export interface PlainRequest {
  query: string;
  operationName: string | undefined;
  variables: Record<string, unknown>;
}

/** Reads such a request; null for any other. */
export function plainRequest(body: unknown): PlainRequest | null {
  if (typeof body !== 'object' || body === null) return null;
  const { query, operationName = null, variables = null, extensions = null } = body as Record<string, unknown>;
  if (typeof query !== 'string' || extensions !== null) return null;
  if (operationName !== null && typeof operationName !== 'string') return null;
  if (typeof variables !== 'object' || Array.isArray(variables)) return null;
  return { query, operationName: operationName ?? undefined, variables: (variables ?? {}) as Record<string, unknown> };
}

export interface AnswerKnownOptions {
  known: KnownOperations;
  contextOf: (request: FastifyRequest, reads: RunReads) => object;
  /**
   * Apollo Server: it answers everything else, and every operation the first time.
   *
   * @param answer what an operation came to, where it came to errors: they are only told, not made again
   */
  otherwise: (request: FastifyRequest, reply: FastifyReply, answer: ExecutionResult | undefined) => unknown;
}

/** Answers an operation that was found valid before without finding it so again. */
export function answerKnown({ known, contextOf, otherwise }: AnswerKnownOptions) {
  return async function answer(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const asked = acceptsJson(request.headers.accept) ? plainRequest(request.body) : null;
    const operation = asked && known.find(asked.query, asked.operationName);
    if (!operation) return otherwise(request, reply, undefined);
    const run = (reads: RunReads) => runOperation(operation, asked.variables, contextOf(request, reads));
    const reads = operation.reads.begin();
    const lean = await run(reads);
    const result = reads.missed ? await run(operation.reads.begin(true)) : lean;
    if (result.errors) return otherwise(request, reply, result);
    void reply.header('content-type', 'application/json; charset=utf-8').header('cache-control', 'no-store');
    return `${JSON.stringify(result)}\n`;
  };
}

/** Whether JSON is what is accepted first, as our gateway does. */
function acceptsJson(accept: string | undefined): boolean {
  return accept === undefined || accept === '*/*' || /^application\/json(\s*,|$)/.test(accept);
}
