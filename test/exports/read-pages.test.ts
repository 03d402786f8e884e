import { expect, test } from '@jest/globals';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { NamedOperation } from '../../gateway/documents/named-operations.js';
import { readPages, type WholeList } from '../../gateway/exports/read-pages.js';
import { Connections } from '../../gateway/http/connections.js';
import type { JsonBody } from '../../gateway/http/json-bodies.js';
import type { Pipeline } from '../../gateway/pipeline/pipeline.js';

/** Reads a list whose pages have one number each, and keeps account of what runs meanwhile. */
async function readList(pages: number, variables: Record<string, unknown> = {}) {
  const connections = new Connections();
  const raw = { socket: null, writableEnded: false, writableFinished: false, once: () => undefined };
  connections.begin(raw);
  const request = {
    id: 'a',
    headers: {},
    raw: { headersDistinct: {}, socket: {} },
    log: {},
  } as unknown as FastifyRequest;
  const reply = { raw, elapsedTime: 0, statusCode: 200 } as unknown as FastifyReply;
  const running: number[] = [];
  const asked: Record<string, unknown>[] = [];
  const pipeline = {
    admit: (of: FastifyRequest) => Promise.resolve({ request: of }),
    respond(state: { request: FastifyRequest } | undefined) {
      running.push(connections.running);
      const { body, query } = state?.request ?? request;
      const given = body ? ((body as JsonBody).value as { variables: object }).variables : undefined;
      asked.push((given ?? JSON.parse((query as { variables: string }).variables)) as Record<string, unknown>);
      const pageInfo = { hasNextPage: asked.length < pages, endCursor: `after ${asked.length}` };
      return Promise.resolve(Buffer.from(JSON.stringify({ data: { list: { nodes: [asked.length], pageInfo } } })));
    },
  } as unknown as Pipeline;
  const named = { text: 'query List' } as NamedOperation;
  const read = await readPages<number>(pipeline, connections, request, reply, named, variables);
  return { nodes: (read as WholeList<number>).nodes, running, asked };
}

test('a list is read to its end, and only the page that is read now counts as in flight beside the request', async () => {
  const { nodes, running, asked } = await readList(4, { kind: 'a', first: 1 });
  expect(nodes).toEqual([1, 2, 3, 4]);
  expect(running).toEqual([1, 2, 2, 2]);
  expect(asked).toEqual([
    { kind: 'a' },
    { kind: 'a', after: 'after 1' },
    { kind: 'a', after: 'after 2' },
    { kind: 'a', after: 'after 3' },
  ]);
});

test('a list that is too long is refused, and not cut', async () => {
  expect((await readList(20)).nodes).toHaveLength(20);
  await expect(readList(21)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
});
