import { setTimeout as sleep } from 'node:timers/promises';
import type { Ask } from './read-graph.js';

/** Milliseconds; a page of a large list takes a part of it. */
const PATIENCE_MS = 30_000;
/** What a caller may not read is null, and is not verified. */
const HIDDEN = new Set(['UNAUTHENTICATED', 'FORBIDDEN']);

interface Result {
  data?: Record<string, unknown> | null;
  errors?: ReadonlyArray<{ message: string; extensions?: { code?: string } }>;
}

/** A gateway that cannot be read; the message tells why, in one sentence. */
export class UnreadableError extends Error {}

/**
 * Sends queries to a gateway. One that has had enough of this caller for the moment is asked again when it says.
 *
 * @param url of its endpoint
 * @param token what a caller without one may not read is null
 */
export function askGateway(url: string, token?: string): Ask {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  return async function ask(query, variables = {}) {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body: JSON.stringify({ query, variables }),
      signal: AbortSignal.timeout(PATIENCE_MS),
    }).catch((error: Error) => {
      throw new UnreadableError(`${url} does not answer: ${String(error.cause ?? error.message)}`);
    });
    if (response.status === 429) {
      await response.body?.cancel();
      await sleep(1000 * Number(response.headers.get('retry-after') ?? 1));
      return ask(query, variables);
    }
    const { data, errors = [] } = (await response.json().catch(() => ({}))) as Result;
    return readData(data, errors, `${url} answers ${response.status}`);
  };
}

/**
 * The data of a result, in which only what the caller may not read is missing.
 *
 * @throws UnreadableError
 */
export function readData(
  data: Result['data'],
  errors: NonNullable<Result['errors']>,
  where: string,
): Record<string, unknown> {
  const error = errors.find(({ extensions }) => !HIDDEN.has(extensions?.code ?? ''));
  if (error || !data) throw new UnreadableError(`${where}: ${(error ?? errors[0])?.message ?? 'there is no data'}`);
  return data;
}
