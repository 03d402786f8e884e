import type { Server } from 'node:http';
import { Server as Listener, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** Closes a server without losing a request. Call `stopAccepting`, then `drain`, then close the server. */
export interface GracefulShutdown {
  /** Closes the listener once the connections that wait in its backlog have been accepted. Open connections stay. */
  stopAccepting(): Promise<void>;
  /**
   * Resolves when the remaining connections may be closed: each has carried a request, or is just sending it. Those that clients have
   * opened in advance are closed: `server.close()` would wait for them.
   *
   * @param keepAliveMs how long clients may go on sending requests on kept connections; their responses should carry
   *   `connection: close` meanwhile
   */
  drain(keepAliveMs: number): Promise<void>;
}

/** Milliseconds that a new connection has for its first request. */
const FIRST_REQUEST_MS = 1_000;
/**
 * Milliseconds: a tick of the event loop shorter than `idle` counts as idle; after `patience`, any tick in which no
 * connection was accepted counts; after `limit`, the search ends.
 */
const TICK_MS = { idle: 1, patience: 300, limit: 1_000 };
const POLL_MS = 10;

/**
 * Watches the connections of a server for its graceful shutdown. `server.close()` alone loses what Node has not read yet:
 * connections in the backlog, new connections whose first request is on its way, and kept ones on which a client is
 * just sending the next request.
 *
 * @param server not listening yet
 */
export function createGracefulShutdown(server: Server): GracefulShutdown {
  /** Connections that have carried no request yet. */
  const unused = new Set<Socket>();
  let accepted = 0;
  let open = 0;
  server.on('connection', (socket: Socket) => {
    accepted += 1;
    open += 1;
    unused.add(socket);
    socket.once('close', () => {
      open -= 1;
      unused.delete(socket);
    });
  });
  server.on('request', ({ socket }) => unused.delete(socket));

  return {
    async stopAccepting() {
      if (!server.listening) return;
      await untilIdleTick();
      // net.Server's close, of the listener alone: http.Server's would also close idle connections at once.
      Listener.prototype.close.call(server);
    },
    async drain(keepAliveMs) {
      const begin = performance.now();
      const isWithin = (limitMs: number) => performance.now() - begin < limitMs;
      while ((unused.size > 0 && isWithin(FIRST_REQUEST_MS)) || (open > 0 && isWithin(keepAliveMs)))
        await pause(POLL_MS);
      if (open > 0) await untilIdleTick();
      for (const socket of unused) if (socket.bytesRead === 0) socket.destroy();
    },
  };

  /** Resolves when all that has arrived has been read. A tick accepts one connection, and may be long if it read much. */
  async function untilIdleTick(): Promise<void> {
    const tick = () => new Promise((resolve) => setImmediate(resolve));
    await tick();
    for (const begin = performance.now(); ;) {
      const [before, at] = [accepted, performance.now()];
      await tick();
      const now = performance.now();
      const isIdle = accepted === before && (now - at < TICK_MS.idle || now - begin > TICK_MS.patience);
      if (isIdle || now - begin > TICK_MS.limit) return;
    }
  }
}
