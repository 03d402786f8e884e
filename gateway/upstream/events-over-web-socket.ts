import { WebSocket } from 'ws';
import { mayHoldExactNumbers, textOfMember } from '../executor/executor.js';
import type { ConnectionListener, OpenEvents } from './event-sources.js';
import type { EventsOptions } from './events-over-sse.js';
import { SubgraphError } from './subgraph-error.js';

const PROTOCOL = 'graphql-transport-ws';

interface EventsOverWebSocketOptions extends EventsOptions {
  /** Milliseconds between two pings. A connection that says nothing from one to the next is lost. */
  heartbeatMs?: number;
}

/** Proxies close connections that are idle, often after a minute. */
const HEARTBEAT_MS = 20_000;

/**
 * What sends subscriptions over WebSockets, each over one of its own:
 * https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
 *
 * Nothing is signed: the headers go with the request that opens the connection.
 */
export function createEventsOverWebSocket(options: EventsOverWebSocketOptions): OpenEvents {
  const { service, url, timeoutMs, maxBytes, lookup, heartbeatMs = HEARTBEAT_MS } = options;
  return (body, headers, listener) => {
    const socket = new WebSocket(url, PROTOCOL, {
      headers: { ...headers },
      handshakeTimeout: timeoutMs,
      maxPayload: maxBytes,
      perMessageDeflate: false,
      followRedirects: false,
      ...(lookup && { lookup }),
    });
    let isEnded = false;
    const end = (failure: SubgraphError | undefined) => {
      if (isEnded) return;
      isEnded = true;
      clearTimeout(timer);
      clearInterval(heartbeat);
      if (socket.readyState === socket.OPEN) socket.close(1000);
      else socket.terminate();
      listener.ended(failure);
    };
    const fail = (detail: string, code: 'SUBGRAPH_UNREACHABLE' | 'SUBGRAPH_BAD_ANSWER' = 'SUBGRAPH_UNREACHABLE') =>
      end(new SubgraphError(code, service, detail));
    const timer = setTimeout(
      () => end(new SubgraphError('SUBGRAPH_TIMEOUT', service, 'no connection_ack', { afterMs: timeoutMs })),
      timeoutMs,
    );

    let isAlive = true;
    const heartbeat = setInterval(() => {
      if (socket.readyState !== socket.OPEN) return;
      if (!isAlive) {
        socket.terminate();
        return fail('the subgraph does not answer the pings of a WebSocket');
      }
      isAlive = false;
      socket.ping();
    }, heartbeatMs).unref();

    const told: ConnectionListener = {
      opened() {
        clearTimeout(timer);
        socket.send(`{"id":"1","type":"subscribe","payload":${body.toString('utf8')}}`);
        listener.opened();
      },
      event: (response, id) => isEnded || listener.event(response, id),
      ended: end,
    };
    socket.on('open', () => socket.send('{"type":"connection_init"}'));
    socket.on('pong', () => (isAlive = true));
    socket.on('message', (data) => {
      isAlive = true;
      const problem = takeMessage(String(data as Buffer), socket, told);
      if (problem !== undefined) fail(problem, 'SUBGRAPH_BAD_ANSWER');
    });
    socket.on('error', ({ message }) => fail(message));
    socket.on('close', (code) => fail(`the subgraph closed the WebSocket of a subscription with the code ${code}`));
    return () => {
      isEnded = true;
      clearTimeout(timer);
      clearInterval(heartbeat);
      socket.terminate();
    };
  };
}

/** @returns what is wrong with the message */
function takeMessage(text: string, socket: WebSocket, listener: ConnectionListener): string | undefined {
  let type: unknown;
  try {
    const message = JSON.parse(text) as { type?: unknown; payload?: unknown };
    ({ type } = message);
    if (type === 'next' || type === 'error') {
      const payload = mayHoldExactNumbers(text) ? textOfMember(text, 'payload') : JSON.stringify(message.payload);
      listener.event(Buffer.from(type === 'next' ? payload : `{"errors":${payload}}`), undefined);
    }
  } catch (error) {
    return `a message that is not JSON: ${(error as Error).message}`;
  }
  if (type === 'connection_ack') listener.opened();
  else if (type === 'complete' || type === 'error') listener.ended(undefined);
  else if (type === 'ping') socket.send('{"type":"pong"}');
  else if (type !== 'next' && type !== 'pong') return `a message of the type ${String(type)}`;
  return undefined;
}
