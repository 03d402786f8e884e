import type { LookupFunction } from 'node:net';
import { performance } from 'node:perf_hooks';
import { Pool } from 'undici';
import type { ChangesRequest, ChangesResponse } from '../../subgraphs/protocol/freshness.js';
import { CALLER_HEADER, DATABASE_HEADER, TIMEOUT_HEADER } from '../../subgraphs/protocol/headers.js';
import { deriveSubgraphKey } from '../../subgraphs/protocol/keys.js';
import { createSigner, GATEWAY } from '../../subgraphs/protocol/signature.js';
import type { AbortSignalLike } from './abort-signal-like.js';
import { Addresses, type Address } from './addresses.js';
import { createBreaker, NO_BREAKER, type BreakerLimits, type CallOutcome } from './breaker.js';
import { Bulkhead, NO_BULKHEAD, type BulkheadLimits } from './bulkhead.js';
import { createChangesClient } from './changes-client.js';
import type { Headers } from './check-response-head.js';
import { EventSources, type EventListener, type OpenEvents, type SourceHandle } from './event-sources.js';
import { createEventsOverSse } from './events-over-sse.js';
import { createEventsOverWebSocket } from './events-over-web-socket.js';
import { parseResponse, type GraphQLResult } from './parse-response.js';
import { createInFlightCalls, hashBody, isQuery } from './request-deduplication.js';
import { createRetryBudget } from './retry-budget.js';
import { SubgraphCall, type Endpoint, type RawResponse } from './subgraph-call.js';
import { ClientDisconnected, SubgraphError } from './subgraph-error.js';

export interface SubgraphClientOptions {
  name: string;
  /** Http or https addresses, at least one: each may be asked for everything. */
  urls: readonly string[];
  /** Where it takes subscriptions: over SSE at an http address, over WebSockets at a ws address. Absent: over SSE at `urls`. */
  subscriptionUrl?: string | undefined;
  /** Signs each request; absent for a foreign subgraph. */
  secret: string | undefined;
  /** Milliseconds until the last byte of a response, a retry included. */
  timeoutMs: number;
  /** Share of requests that may be retried. */
  retryPercent: number;
  breaker: BreakerLimits;
  bulkhead: BulkheadLimits;
  /** Called when the breaker opens, and when it closes. */
  onBreakerChange?: (isOpen: boolean) => void;
  /** Called when one of several addresses is ejected because it has failed, and when it is used again. */
  onAddressChange?: (url: string, isOut: boolean) => void;
  /** Called with the milliseconds of each call that has ended, whoever has waited for it; not of probes. */
  onCallEnded?: ((ms: number, outcome: CallOutcome) => void) | undefined;
  /** Whether responses may be compressed: it saves bandwidth and costs CPU on both sides. */
  acceptsGzip: boolean;
  /** Whether a query joins an identical one that is in flight. */
  deduplicates: boolean;
  /** Resolves its host name; absent: as the system does. */
  lookup?: LookupFunction | undefined;
  /** Milliseconds of a monotonic clock. */
  now?: () => number;
}

interface SubgraphRequest {
  query: string;
  variables?: Record<string, unknown> | undefined;
  operationName?: string | undefined;
}

interface SubgraphResult extends GraphQLResult {
  /** State of the database, which our own subgraphs send with every response; undefined for foreign subgraphs. */
  database: 'up' | 'down' | undefined;
  /** Of the response; names in lower case. */
  headers: Headers;
}

/** A result whose strings are byte texts, with the bytes of the response, from which it can be parsed again. */
export interface SubgraphResponse extends SubgraphResult {
  bytes: Buffer;
}

