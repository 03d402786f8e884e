import type { LookupFunction } from 'node:net';
import { Pool, type Dispatcher } from 'undici';
import { CALLER_HEADER } from '../../subgraphs/protocol/headers.js';
import type { Signer } from '../../subgraphs/protocol/signature.js';
import { checkResponseHead, type Headers as ResponseHeaders } from './check-response-head.js';
import { EventStreamParser } from './event-stream-parser.js';
import type { ConnectionListener, OpenEvents } from './event-sources.js';
import { SubgraphError, toSubgraphError } from './subgraph-error.js';

export interface EventsOptions {
  /** Of the subgraph. */
  service: string;
  url: string;
  /** Milliseconds until the response has begun. */
  timeoutMs: number;
  /** Bytes of one event. */
  maxBytes: number;
  lookup?: LookupFunction | undefined;
}

interface EventsOverSseOptions extends EventsOptions {
  /** Absent for a foreign subgraph. */
  sign: Signer | undefined;
  /** Milliseconds without a byte after which a stream counts as lost that has shown a sign of life before. */
  silenceMs?: number;
}

const SILENCE_MS = 45_000;

/** Types of events that have a result: servers that are older than graphql-sse name none. */
const RESULTS: ReadonlySet<string> = new Set(['next', 'message']);

/** What sends subscriptions as server-sent events, in the distinct connections mode of graphql-sse. */
export function createEventsOverSse(options: EventsOverSseOptions): { open: OpenEvents; close(): Promise<void> } {
  const { service, url, timeoutMs, lookup, sign } = options;
  const { origin, pathname, search } = new URL(url);
  const pool = new Pool(origin, {
    connect: { timeout: timeoutMs, ...(lookup && { lookup }) },
    headersTimeout: timeoutMs,
    // A stream may say nothing for long.
    bodyTimeout: 0,
  });

  return {
    open(body, headers, listener) {
      const ending = new AbortController();
      const request = {
        path: pathname + search,
        method: 'POST' as const,
        headers: {
          ...headers,
          'content-type': 'application/json',
          accept: 'text/event-stream',
          ...sign?.(body, headers[CALLER_HEADER]),
        },
        body,
        signal: ending.signal,
      };
      void pool
        .request(request)
        .then((response) => readResponse(response, options, listener))
        .then(
          (failure) => ending.signal.aborted || listener.ended(failure),
          (error: unknown) => ending.signal.aborted || listener.ended(toSubgraphError(error, service, timeoutMs)),
        );
      return () => ending.abort();
    },
    close: () => pool.destroy(),
  };
}

/** Resolves when nothing follows: to why, or to undefined when the subgraph has ended it. */
async function readResponse(
  { statusCode, headers, body }: Dispatcher.ResponseData,
  options: EventsOverSseOptions,
  listener: ConnectionListener,
): Promise<SubgraphError | undefined> {
  const isStream = statusCode === 200 && /^\s*text\/event-stream\s*(;|$)/i.test(String(headers['content-type'] ?? ''));
  return isStream ? readStream(body, options, listener) : readRefusal(statusCode, headers, body, options, listener);
}

async function readStream(
  body: Dispatcher.ResponseData['body'],
  { service, maxBytes, silenceMs = SILENCE_MS }: EventsOverSseOptions,
  listener: ConnectionListener,
): Promise<SubgraphError | undefined> {
  listener.opened();
  let isComplete = false;
  let silence: NodeJS.Timeout | undefined;
  const parser = new EventStreamParser(
    maxBytes,
    ({ type, id, data }) => {
      if (type === 'complete') isComplete = true;
      else if (RESULTS.has(type) && !isComplete) listener.event(Buffer.from(data, 'latin1'), id);
    },
    () => (silence ??= setTimeout(() => body.destroy(new Error('the stream is silent')), silenceMs).unref()),
  );
  try {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      silence?.refresh();
      parser.push(chunk);
      if (isComplete) return undefined;
    }
  } catch (error) {
    if (error instanceof RangeError) return new SubgraphError('SUBGRAPH_BAD_ANSWER', service, error.message);
    throw error;
  } finally {
    clearTimeout(silence);
  }
  return new SubgraphError('SUBGRAPH_UNREACHABLE', service, 'the subgraph closed the stream of a subscription');
}

/** A subgraph may say in an ordinary response why it does not serve a subscription: then that is its only result. */
async function readRefusal(
  status: number,
  headers: ResponseHeaders,
  body: Dispatcher.ResponseData['body'],
  { service, maxBytes }: EventsOverSseOptions,
  listener: ConnectionListener,
): Promise<SubgraphError | undefined> {
  const problem = checkResponseHead(status, headers, service);
  if (problem) {
    body.destroy();
    return problem;
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > maxBytes) return new SubgraphError('SUBGRAPH_BAD_ANSWER', service, `more than ${maxBytes} bytes`);
  }
  listener.event(Buffer.concat(chunks), undefined);
  return undefined;
}
