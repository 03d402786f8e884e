import type { FastifyReply, FastifyRequest } from 'fastify';
import type { NamedOperation } from '../documents/named-operations.js';
import type { Pipeline } from '../pipeline/pipeline.js';
import { failureStatus, respondTo } from '../pipeline/respond-to.js';

/** https://relay.dev/graphql/connections.htm */
interface Connection<Node> {
  readonly nodes: readonly Node[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

interface Result<Node> {
  readonly data?: Readonly<Record<string, Connection<Node> | null>> | null;
  readonly errors?: { extensions?: Record<string, unknown> }[];
}

/** Of one list; of a hundred elements each. */
const MAX_PAGES = 20;

/**
 * Reads a list to its end, page by page, each of which is a request of the caller. Its operation has one root field, a connection, and
 * the variable `$after`.
 *
 * @returns the elements; or, when a page fails, the body of its response, whose status is set
 */
export async function readPages<Node>(
  pipeline: Pipeline,
  request: FastifyRequest,
  reply: FastifyReply,
  { text }: NamedOperation,
  variables: Readonly<Record<string, unknown>>,
): Promise<readonly Node[] | Buffer> {
  const nodes: Node[] = [];
  let after: unknown = variables['after'];
  for (let page = 0; page < MAX_PAGES; page += 1) {
    // The first one was admitted before.
    if (page > 0) request.graphState = await pipeline.admit(request, reply);
    const body = await respondTo(pipeline, request, {
      query: text,
      variables: JSON.stringify({ ...variables, after }),
    });
    const { data, errors } = JSON.parse(body.toString()) as Result<Node>;
    const connection = Object.values(data ?? {})[0];
    if (errors || !connection) {
      void reply.code(failureStatus(reply.statusCode, errors));
      return body;
    }
    nodes.push(...connection.nodes);
    if (!connection.pageInfo.hasNextPage) break;
    after = connection.pageInfo.endCursor;
  }
  return nodes;
}
