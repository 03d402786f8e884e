import type { FastifyInstance } from 'fastify';
import type { ExecutionResult } from 'graphql';
import { negotiateLanguage } from '../../subgraphs/protocol/language.js';
import type { GatewayConfig } from '../config.js';
import type { NamedOperation } from '../documents/named-operations.js';
import { csvResponse, prefersCsv } from '../exports/csv-response.js';
import { createCompression, createCompressOnce } from '../http/compression.js';
import type { Connections } from '../http/connections.js';
import { addEtag } from '../http/etag.js';
import { HttpError } from '../http/http-error.js';
import { refundUnchanged } from '../pipeline/graph-route.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { failureStatus, respondTo } from '../pipeline/respond-to.js';
import type { Release } from '../supergraph/release.js';
import { openApiDocument } from './openapi-document.js';
import { variablesOfAddress, type Query } from './variables-of-address.js';

interface OperationRoutesOptions {
  releases: { readonly current: Release };
  pipeline: Pipeline;
  connections: Connections;
  compression: GatewayConfig['responseCompression'];
  /** Whether clients may have a result as CSV. */
  exports: boolean;
}

const NO_OPERATION = {
  en: 'There is no query with this name: /openapi.json has all that there are.',
  th: 'ไม่มีคำสั่งค้นชื่อนี้ ดูคำสั่งทั้งหมดได้ที่ /openapi.json',
};

/**
 * Finds a named query.
 *
 * @throws HttpError NOT_FOUND
 */
export function findNamedQuery({ named }: Release, address: string): NamedOperation {
  const found = named.get(address);
  if (found?.operation.operation !== 'query') throw new HttpError('NOT_FOUND', NO_OPERATION);
  return found;
}

/**
 * Serves `/api/<operation>?<variable>=…`, the result of each named query for programs that speak no GraphQL, and `/openapi.json`,
 * which describes them.
 *
 * A result is that of `/graphql`. A request that gets no data at all has the status of its first error, and otherwise 200: errors
 * then stand beside the data.
 */
export function serveOperations(
  app: FastifyInstance,
  { releases, pipeline, connections, compression, exports }: OperationRoutesOptions,
): void {
  const onSend = [addEtag, refundUnchanged, createCompression(compression, createCompressOnce())];
  app.route<{ Params: { operation: string }; Querystring: Query }>({
    method: 'GET',
    url: '/api/:operation',
    onRequest: async (request, reply) => {
      findNamedQuery(releases.current, request.params.operation);
      request.graphState = await pipeline.admit(request, reply);
    },
    handler: async (request, reply) => {
      const { text, operation } = findNamedQuery(releases.current, request.params.operation);
      const variables = variablesOfAddress(releases.current.executor.apiSchema, operation, request.query);
      const isCsv = exports && prefersCsv(request.headers.accept);
      const { query } = request;
      const body = await respondTo(pipeline, request, { query: text, variables: JSON.stringify(variables) });
      if (connections.hasEnded(reply.raw)) return reply.hijack();
      if (isCsv) return csvResponse(request, reply, body, { query });
      if (reply.statusCode === 200 && hasErrors(body)) reply.code(statusOf(body));
      return body;
    },
    onSend,
  });

  const written = new WeakMap<Release, Map<string, Buffer>>();
  app.get('/openapi.json', { onSend }, (request, reply) => {
    const language = negotiateLanguage(request.headers['accept-language']) === 'TH' ? 'th' : 'en';
    return reply
      .type('application/json; charset=utf-8')
      .header('content-language', language)
      .send(describe(releases.current, language));
  });

  /** Once for each supergraph and language. */
  function describe(release: Release, language: 'en' | 'th'): Buffer {
    const documents = written.get(release) ?? new Map<string, Buffer>();
    written.set(release, documents);
    const known = documents.get(language);
    if (known) return known;
    const { executor, named, published } = release;
    const version = String(published.version ?? published.hash.slice(0, 12));
    const document = openApiDocument({ schema: executor.apiSchema, operations: named.values(), version, language });
    const bytes = Buffer.from(JSON.stringify(document));
    documents.set(language, bytes);
    return bytes;
  }
}

/** Errors are the first member of a result: https://spec.graphql.org/October2021/#sec-Response-Format */
function hasErrors(body: Buffer): boolean {
  return body.subarray(0, 9).toString() === '{"errors"';
}

/** 200 where some root field has a value. */
function statusOf(body: Buffer): number {
  const { data, errors } = JSON.parse(body.toString()) as ExecutionResult;
  return Object.values(data ?? {}).some((each) => each !== null) ? 200 : failureStatus(200, errors);
}
