import type { FastifyReply, FastifyRequest } from 'fastify';
import type { NamedOperation } from '../documents/named-operations.js';
import type { Connections } from '../http/connections.js';
import { HttpError } from '../http/http-error.js';
import { JsonBody } from '../http/json-bodies.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { failureStatus, respondAlso, respondTo } from '../pipeline/respond-to.js';

/** https://relay.dev/graphql/connections.htm */
interface Connection<Node> {
  readonly nodes?: readonly Node[];
  readonly pageInfo?: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

/** A list that was read to its end. */
export interface WholeList<Node> {
  readonly nodes: readonly Node[];
  /** Of its pages. */
  readonly bodies: readonly Buffer[];
}

interface Result<Node> {
  readonly data?: Readonly<Record<string, Connection<Node> | null>> | null;
  readonly errors?: { extensions?: Record<string, unknown> }[];
}

/** Of one list; of a hundred elements each. */
const MAX_PAGES = 20;

const TOO_LONG = {
  en: `The list has more than ${MAX_PAGES} pages of a hundred: choose a part of it by the parameters of the address.`,
  th: `รายการยาวเกิน ${MAX_PAGES} หน้า หน้าละหนึ่งร้อยรายการ โปรดเลือกเพียงบางส่วนด้วยพารามิเตอร์ในที่อยู่`,
};

/**
 * Reads a list to its end, page by page, each of which is a request of the caller. Its operation has one root field, a connection, and
 * the variables `$first`, whose default is the size of the pages, and `$after`.
 *
 * @param variables of which `first` has no effect
 * @returns the list; or, when a page fails, the body of its response, whose status is set
 * @throws HttpError BAD_REQUEST for more than 20 pages: a file is whole or refused
 */
export async function readPages<Node>(
  pipeline: Pipeline,
  connections: Connections,
  request: FastifyRequest,
  reply: FastifyReply,
  { text }: NamedOperation,
  { first: _first, ...variables }: Readonly<Record<string, unknown>>,
): Promise<WholeList<Node> | Buffer> {
  const nodes: Node[] = [];
  const bodies: Buffer[] = [];
  let after: unknown = variables['after'];
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const asked = { ...variables, after };
    // The request itself was admitted for the first page.
    const body =
      page === 0
        ? await respondTo(pipeline, request, { query: text, variables: JSON.stringify(asked) })
        : await respondAlso(pipeline, connections, request, reply, new JsonBody({ query: text, variables: asked }, ''));
    const { data, errors } = JSON.parse(body.toString()) as Result<Node>;
    const connection = Object.values(data ?? {})[0];
    if (errors || !connection) {
      void reply.code(failureStatus(reply.statusCode, errors));
      return body;
    }
    bodies.push(body);
    nodes.push(...(connection.nodes ?? []));
    if (!connection.pageInfo?.hasNextPage) return { nodes, bodies };
    after = connection.pageInfo.endCursor;
  }
  throw new HttpError('BAD_REQUEST', TOO_LONG);
}