export interface SubgraphClient {
  readonly name: string;
  readonly isBreakerOpen: boolean;
  /** Calls that may be in flight. */
  readonly concurrency: number;
  /** Aborted when it is closed. */
  readonly closed: AbortSignal;
  /**
   * Sends a request. A query is retried once when the connection fails, at another address if there is one, and joins an identical query of the same caller
   * that is in flight; each waiter gets a result of its own, which it may change. A mutation is sent once.
   *
   * @param headers sent with the request; names in lower case
   * @param signal aborted when the client disconnected
   * @param deadline by `performance.now()`
   * @throws SubgraphError
   */
  request(
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
  /**
   * Asks for the changes of its store, once, in any state of breaker and bulkhead.
   *
   * @throws SubgraphError when it does not respond, or does not tell of changes
   */
  changes(request: ChangesRequest, signal: AbortSignal): Promise<ChangesResponse>;
  /**
   * Sends a subscription, in any state of breaker and bulkhead, or joins an equal one that is open.
   *
   * @param body in JSON
   * @param headers sent with the request; names in lower case
   */
  listen(body: Buffer, headers: Record<string, string>, listener: EventListener): SourceHandle;
  /** No query joins any of those that are in flight now: what they read may have changed. */
  endSharing(): void;
  /** Sends a trivial query once, in any state of breaker and bulkhead. */
  probe(): Promise<SubgraphResult>;
  /** Present numbers: waiting clients, sent calls, calls in the queue, open subscriptions. */
  usage(): { callers: number; inFlight: number; queued: number; subscriptions: number };
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
/** Share of the timeout within which a connection to one of several addresses must be open, so that time for another is left. */
const CONNECT_SHARE = 1 / 4;
/** Connections beside those of the calls in flight, so that probes never wait. */
const PROBE_CONNECTIONS = 2;
/** Shorter than the keep-alive of our subgraphs (65 s), so that no request is sent on a connection that is closing. */
const IDLE_CONNECTION_MS = 30_000;

const NO_HEADERS: Readonly<Record<string, string>> = {};
/** Milliseconds that breaker and bulkhead wait for the response to a probe: when one is lost, the next is sent soon. */
const PROBE_TIMEOUT_MS = 1_000;
const PROBE_BODY = Buffer.from('{"query":"{ __typename }"}');

/** Creates the client of one subgraph. No connection is opened before the first request. */
export function createSubgraphClient({
  name,
  urls,
  subscriptionUrl,
  secret,
  timeoutMs,
  retryPercent,
  breaker: breakerLimits,
  bulkhead: bulkheadLimits,
  onBreakerChange,
  onAddressChange,
  onCallEnded,
  acceptsGzip,
  deduplicates,
  lookup,
  now = () => performance.now(),
}: SubgraphClientOptions): SubgraphClient {
  const signerFor = (address: string) => {
    const { pathname: path, search: query } = new URL(address);
    const key = secret === undefined ? undefined : deriveSubgraphKey(secret, name);
    return key === undefined ? undefined : createSigner({ key, sender: GATEWAY, audience: name, target: path + query });
  };
  const closing = new AbortController();
  const opened = urls.map(openAddress);
  const addresses = new Addresses(opened, {
    now,
    async probe(address) {
      const result = await checkReachable({ ...probeEndpoint, addresses: new Addresses([address], { now }) });
      if (result?.database === 'down') throw new SubgraphError('SUBGRAPH_UNREACHABLE', name, 'its database is down');
    },
    onChange: ({ url }, isOut) => onAddressChange?.(url, isOut),
  });
  /** Index of the address whose changes are followed, for as long as it responds. */
  let followed = Math.floor(Math.random() * opened.length);
  const sources = new EventSources(name, openEvents);
  let isBreakerOpen = false;
  const inFlight = createInFlightCalls();
  const breaker = createBreaker({
    ...breakerLimits,
    probe: () => checkReachable(),
    now,
    onChange: handleBreakerChange,
  });
  const bulkhead = new Bulkhead({ ...bulkheadLimits, timeoutMs, probe: () => checkReachable(), now });
  const endpoint: Endpoint = {
    service: name,
    addresses,
    maxBytes: MAX_RESPONSE_BYTES,
    createHeaders,
    breaker,
    bulkhead,
    now,
    retryBudget: createRetryBudget(retryPercent, now),
    onCallEnded,
  };
  /** A probe ignores breaker and bulkhead, is not counted by them, and is not retried. */
  const probeEndpoint: Endpoint = {
    ...endpoint,
    breaker: NO_BREAKER,
    bulkhead: NO_BULKHEAD,
    retryBudget: createRetryBudget(0, now),
    onCallEnded: undefined,
  };

  function openAddress(url: string): Address {
    const { origin, pathname, search } = new URL(url);
    const pool = new Pool(origin, {
      connections: bulkheadLimits.concurrency + PROBE_CONNECTIONS,
      keepAliveTimeout: IDLE_CONNECTION_MS,
      keepAliveMaxTimeout: IDLE_CONNECTION_MS,
      connect: {
        timeout: urls.length === 1 ? timeoutMs : Math.ceil(timeoutMs * CONNECT_SHARE),
        ...(lookup && { lookup }),
      },
      // The timeout of a call covers the whole response; a limit between two chunks would not stop a slow drip.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    const eventsUrl = subscriptionUrl ?? url;
    const ofEvents = { service: name, url: eventsUrl, timeoutMs, maxBytes: MAX_RESPONSE_BYTES, lookup };
    const events = /^wss?:/.test(eventsUrl)
      ? { open: createEventsOverWebSocket(ofEvents), close: async () => undefined }
      : createEventsOverSse({ ...ofEvents, sign: signerFor(eventsUrl) });
    const changes = createChangesClient({ name, url, secret, lookup });
    return { url, pool, path: pathname + search, sign: signerFor(url), changes, events };
  }

  /** A stream counts as no pending attempt: it lasts long, and costs little. */
  function openEvents(...[body, headers, listener]: Parameters<OpenEvents>): () => void {
    const use = addresses.acquire(false);
    addresses.release(use);
    return use.address.events.open(body, headers, {
      opened: () => listener.opened(),
      event: (response, id) => listener.event(response, id),
      ended(failure) {
        const isLost = subscriptionUrl === undefined && failure?.code === 'SUBGRAPH_UNREACHABLE';
        addresses.report(use, isLost ? 'unreachable' : 'unknown');
        listener.ended(failure);
      },
    });
  }

  /** Any address tells the changes after any position. */
  async function askChanges(request: ChangesRequest, signal: AbortSignal): Promise<ChangesResponse> {
    for (let left = opened.length; ; left -= 1)
      try {
        return await opened[followed]!.changes.ask(request, signal);
      } catch (error) {
        followed = (followed + 1) % opened.length;
        if (left === 1 || signal.aborted) throw error;
      }
  }

  async function post(
    body: Buffer,
    parse: ((bytes: Buffer) => unknown) | undefined,
    headers: Readonly<Record<string, string>> = NO_HEADERS,
    signal?: AbortSignalLike,
    deadline = Infinity,
  ): Promise<SubgraphResponse> {
    if (signal?.aborted) throw new ClientDisconnected(name);
    const response = await send(body, headers, signal, deadline);
    try {
      return parseRaw(response, parse);
    } catch (error) {
      throw error instanceof SubgraphError && !isQuery(body) ? error.withMayBeDone() : error;
    }
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
    const joined = canJoin ? inFlight.find(hash, body, headers, deadline, now()) : undefined;
    if (joined) {
      if (!bulkhead.acceptsCaller()) throw createOverloadedError();
      return joined.wait(signal);
    }

    const time = now();
    const left = deadline - time;
    if (left <= 0) throw new SubgraphError('REQUEST_DEADLINE', name, 'the deadline of the request was over');
    if (!bulkhead.acceptsCaller() || !bulkhead.acceptsCall()) throw createOverloadedError();
    const ticket = breaker.admit();
    if (ticket === undefined) throw createBreakerError();

    const hasFullTimeout = left >= timeoutMs;
    const request = {
      body,
      headers,
      timeoutMs: hasFullTimeout ? timeoutMs : Math.ceil(left),
      isQuery: canBeRepeated,
      hasFullTimeout,
      ticket,
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

  /** The calls in the queue would only wait for a subgraph that does not respond. */
  function handleBreakerChange(isOpen: boolean): void {
    isBreakerOpen = isOpen;
    if (isOpen) for (const call of bulkhead.queued) call.cancel(createBreakerError());
    onBreakerChange?.(isOpen);
  }

  function createBreakerError(): SubgraphError {
    return new SubgraphError('SUBGRAPH_UNREACHABLE', name, 'the breaker is open', { reason: 'breaker' });
  }

  function createOverloadedError(): SubgraphError {
    const { callers, inFlight, queued } = bulkhead;
    const detail = `${callers} clients wait, ${inFlight} calls are in flight, ${queued.length} queued`;
    return new SubgraphError('SUBGRAPH_OVERLOADED', name, detail);
  }

  async function probe(probeTimeoutMs = timeoutMs, at = probeEndpoint): Promise<SubgraphResult> {
    const call = new SubgraphCall(
      at,
      {
        body: PROBE_BODY,
        headers: NO_HEADERS,
        timeoutMs: probeTimeoutMs,
        isQuery: true,
        hasFullTimeout: true,
        ticket: 0,
      },
      now() + probeTimeoutMs,
      () => undefined,
    );
    const response = call.wait(undefined);
    call.send();
    return parseRaw(await response);
  }

  /** Resolves on any response, also on one that refuses the request; to undefined then. */
  async function checkReachable(at = probeEndpoint): Promise<SubgraphResult | undefined> {
    return probe(Math.min(timeoutMs, PROBE_TIMEOUT_MS), at).catch((error: unknown) => {
      if (
        !(error instanceof SubgraphError) ||
        error.code === 'SUBGRAPH_UNREACHABLE' ||
        error.code === 'SUBGRAPH_TIMEOUT'
      )
        throw error;
      return undefined;
    });
  }

  function parseRaw({ headers, bytes }: RawResponse, parse?: (bytes: Buffer) => unknown): SubgraphResponse {
    const { data, errors } = parseResponse(bytes, name, parse);
    return { data, errors, bytes, headers, database: parseDatabaseState(headers[DATABASE_HEADER]) };
  }

  function createHeaders(
    body: Buffer,
    headers: Readonly<Record<string, string>>,
    leftMs: number,
    { sign }: Address,
  ): string[] {
    const all = [...FIXED_HEADERS, 'accept-encoding', acceptsGzip ? 'gzip' : 'identity'];
    all.push(TIMEOUT_HEADER, String(Math.max(1, Math.ceil(leftMs))));
    for (const header in headers) all.push(header, headers[header]!);
    if (sign) {
      const signed = sign(body, headers[CALLER_HEADER]);
      for (const header in signed) all.push(header, signed[header as keyof typeof signed]);
    }
    return all;
  }

  return {
    name,
    get isBreakerOpen() {
      return isBreakerOpen;
    },
    concurrency: bulkheadLimits.concurrency,
    closed: closing.signal,
    request: (request, headers, signal, deadline) =>
      post(Buffer.from(JSON.stringify(request)), undefined, headers, signal, deadline),
    post,
    changes: askChanges,
    listen: (body, headers, listener) => sources.listen(body, headers, listener),
    endSharing: () => inFlight.clear(),
    probe: () => probe(),
    usage: () => ({
      callers: bulkhead.callers,
      inFlight: bulkhead.inFlight,
      queued: bulkhead.queued.length,
      subscriptions: sources.size,
    }),
    async close() {
      closing.abort();
      breaker.close();
      sources.close();
      await addresses.close();
    },
  };
}

function parseDatabaseState(header: string | string[] | undefined): 'up' | 'down' | undefined {
  return header === 'up' || header === 'down' ? header : undefined;
}
