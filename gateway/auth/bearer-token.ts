import type { IncomingMessage } from 'node:http';

/** Characters; a token has some hundreds, and what it says is sent on to every subgraph. */
const MAX_LENGTH = 8_000;

/**
 * Takes the token out of a request's `Authorization: Bearer <JWT>` (RFC 6750 section 2.1).
 *
 * @returns undefined when the request has no such header, null when it has something else in it, or several of it
 */
export function bearerToken({ headersDistinct }: Pick<IncomingMessage, 'headersDistinct'>): string | null | undefined {
  const headers = headersDistinct['authorization'];
  if (headers === undefined) return undefined;
  const [header = '', ...others] = headers;
  if (others.length > 0 || header.length > MAX_LENGTH) return null;
  return /^Bearer +([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(header)?.[1] ?? null;
}
