import type { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { getOperationAST, parse } from 'graphql';
import Negotiator from 'negotiator';
import { mayHoldExactNumbers, parseExactly } from '../executor/executor.js';
import { fragmentsOf } from '../graphql-document/fragments-of.js';
import { answerUnchanged, tagOf } from '../http/etag.js';
import { HttpError } from '../http/http-error.js';
import { isSafeMethod } from '../http/safe-method.js';
import { failureStatus } from '../pipeline/respond-to.js';
import { writeCsv } from './csv.js';
import { createTable, NoListError, type Table } from './table.js';

/** What the address says of an export, beside what it exports. */
export interface CsvQuery {
  /** Of the list, such as `cities.nodes`; of the first one when absent. */
  readonly path?: string;
  /** `0` or `1`. */
  readonly bom?: string;
  /** Of the headers, `th` or `en`. */
  readonly lang?: string;
}

interface CsvResponseOptions {
  query: CsvQuery;
  /** The response is a file of this name to keep, without the ending. */
  download?: string;
  /** The results of further pages of the document's only root field, a connection, whose elements follow. */
  further?: readonly Buffer[];
}

interface Result {
  data?: unknown;
  errors?: { extensions?: Record<string, unknown> }[];
}

const CSV = 'text/csv';
const GRAPH_TYPES = ['application/json', 'application/graphql-response+json'];

/** Whether a client prefers CSV to the forms of the graph. */
export function prefersCsv(accept: string | undefined): boolean {
  return (
    accept !== undefined &&
    accept.includes(CSV) &&
    new Negotiator({ headers: { accept } }).mediaType([...GRAPH_TYPES, CSV]) === CSV
  );
}

/**
 * Makes CSV of a result that the pipeline gave. An export is whole or refused: a result with errors is sent as it is, with the status
 * of its first error.
 *
 * @param body the result
 * @returns the body of the response, whose status and headers it sets
 * @throws HttpError BAD_REQUEST when the document has no list at the path
 */
export function csvResponse(
  request: FastifyRequest,
  reply: FastifyReply,
  body: Buffer,
  { query, download, further = [] }: CsvResponseOptions,
): Buffer | Readable {
  const { data, errors } = parseResult(body);
  if (errors || data == null || reply.statusCode !== 200) {
    void reply.code(failureStatus(reply.statusCode, errors));
    return body;
  }
  void reply.type('text/csv; charset=utf-8; header=present');
  // The address says how it is written. The result itself, at the same address, has another tag.
  if (
    isSafeMethod(request.method) &&
    answerUnchanged(request, reply, tagOf(Buffer.concat([body, ...further])).replace(/"$/, '-csv"'))
  )
    return Buffer.alloc(0);
  for (const page of further) nodesOf(data).push(...nodesOf(parseResult(page).data));
  const { path, bom, lang } = query;
  const table = tableOf(request, typeof path === 'string' && path !== '' ? path : undefined);
  if (download !== undefined)
    void reply.header('content-disposition', `attachment; filename="${download.replaceAll(/[^\w.-]/g, '_')}.csv"`);
  const language = lang === 'th' || lang === 'en' ? lang : undefined;
  return writeCsv(data, table, { bom: bom === undefined ? download !== undefined : bom === '1', language });
}

function parseResult(body: Buffer): Result {
  const text = body.toString();
  return (mayHoldExactNumbers(text) ? parseExactly(text) : JSON.parse(text)) as Result;
}

/** The elements of a page. */
function nodesOf(data: unknown): unknown[] {
  return Object.values(data as Record<string, { nodes: unknown[] }>)[0]!.nodes;
}

function tableOf({ graphState }: FastifyRequest, path: string | undefined): Table {
  const { text, parameters, release } = graphState!;
  // Again, because the labels are comments, and what is kept of a document has none.
  const document = parse(text);
  const operation = getOperationAST(document, parameters.operationName)!;
  try {
    return createTable(release.executor.apiSchema, fragmentsOf(document), operation, path);
  } catch (error) {
    if (!(error instanceof NoListError)) throw error;
    const there = error.paths.join(', ') || '-';
    throw new HttpError('BAD_REQUEST', {
      en: `The document has no list at this path. Its lists are: ${there}`,
      th: `เอกสารไม่มีรายการที่ตำแหน่งนี้ รายการที่มี: ${there}`,
    });
  }
}
