import { performance } from 'node:perf_hooks';
import { Pool } from 'undici';
import { CALLER_HEADER } from '../../subgraphs/runtime/caller.js';
import { DATABASE_HEADER } from '../../subgraphs/runtime/database-header.js';
import { createSigner, SIGNATURE_HEADER } from '../../subgraphs/runtime/signature.js';
import { createBreaker, NO_BREAKER, type BreakerLimits } from './breaker.js';
import { Exchange, type Exchanged, type Line } from './exchange.js';
import { createFlights, markOf } from './flights.js';
import { isQuery } from './is-query.js';
import type { LeaveSignal } from './leave-signal.js';
import { parseAnswer, type GraphQLAnswer } from './parse-answer.js';
import { createRetryBudget } from './retry-budget.js';
import { SubgraphFault } from './subgraph-fault.js';

export interface SubgraphClientOptions {
  name: string;
  /** An http or https address. */
  url: string;
  /** Signs each request; absent for a foreign subgraph. */
  secret: string | undefined;
  /** Milliseconds from asking to the answer's last byte, a second attempt included. */
  timeoutMs: number;
  /** Of a hundred requests, those that may be sent again. */
  retryPercent: number;
  breaker: BreakerLimits;
  /** Told when the subgraph begins to be left alone after many failures, and when it is asked again. */
  onLeftAlone?: (isLeftAlone: boolean) => void;
  /** Whether it may compress its answers: a processor's time on both sides, for fewer bytes on the way. */
  takesGzip: boolean;
  /** Whether a query that asks what another one is asking at the moment waits for its answer. */
  shares: boolean;
  /** Milliseconds of a clock that does not go back. */
  now?: () => number;
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
   * Asks the subgraph. A query is sent once more where the connection fails, and waits for the answer to the same one of
   * the same caller, if that is on its way; each asker gets an answer to keep and change. A mutation is sent once.
   *
   * @param headers sent along; names in lower case.
   * @param signal gives up early, when nobody waits for the answer any more
   * @param deadline by the clock of `performance.now()`, when it must be there
   * @throws SubgraphFault
   */
  ask(
    request: SubgraphRequest,
    headers?: Record<string, string>,
    signal?: LeaveSignal,
    deadline?: number,
  ): Promise<SubgraphAnswer>;
  /** The same for a request that is JSON already, its query first; `parse` reads the answer's JSON, and its texts are byte texts. */
  post(
    body: Buffer,
    parse: (bytes: Buffer) => unknown,
    headers?: Record<string, string>,
    signal?: LeaveSignal,
    deadline?: number,
  ): Promise<SubgraphExchange>;
  /** Asks once for nothing in particular, however often it has failed. */
  probe(): Promise<SubgraphAnswer>;
  /** Lets requests in flight end, then closes every connection. */
  close(): Promise<void>;
}

/** Names and values in turn. */
const OWN_HEADERS = [
  'content-type',
  'application/json',
  'accept',
  'application/json, application/graphql-response+json;q=0.9',
];
const ANSWER_LIMIT = 10 * 1024 * 1024;
/** A hanging subgraph may hold no more sockets than this; requests beyond it wait, within their deadline. */
const MAX_CONNECTIONS = 256;
/** Shorter than the 65 s of a subgraph, so that no request meets a closing connection. */
const IDLE_CONNECTION_MS = 30_000;

const NO_HEADERS: Readonly<Record<string, string>> = {};
const PROBE = Buffer.from('{"query":"{ __typename }"}');

