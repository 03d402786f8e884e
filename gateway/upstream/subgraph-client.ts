import { performance } from 'node:perf_hooks';
import { Pool } from 'undici';
import { CALLER_HEADER, DATABASE_HEADER } from '../../subgraphs/protocol/headers.js';
import { deriveSubgraphKey } from '../../subgraphs/protocol/keys.js';
import { createSigner, GATEWAY } from '../../subgraphs/protocol/signature.js';
import type { AbortSignalLike } from './abort-signal-like.js';
import { createBreaker, NO_BREAKER, type BreakerLimits } from './breaker.js';
import { parseResponse, type GraphQLResult } from './parse-response.js';
import { createInFlightCalls, hashBody, isQuery } from './request-deduplication.js';
import { createRetryBudget } from './retry-budget.js';
import { SubgraphCall, type Endpoint, type RawResponse } from './subgraph-call.js';
import { SubgraphError } from './subgraph-error.js';

export interface SubgraphClientOptions {
  name: string;
  /** An http or https address. */
  url: string;
  /** Signs each request; absent for a foreign subgraph. */
  secret: string | undefined;
  /** Milliseconds until the last byte of a response, a retry included. */
  timeoutMs: number;
  /** Share of requests that may be retried. */
  retryPercent: number;
  breaker: BreakerLimits;
  /** Called when the breaker opens, and when it closes. */
  onBreakerChange?: (isOpen: boolean) => void;
  /** Whether responses may be compressed: it saves bandwidth and costs CPU on both sides. */
  acceptsGzip: boolean;
  /** Whether a query joins an identical one that is in flight. */
  deduplicates: boolean;
  /** Milliseconds of a monotonic clock. */
  now?: () => number;
}

export interface SubgraphRequest {
  query: string;
  variables?: Record<string, unknown> | undefined;
  operationName?: string | undefined;
}

export interface SubgraphResult extends GraphQLResult {
  /** State of the database, which our own subgraphs send with every response; undefined for foreign subgraphs. */
  database: 'up' | 'down' | undefined;
}

/** A result whose strings are byte texts, with the bytes of the response, from which it can be parsed again. */
export interface SubgraphResponse extends SubgraphResult {
  bytes: Buffer;
}

export interface SubgraphClient {
  readonly name: string;
  /**
   * Sends a request. A query is retried once when the connection fails, and joins an identical query of the same caller
   * that is in flight; each waiter gets a result of its own, which it may change. A mutation is sent once.
   *
   * @param headers sent with the request; names in lower case
   * @param signal aborted when the client disconnected
   * @param deadline by `performance.now()`
   * @throws SubgraphError
   */
  ask(
    request: SubgraphRequest,
    headers?: Record<string, string>,
    signal?: AbortSignalLike,
    deadline?: number,
  ): Promise<SubgraphResult>;
  /**
   * Sends a request whose body is JSON already, with `query` as its first member.
   *
   * @param parse parses the response's JSON into a value whose strings are byte texts
   * @throws SubgraphError
   */
  post(
    body: Buffer,
    parse: (bytes: Buffer) => unknown,
    headers?: Record<string, string>,
    signal?: AbortSignalLike,
    deadline?: number,
  ): Promise<SubgraphResponse>;
  /** Sends a trivial query once, whatever the state of the breaker. */
  probe(): Promise<SubgraphResult>;
  /** Waits for requests in flight, then closes every connection. */
  close(): Promise<void>;
}

/** Names and values alternating. */
const FIXED_HEADERS = [
  'content-type',
  'application/json',
  'accept',
  'application/json, application/graphql-response+json;q=0.9',
];
const MAX_RESPONSE_BYTES = 10 * 1024 * 1024;
/** Sockets of one subgraph. Further requests wait within their deadline. */
const MAX_CONNECTIONS = 256;
/** Shorter than the keep-alive of our subgraphs (65 s), so that no request is sent on a connection that is closing. */
const IDLE_CONNECTION_MS = 30_000;

const NO_HEADERS: Readonly<Record<string, string>> = {};
const PROBE_BODY = Buffer.from('{"query":"{ __typename }"}');

