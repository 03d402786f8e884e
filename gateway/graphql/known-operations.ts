import type { FastifyReply, FastifyRequest } from 'fastify';
import { plainRequest, type PlainRequest } from '../../subgraphs/runtime/plain-request.js';
import type { Answered } from '../executor/compiled/compile-operation.js';
import type { CompiledGateway, KnownOperation } from '../executor/compiled/create-compiled-gateway.js';
import { COST_HEADER } from '../limits/cost-model.js';
import { countReturned } from '../limits/count-returned.js';
import type { RequestContext } from '../request-context.js';
import { missingExtensions } from './missing-extensions.js';
import { REQUEST_HEADERS } from './request-headers.js';

export interface KnownOperationsOptions {
  known: CompiledGateway['known'];
  /** Tells whether the caller may run an operation with these variables; when not, Apollo Server says why. */
  isAllowed: (known: KnownOperation, variables: Record<string, unknown>, context: RequestContext) => boolean;
  contextOf: (request: FastifyRequest, reply: FastifyReply) => RequestContext;
  /** Apollo Server, which answers everything else, and every operation the first time. */
  otherwise: (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;
}

/**
 * Answers an operation that was found valid before without finding it so again, and its answer as it was
 * written. Everything else goes to Apollo Server: the first time of an operation, errors, and what it refuses, such as a mutation
 * in an address.
 */
export function answerKnownOperations({ known, isAllowed, contextOf, otherwise }: KnownOperationsOptions) {
  return async function answer(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const type = answerType(request.headers.accept);
    const isGet = request.method === 'GET';
    const asked = type && (isGet ? readAddress(request) : plainRequest(request.body));
    const operation = asked && known(asked.query, asked.operationName);
    if (
      !asked ||
      !operation ||
      (isGet && operation.operation.operation !== 'query') ||
      'apollo-query-plan-experimental' in request.headers ||
      COST_HEADER in request.headers
    )
      return otherwise(request, reply);

    const context = contextOf(request, reply);
    if (!isAllowed(operation, asked.variables, context)) return otherwise(request, reply);
    const result = await operation.run(asked.variables, context);
    if (result && 'answer' in result) {
      context.budget?.settle(countReturned(result.answer));
      void reply.header('content-type', `${type}; charset=utf-8`).header('cache-control', 'no-store');
      return result.absent.length === 0 ? result.answer : withMissing(result, request.headers['accept-language']);
    }
    if (result) request.replay = result.replay;
    return otherwise(request, reply);
  };
}

/** The answer, and what explains its nulls. */
function withMissing({ answer, absent }: Answered, language: string | undefined): Buffer {
  const extensions = missingExtensions(
    (JSON.parse(answer.toString('utf8')) as { data: unknown }).data,
    [],
    absent,
    language,
  );
  return extensions
    ? Buffer.concat([
        answer.subarray(0, answer.lastIndexOf('}')),
        Buffer.from(`,"extensions":${JSON.stringify(extensions)}}\n`),
      ])
    : answer;
}

/** A plain request out of an address, which no page of another site may have made; null when its variables are no JSON. */
function readAddress({ headers, query }: FastifyRequest): PlainRequest | null {
  const { variables, ...asked } = query as Record<string, unknown>;
  if (!REQUEST_HEADERS.some((header) => headers[header] !== undefined)) return null;
  try {
    return plainRequest({
      ...asked,
      variables: typeof variables === 'string' && variables !== '' ? (JSON.parse(variables) as unknown) : null,
    });
  } catch {
    return null;
  }
}

/** What is answered to the commonest ways of accepting; null where there is something to weigh. */
function answerType(accept: string | undefined): string | null {
  if (accept === undefined || accept === '*/*' || accept === 'application/json') return 'application/json';
  return /^application\/graphql-response\+json\s*(,\s*application\/json(;q=0\.\d)?)?$/.test(accept)
    ? 'application/graphql-response+json'
    : null;
}
