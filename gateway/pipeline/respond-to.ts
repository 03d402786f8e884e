import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ExecutionResult } from 'graphql';
import { ERRORS, isErrorCode } from '../errors.js';
import type { Connections } from '../http/connections.js';
import type { JsonBody } from '../http/json-bodies.js';
import { clientOf, Exchange } from '../live/exchange.js';
import type { Pipeline } from './pipeline.js';

/** The parameters of a GET to the graph, as its address has them: `variables` and `extensions` are JSON texts. */
export interface AddressParameters {
  readonly query?: string;
  readonly documentId?: string;
  readonly operationName?: string;
  readonly variables?: string;
  readonly extensions?: string;
}

/**
 * Has the pipeline run an operation for a GET of another path than the graph's, in the place of what its address names: the same
 * caller, limits and access. Refusals have the status of their code.
 *
 * @param request one that `pipeline.admit` has admitted, as `graphState`
 * @returns the body that the graph would send, JSON; the reply has the status and the headers
 */
export function respondTo(pipeline: Pipeline, request: FastifyRequest, parameters: AddressParameters): Promise<Buffer> {
  // What the client accepts is what becomes of the result; the graph gives JSON, and treats no client as an old one.
  delete request.headers.accept;
  request.query = parameters;
  return pipeline.respond(request.graphState!);
}

/**
 * Has the pipeline run one more operation for a request, beside the one that the request was admitted for. It is admitted, charged and
 * limited by itself, and has no more time than the request.
 *
 * @returns the body that the graph would send, JSON
 * @throws HttpError when it is not admitted
 */
export async function respondAlso(
  pipeline: Pipeline,
  connections: Connections,
  request: FastifyRequest,
  reply: FastifyReply,
  body: JsonBody,
): Promise<Buffer> {
  const exchange = new Exchange(clientOf(request), body, connections, reply.elapsedTime);
  connections.whenEnded(reply.raw, (wasSent) => wasSent || exchange.abort());
  try {
    return await pipeline.respond(await pipeline.admit(exchange.request, exchange));
  } finally {
    exchange.end();
  }
}

/** The errors of a result in which no root field has a value; undefined for any other result, also one without errors. */
export function errorsWithoutData(body: Buffer): ExecutionResult['errors'] {
  // Errors are the first member of a result: https://spec.graphql.org/October2021/#sec-Response-Format
  if (body.subarray(0, ERRORS_FIRST.length).toString() !== ERRORS_FIRST) return undefined;
  const { data, errors } = JSON.parse(body.toString()) as ExecutionResult;
  return Object.values(data ?? {}).some((each) => each !== null) ? undefined : errors;
}
const ERRORS_FIRST = '{"errors"';

/**
 * The status of a response that lacks what was asked for: never 200, whatever status the graph gives it.
 *
 * @param status that the graph gave
 * @param errors of the result
 */
export function failureStatus(
  status: number,
  errors: readonly { readonly extensions?: Readonly<Record<string, unknown>> }[] | undefined,
): number {
  const code = errors?.[0]?.extensions?.['code'];
  return [status, isErrorCode(code) ? ERRORS[code].status : 503].find((each) => each !== 200) ?? 503;
}