/** Creates the client of one subgraph. No connection is opened before the first request. */
export function createSubgraphClient({
  name,
  url,
  secret,
  timeoutMs,
  retryPercent,
  breaker: limits,
  onBreakerChange,
  acceptsGzip,
  deduplicates,
  now = () => performance.now(),
}: SubgraphClientOptions): SubgraphClient {
  const { origin, pathname, search } = new URL(url);
  const sign =
    secret === undefined
      ? undefined
      : createSigner({
          key: deriveSubgraphKey(secret, name),
          sender: GATEWAY,
          audience: name,
          target: pathname + search,
        });
  const pool = new Pool(origin, {
    connections: MAX_CONNECTIONS,
    keepAliveTimeout: IDLE_CONNECTION_MS,
    keepAliveMaxTimeout: IDLE_CONNECTION_MS,
    connect: { timeout: timeoutMs },
    // The timeout of a call covers the whole response; a limit between two chunks would not stop a slow drip.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const inFlight = createInFlightCalls();
  const breaker = createBreaker({ ...limits, probe: checkReachable, now, onChange: onBreakerChange });
  const endpoint: Endpoint = {
    service: name,
    pool,
    path: pathname + search,
    maxBytes: MAX_RESPONSE_BYTES,
    acceptsGzip,
    createHeaders,
    breaker,
    retryBudget: createRetryBudget(retryPercent, now),
  };
  /** A probe ignores the breaker, is not counted by it, and is not retried. */
  const probeEndpoint: Endpoint = { ...endpoint, breaker: NO_BREAKER, retryBudget: createRetryBudget(0, now) };

  async function post(
    body: Buffer,
    parse: ((bytes: Buffer) => unknown) | undefined,
    headers: Readonly<Record<string, string>> = NO_HEADERS,
    signal?: AbortSignalLike,
    deadline = Infinity,
  ): Promise<SubgraphResponse> {
    if (signal?.aborted) throw new SubgraphError('SUBGRAPH_UNREACHABLE', name, 'the client disconnected');
    return parseRaw(await send(body, headers, signal, deadline), parse);
  }

  function send(
    body: Buffer,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignalLike | undefined,
    deadline: number,
  ): Promise<RawResponse> {
    const canBeRepeated = isQuery(body);
    const canJoin = canBeRepeated && deduplicates;
    const hash = canJoin ? hashBody(body) : 0;
    const joined = canJoin ? inFlight.find(hash, body, headers, deadline) : undefined;
    if (joined) return joined.wait(signal);

    const time = now();
    const left = deadline - time;
    if (left <= 0)
      throw new SubgraphError('SUBGRAPH_TIMEOUT', name, 'the deadline of the request was over', { afterMs: 0 });
    if (!breaker.admit())
      throw new SubgraphError('SUBGRAPH_UNREACHABLE', name, 'the breaker is open', { reason: 'breaker' });

    const hasFullTimeout = left >= timeoutMs;
    const request = {
      body,
      headers,
      timeoutMs: hasFullTimeout ? timeoutMs : Math.ceil(left),
      isQuery: canBeRepeated,
      hasFullTimeout,
    };
    const canBeJoined = canJoin && hasFullTimeout;
    const call = new SubgraphCall(endpoint, request, time + request.timeoutMs, (ended) =>
      canBeJoined ? inFlight.remove(hash, ended) : canBeRepeated || inFlight.clear(),
    );
    if (canBeJoined) inFlight.add(hash, call);
    const response = call.wait(signal);
    call.send();
    return response;
  }

  async function probe(): Promise<SubgraphResult> {
    const call = new SubgraphCall(
      probeEndpoint,
      { body: PROBE_BODY, headers: NO_HEADERS, timeoutMs, isQuery: true, hasFullTimeout: true },
      Infinity,
      () => undefined,
    );
    const response = call.wait(undefined);
    call.send();
    return parseRaw(await response);
  }

  /** Resolves on any response, also on one that refuses the request. */
  async function checkReachable(): Promise<void> {
    await probe().catch((error: unknown) => {
      if (
        !(error instanceof SubgraphError) ||
        error.code === 'SUBGRAPH_UNREACHABLE' ||
        error.code === 'SUBGRAPH_TIMEOUT'
      )
        throw error;
    });
  }

  function parseRaw({ status, headers, bytes }: RawResponse, parse?: (bytes: Buffer) => unknown): SubgraphResponse {
    const { data, errors } = parseResponse(bytes, name, parse);
    // An error status is accepted only with GraphQL errors that explain it.
    if (status >= 400 && errors.length === 0)
      throw new SubgraphError('SUBGRAPH_BAD_ANSWER', name, `status ${status} without errors`);
    return { data, errors, bytes, database: parseDatabaseState(headers[DATABASE_HEADER]) };
  }

  function createHeaders(body: Buffer, headers: Readonly<Record<string, string>>): string[] {
    const all = [...FIXED_HEADERS, 'accept-encoding', acceptsGzip ? 'gzip' : 'identity'];
    for (const header in headers) all.push(header, headers[header]!);
    if (sign) {
      const signed = sign(body, headers[CALLER_HEADER]);
      for (const header in signed) all.push(header, signed[header as keyof typeof signed]);
    }
    return all;
  }

  return {
    name,
    ask: (request, headers, signal, deadline) =>
      post(Buffer.from(JSON.stringify(request)), undefined, headers, signal, deadline),
    post,
    probe,
    async close() {
      breaker.close();
      await pool.close();
    },
  };
}

function parseDatabaseState(header: string | string[] | undefined): 'up' | 'down' | undefined {
  return header === 'up' || header === 'down' ? header : undefined;
}
