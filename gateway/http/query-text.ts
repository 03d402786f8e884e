import type { FastifyRequest } from 'fastify';

/** The text of the query, wherever it stands; undefined for what Apollo Server refuses, and for a hash alone. */
export function queryTextOf({ method, body, query }: FastifyRequest): string | undefined {
  const text = ((method === 'GET' ? query : body) as { query?: unknown } | null | undefined)?.query;
  return typeof text === 'string' ? text : undefined;
}
