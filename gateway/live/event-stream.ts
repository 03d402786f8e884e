import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { HttpError } from '../http/http-error.js';
import { rateLimitKey } from '../limits/rate-limit-key.js';
import type { RequestState } from '../pipeline/request-state.js';
import { streamClientOf } from './exchange.js';
import { inOneLine } from './live-result.js';
import { openOperation, type StreamOptions } from './open-operation.js';
import { OperationRefused, type Results } from './results.js';

const MEDIA_TYPE = 'text/event-stream';
const ACCEPT = {
  en: 'The header Accept must allow text/event-stream. A single result is at /graphql.',
  th: 'ส่วนหัว accept ของคำขอต้องรับ text/event-stream ส่วนผลลัพธ์ครั้งเดียวอยู่ที่ /graphql',
};

const HEADERS = {
  'content-type': `${MEDIA_TYPE}; charset=utf-8`,
  // No proxy may keep it, compress it or wait for its end.
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
};

/** Milliseconds after which an EventSource connects again; drawn for each stream, so that not all come back at once. */
const RETRY_MS = { least: 1_000, most: 4_000 };

const COMMENT = ':\n\n';
const COMPLETE = 'event: complete\ndata:\n\n';

/**
 * Serves operations as server-sent events, in the distinct connections mode of graphql-sse:
 * https://github.com/enisdenjo/graphql-sse/blob/master/PROTOCOL.md
 *
 * What is wrong with the HTTP request, or with the caller, has an HTTP status; what is wrong with the document is an event.
 */
export function serveEventStream(app: FastifyInstance, options: StreamOptions): void {
  const { url, connections, streams, trustedProxies } = options;

  app.route({
    method: ['GET', 'POST'],
    url,
    exposeHeadRoute: false,
    onRequest: async (request, reply) => {
      if (!accepts(request.headers.accept)) throw new HttpError('NOT_ACCEPTABLE', ACCEPT);
      request.graphState = await options.pipeline.admit(request, reply);
    },
    handler: async (request, reply) => {
      streams.check();
      const state = request.graphState!;
      const client = streamClientOf(request);
      const lastEventId = request.headers['last-event-id'];
      // What the client accepts is the stream; the graph gives JSON.
      request.headers.accept = 'application/graphql-response+json';
      const knownId = typeof lastEventId === 'string' ? lastEventId : undefined;
      const opened = await openOperation(state, client, { ...options, knownId });
      if (connections.hasEnded(reply.raw)) return reply.hijack();
      if (opened.kind === 'refused' && state.text === undefined) return opened.body;
      if (opened.kind === 'several') return streamResults(reply, state, opened.open);
      const response = writeHead(reply);
      response.end(`${eventOf(inOneLine(opened.body))}${COMPLETE}`);
      return reply;
    },
  });

  async function streamResults(reply: FastifyReply, state: RequestState, open: () => Results): Promise<FastifyReply> {
    const response = reply.raw;
    let hasEnded = false;
    const leave = streams.add(
      {
        // What the client has not read yet shows it that the stream lives.
        beat: () => void (response.headersSent && response.writableLength === 0 && response.write(COMMENT)),
        end(why) {
          if (hasEnded) return;
          hasEnded = true;
          results.close();
          if (!response.headersSent) writeHead(reply);
          // Without the last event, a client connects again.
          response.end(why === 'token' ? COMPLETE : undefined);
        },
      },
      rateLimitKey(state.identity, reply.request.raw, trustedProxies),
      state.identity,
    );
    const results = open();
    connections.whenEnded(response, () => {
      hasEnded = true;
      results.close();
      leave();
    });
    try {
      await results.ready();
      if (hasEnded) return reply.hijack();
      writeHead(reply);
      for await (const { text, id } of results) await write(response, eventOf(text, id));
    } catch (error) {
      if (!(error instanceof OperationRefused)) throw error;
      if (!response.headersSent) writeHead(reply);
      response.write(eventOf(inOneLine(error.body)));
    }
    if (!hasEnded) response.end(COMPLETE);
    return reply;
  }
}

function accepts(accept: string | undefined): boolean {
  return accept !== undefined && /(^|,)\s*text\/(event-stream|\*)\s*(;|,|$)|(^|,)\s*\*\/\*/i.test(accept);
}

/** The headers that hooks have set, and those of a stream; then the reply is ours. */
function writeHead(reply: FastifyReply): ServerResponse {
  const response = reply.hijack().raw;
  const headers = Object.entries({ ...reply.getHeaders(), ...HEADERS });
  for (const [name, value] of headers) if (value !== undefined) response.setHeader(name, value);
  response.writeHead(200);
  const retryMs = Math.round(RETRY_MS.least + Math.random() * (RETRY_MS.most - RETRY_MS.least));
  response.write(`retry: ${retryMs}\n\n`);
  return response;
}

function eventOf(text: string, id?: string): string {
  return `event: next\n${id === undefined ? '' : `id: ${id}\n`}data: ${text}\n\n`;
}

/** Resolves when the client can take more, or has gone. */
async function write(response: ServerResponse, text: string): Promise<void> {
  if (response.destroyed || response.write(text)) return;
  const gone = new AbortController();
  const end = () => gone.abort();
  response.once('close', end);
  await once(response, 'drain', { signal: gone.signal }).catch(() => undefined);
  response.off('close', end);
}