/** Makes the client of one subgraph. No connection is opened before the first request. */
export function createSubgraphClient({
  name,
  url,
  secret,
  timeoutMs,
  retryPercent,
  breaker: limits,
  onLeftAlone,
  takesGzip,
  shares,
  now = () => performance.now(),
}: SubgraphClientOptions): SubgraphClient {
  const { origin, pathname, search } = new URL(url);
  const sign = secret === undefined ? undefined : createSigner(secret);
  const pool = new Pool(origin, {
    connections: MAX_CONNECTIONS,
    keepAliveTimeout: IDLE_CONNECTION_MS,
    keepAliveMaxTimeout: IDLE_CONNECTION_MS,
    connect: { timeout: timeoutMs },
    // The deadline of an exchange covers all of it; a limit between two chunks would let a slow drip live on.
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  const flights = createFlights();
  const breaker = createBreaker({ ...limits, probe: reach, now, onChange: onLeftAlone });
  const line: Line = {
    service: name,
    pool,
    path: pathname + search,
    maxBytes: ANSWER_LIMIT,
    takesGzip,
    headersOf,
    breaker,
    budget: createRetryBudget(retryPercent, now),
  };
  /** A probe neither waits for the breaker nor tells it anything, and is not tried again. */
  const probing: Line = { ...line, breaker: NO_BREAKER, budget: createRetryBudget(0, now) };

  async function post(
    body: Buffer,
    parse: ((bytes: Buffer) => unknown) | undefined,
    headers: Readonly<Record<string, string>> = NO_HEADERS,
    signal?: LeaveSignal,
    deadline = Infinity,
  ): Promise<SubgraphExchange> {
    if (signal?.aborted) throw new SubgraphFault('SUBGRAPH_UNREACHABLE', name, 'nobody waits for the answer any more');
    return answerOf(await exchanged(body, headers, signal, deadline), parse);
  }

  function exchanged(
    body: Buffer,
    headers: Readonly<Record<string, string>>,
    signal: LeaveSignal | undefined,
    deadline: number,
  ): Promise<Exchanged> {
    const isRead = isQuery(body);
    const mark = isRead && shares ? markOf(body) : 0;
    const shared = isRead && shares ? flights.find(mark, body, headers, deadline) : undefined;
    if (shared) return shared.wait(signal);

    const time = now();
    const left = deadline - time;
    if (left <= 0)
      throw new SubgraphFault('SUBGRAPH_TIMEOUT', name, 'the time of the request was over', { afterMs: 0 });
    if (!breaker.admit())
      throw new SubgraphFault('SUBGRAPH_UNREACHABLE', name, 'the breaker is open', { reason: 'breaker' });

    const isWhole = left >= timeoutMs;
    const request = { body, headers, timeoutMs: isWhole ? timeoutMs : Math.ceil(left), isQuery: isRead, isWhole };
    const isShared = isRead && shares && isWhole;
    const exchange = new Exchange(line, request, time + request.timeoutMs, (over) =>
      isShared ? flights.remove(mark, over) : isRead || flights.clear(),
    );
    if (isShared) flights.add(mark, exchange);
    const answer = exchange.wait(signal);
    exchange.send();
    return answer;
  }

  async function probe(): Promise<SubgraphAnswer> {
    const exchange = new Exchange(
      probing,
      { body: PROBE, headers: NO_HEADERS, timeoutMs, isQuery: true, isWhole: true },
      Infinity,
      () => undefined,
    );
    const answer = exchange.wait(undefined);
    exchange.send();
    return answerOf(await answer);
  }

  /** Any answer will do, also one that refuses. */
  async function reach(): Promise<void> {
    await probe().catch((error: unknown) => {
      if (
        !(error instanceof SubgraphFault) ||
        error.code === 'SUBGRAPH_UNREACHABLE' ||
        error.code === 'SUBGRAPH_TIMEOUT'
      )
        throw error;
    });
  }

  function answerOf({ status, headers, bytes }: Exchanged, parse?: (bytes: Buffer) => unknown): SubgraphExchange {
    const { data, errors } = parseAnswer(bytes, name, parse);
    // A status of failure is believed only where GraphQL's own errors explain it.
    if (status >= 400 && errors.length === 0)
      throw new SubgraphFault('SUBGRAPH_BAD_ANSWER', name, `status ${status} without errors`);
    return { data, errors, bytes, database: databaseState(headers[DATABASE_HEADER]) };
  }

  function headersOf(body: Buffer, headers: Readonly<Record<string, string>>): string[] {
    const all = [...OWN_HEADERS, 'accept-encoding', takesGzip ? 'gzip' : 'identity'];
    for (const header in headers) all.push(header, headers[header]!);
    if (sign) all.push(SIGNATURE_HEADER, sign({ body, caller: headers[CALLER_HEADER] ?? '' }));
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

function databaseState(header: string | string[] | undefined): 'up' | 'down' | undefined {
  return header === 'up' || header === 'down' ? header : undefined;
}
