import { Pool } from 'undici';
import { CALLER_HEADER } from '../../subgraphs/runtime/caller.js';
import { DATABASE_HEADER } from '../../subgraphs/runtime/database-header.js';
import { createSigner, SIGNATURE_HEADER } from '../../subgraphs/runtime/signature.js';
import { parseBytes } from './byte-text.js';
import { exchange, type Headers } from './exchange.js';
import { parseAnswer, type GraphQLAnswer } from './parse-answer.js';
import { SubgraphFault } from './subgraph-fault.js';

export interface SubgraphClientOptions {
  name: string;
  /** An http or https address. */
  url: string;
  /** Signs each request; absent for a foreign subgraph. */
  secret: string | undefined;
  /** Milliseconds from asking to the answer's last byte. */
  timeoutMs: number;
}

export interface SubgraphRequest {
  query: string;
  variables?: Record<string, unknown> | undefined;
  operationName?: string | undefined;
}

export interface SubgraphAnswer extends GraphQLAnswer {
  /** What our own subgraphs tell of their database with every answer; absent for foreign ones. */
  database: 'up' | 'down' | undefined;
}

/** An answer in which texts are byte texts, together with the bytes, out of which it can be read again. */
export interface SubgraphExchange extends SubgraphAnswer {
  bytes: Buffer;
}

export interface SubgraphClient {
  readonly name: string;
  /**
   * Asks the subgraph.
   *
   * @param headers sent along; names in lower case.
   * @param signal gives up early, when nobody waits for the answer any more
   * @throws SubgraphFault
   */
  ask(request: SubgraphRequest, headers?: Record<string, string>, signal?: AbortSignal): Promise<SubgraphAnswer>;
  /** The same for a request that is JSON already. */
  post(body: Buffer, headers?: Record<string, string>, signal?: AbortSignal): Promise<SubgraphExchange>;
  /** Lets requests in flight end, then closes every connection. */
  close(): Promise<void>;
}

/** Names and values in turn. The size limit counts bytes as they arrive, so they must not unfold into more. */
const OWN_HEADERS = ['content-type', 'application/json', 'accept', 'application/json, application/graphql-response+json;q=0.9', 'accept-encoding', 'identity'];
const ANSWER_LIMIT = 10 * 1024 * 1024;
/** A hanging subgraph may hold no more sockets than this; requests beyond it wait, within their deadline. */
const MAX_CONNECTIONS = 256;
/** Shorter than the 65 s of a subgraph, so that no request meets a closing connection. */
const IDLE_CONNECTION_MS = 30_000;

/** Makes the client of one subgraph. No connection is opened before the first request. */
export function createSubgraphClient({ name, url, secret, timeoutMs }: SubgraphClientOptions): SubgraphClient {
  const { origin, pathname, search } = new URL(url);
  const path = pathname + search;
  const sign = secret === undefined ? undefined : createSigner(secret);
  const refuse = (status: number, headers: Headers) => refusalOf(status, headers, name);
  const pool = new Pool(origin, {
    connections: MAX_CONNECTIONS,
    keepAliveTimeout: IDLE_CONNECTION_MS,
    keepAliveMaxTimeout: IDLE_CONNECTION_MS,
    connect: { timeout: timeoutMs },
    // The deadline below covers the whole exchange; a limit between two chunks would let a slow drip live on.
    headersTimeout: 0,
    bodyTimeout: 0,
  });

  async function send(body: Buffer, headers: Record<string, string> = {}, signal?: AbortSignal, parse?: (bytes: Buffer) => unknown): Promise<SubgraphExchange> {
    try {
      const { status, headers: answered, bytes } = await exchange(pool, { path, headers: requestHeaders(body, headers), body }, { service: name, timeoutMs, maxBytes: ANSWER_LIMIT, signal, refuse });
      const answer = parseAnswer(bytes, name, parse);
      // A status of failure is believed only where GraphQL's own errors explain it.
      if (status >= 400 && answer.errors.length === 0) throw new SubgraphFault('SUBGRAPH_BAD_ANSWER', name, `status ${status} without errors`);
      return { data: answer.data, errors: answer.errors, bytes, database: databaseState(answered[DATABASE_HEADER]) };
    } catch (error) {
      throw asFault(error, name);
    }
  }

  function requestHeaders(body: Buffer, headers: Record<string, string>): string[] {
    const all = [...OWN_HEADERS];
    for (const header in headers) all.push(header, headers[header]!);
    if (sign) all.push(SIGNATURE_HEADER, sign({ body, caller: headers[CALLER_HEADER] ?? '' }));
    return all;
  }

  return {
    name,
    ask: (request, headers, signal) => send(Buffer.from(JSON.stringify(request)), headers, signal),
    post: (body, headers, signal) => send(body, headers, signal, parseBytes),
    close: () => pool.close(),
  };
}

/** Why an answer is not worth reading, told from its head. */
function refusalOf(status: number, headers: Headers, service: string): SubgraphFault | undefined {
  const type = String(headers['content-type'] ?? '');
  const encoding = String(headers['content-encoding'] ?? 'identity');
  if (status === 401 || status === 403) return new SubgraphFault('SUBGRAPH_REFUSED', service, `status ${status}`);
  if (status >= 502 && status <= 504) return new SubgraphFault('SUBGRAPH_UNREACHABLE', service, `status ${status}`);
  if (status < 200 || (status >= 300 && status < 400)) return new SubgraphFault('SUBGRAPH_BAD_ANSWER', service, `status ${status}; redirects are not followed`);
  if (!/^application\/(graphql-response\+)?json\s*(;|$)/i.test(type)) return new SubgraphFault('SUBGRAPH_BAD_ANSWER', service, `status ${status}, content type "${type}"`);
  if (encoding !== 'identity') return new SubgraphFault('SUBGRAPH_BAD_ANSWER', service, `content encoding "${encoding}", though identity was asked for`);
  return undefined;
}

function asFault(error: unknown, service: string): SubgraphFault {
  if (error instanceof SubgraphFault) return error;
  const { name, code, message } = error as Error & { code?: string };
  const late = code === 'UND_ERR_CONNECT_TIMEOUT';
  return new SubgraphFault(late ? 'SUBGRAPH_TIMEOUT' : 'SUBGRAPH_UNREACHABLE', service, `${code ?? name}: ${message}`);
}

function databaseState(header: string | string[] | undefined): 'up' | 'down' | undefined {
  return header === 'up' || header === 'down' ? header : undefined;
}
