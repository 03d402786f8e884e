import { Pool, type Dispatcher } from 'undici';
import type { Known, Moment } from './history.js';

/** The response of a gateway to one operation. */
export interface Response {
  readonly begin: Moment;
  readonly end: Moment;
  /** Null where there is none, as when nothing responded. */
  readonly data: Record<string, unknown> | null;
  readonly errors: ReadonlyArray<{ message: string; extensions?: Record<string, unknown> }>;
  readonly fromMemory: boolean;
  /** Names what the gateway had heard of; undefined when it does not tell. */
  readonly position: string | undefined;
}

/** A position, and what was known to the response that it came from. */
export interface Position {
  readonly header: string;
  readonly known: ReadonlyMap<string, Known>;
}

/** Where writers put the position of their last mutation, for others to take. */
export interface PositionBoard {
  last?: Position;
}

/** Sends operations to one gateway. */
export interface Client {
  /** Never rejects: a request without a response has an error. */
  send(body: string, headers?: Readonly<Record<string, string>>): Promise<Response>;
  close(): Promise<void>;
}

/** The header that carries a position, of responses and requests. */
export const POSITION_HEADER = 'citylink-at';
/** Only responses from memory have it. */
const AGE_HEADER = 'age';
/** Of Varnish: the request, and where the response is one that it had, the request that had brought it. */
const VARNISH_HEADER = 'x-varnish';
/** More than a gateway that is paused for 3 s takes. */
const PATIENCE_MS = 15_000;

/** @param url the GraphQL endpoint */
export function createClient(url: string): Client {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: 64, headersTimeout: PATIENCE_MS, bodyTimeout: PATIENCE_MS });
  return {
    async send(body, headers = {}) {
      const begin = performance.now();
      try {
        const response = await pool.request({
          path: pathname,
          method: 'POST',
          headers: { 'content-type': 'application/json', ...headers },
          body,
        });
        return await readResponse(begin, response, response.headers[AGE_HEADER] !== undefined);
      } catch (error) {
        return failed(begin, error as Error);
      }
    },
    close: () => pool.destroy(),
  };
}

/**
 * Sends queries by GET to a Varnish before the gateways.
 *
 * @param url its address
 */
export function createVarnishClient(url: string): Client {
  const pool = new Pool(url, { connections: 64, headersTimeout: PATIENCE_MS, bodyTimeout: PATIENCE_MS });
  return {
    async send(body, headers = {}) {
      const begin = performance.now();
      const { query, variables } = JSON.parse(body) as { query: string; variables: object };
      const search = new URLSearchParams({ query, variables: JSON.stringify(variables) });
      try {
        const response = await pool.request({ path: `/graphql?${search.toString()}`, method: 'GET', headers });
        return await readResponse(begin, response, String(response.headers[VARNISH_HEADER]).includes(' '));
      } catch (error) {
        return failed(begin, error as Error);
      }
    },
    close: () => pool.destroy(),
  };
}

async function readResponse(
  begin: Moment,
  { body, headers }: Dispatcher.ResponseData,
  fromMemory: boolean,
): Promise<Response> {
  const { data = null, errors = [] } = JSON.parse(await body.text()) as Partial<Pick<Response, 'data' | 'errors'>>;
  const position = headers[POSITION_HEADER];
  return {
    ...{ begin, end: performance.now(), data, errors, fromMemory },
    position: typeof position === 'string' ? position : undefined,
  };
}

function failed(begin: Moment, { message }: Error): Response {
  return {
    ...{ begin, end: performance.now(), data: null, errors: [{ message }] },
    ...{ fromMemory: false, position: undefined },
  };
}
