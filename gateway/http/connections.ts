import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

type RequestHandler = (request: IncomingMessage, response: ServerResponse) => void;

/** What is known of a response: one of HTTP, or that to an operation of a stream. */
export interface ResponseLike extends Pick<ServerResponse, 'socket' | 'writableEnded' | 'writableFinished'> {
  /** Emitted when the response is ready. */
  once(event: 'prefinish', listener: () => void): unknown;
}

/** Called once. `wasSent` is false when the connection ended before the client had taken the whole response. */
type EndListener = (wasSent: boolean) => void;

interface Connection {
  /** Requests that are handled, or whose response waits to be sent. */
  readonly running: Set<ServerResponse>;
  /** Pipelined requests whose handling begins later, in their order. */
  waiting: Array<() => void>;
}

/** Of one connection: pipelined requests (RFC 9112 section 9.3.2) that are handled at the same time. */
const MAX_RUNNING = 10;
/** Of one connection: pipelined requests that may wait for that. No known client sends so many; the connection is closed beyond. */
const MAX_WAITING = 100;

/**
 * Keeps account of the requests of each connection, so that everything counted or held for a request is released when its
 * connection ends. Node 20 emits `close` only on the response that is being sent: a response that is still queued behind
 * another one of its connection emits no `close` (https://github.com/nodejs/node/pull/62534).
 */
export class Connections {
  readonly #open = new Map<Socket, Connection>();
  readonly #listeners = new Map<ResponseLike, EndListener[]>();

  /** Requests that are handled, or whose response waits to be sent. */
  get running(): number {
    return this.#listeners.size;
  }

  /** Pipelined requests whose handling has not begun. */
  get waiting(): number {
    let sum = 0;
    for (const { waiting } of this.#open.values()) sum += waiting.length;
    return sum;
  }

  /** Handles a request now, or when enough earlier requests of its connection have ended. */
  accept(request: IncomingMessage, response: ServerResponse, handle: RequestHandler): void {
    const { socket } = request;
    // Requests that were read together with one after which the connection was closed.
    if (socket.destroyed) return;
    const connection = this.#open.get(socket) ?? this.#add(socket);
    const begin = () => {
      connection.running.add(response);
      this.begin(response);
      response.once('close', () => this.#end(connection, response));
      handle(request, response);
    };
    if (connection.running.size < MAX_RUNNING) begin();
    else if (connection.waiting.length < MAX_WAITING) connection.waiting.push(begin);
    else socket.destroy();
  }

  /** Keeps account of an operation that came over an open stream, until {@link end}. */
  begin(response: ResponseLike): void {
    this.#listeners.set(response, []);
  }

  /** The response has been sent, or nobody waits for it any more. */
  end(response: ResponseLike): void {
    const listeners = this.#listeners.get(response);
    if (!listeners) return;
    this.#listeners.delete(response);
    for (const listener of listeners) listener(response.writableFinished);
  }

  /** True when the response has been sent, or its connection has ended. */
  hasEnded(response: ResponseLike): boolean {
    return !this.#listeners.has(response);
  }

  /** Calls the listener when the response has been sent or its connection has ended; at once when that is so already. */
  whenEnded(response: ResponseLike, listener: EndListener): void {
    const listeners = this.#listeners.get(response);
    if (listeners) listeners.push(listener);
    else listener(response.writableFinished);
  }

  #add(socket: Socket): Connection {
    const connection: Connection = { running: new Set(), waiting: [] };
    this.#open.set(socket, connection);
    socket.once('close', () => {
      this.#open.delete(socket);
      connection.waiting = [];
      for (const response of connection.running) this.#end(connection, response);
    });
    return connection;
  }

  #end(connection: Connection, response: ServerResponse): void {
    if (!connection.running.delete(response)) return;
    this.end(response);
    connection.waiting.shift()?.();
  }
}

/**
 * Closes connections whose client does not take what is sent to it, after `stalledMs` without progress. Connections without
 * a request keep the server's keep-alive timeout.
 */
export function closeStalledConnections(server: Server, stalledMs: number): void {
  // A socket's timer is reset whenever bytes are read from it or taken by its peer.
  server.setTimeout(stalledMs, (socket: Socket) => {
    const isStalled = socket.writableLength > 0;
    // Node gives a socket another timeout between two requests: the keep-alive timeout and a second more.
    const isIdle = socket.timeout !== server.timeout;
    // What else is silent waits for its response, or does not send its request: that has a timeout of its own.
    if (isStalled || isIdle) socket.destroy();
  });
}
