import type { Server } from 'node:http';
import { Server as Listener, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** Where connections come in to a server. */
export interface Door {
  /**
   * Takes no more connections, and comes back when those that are left without a request may be closed.
   *
   * @param lingerMs as long may who kept a connection still ask something on it
   */
  close(lingerMs: number): Promise<void>;
}

/** Milliseconds for which a connection may have said nothing yet. */
const FRESH_MS = 1_000;
/** Milliseconds that a turn of the event loop takes in which little has happened, and for how long one is waited for. */
const TURN_MS = { quick: 0.5, patience: 200 };
const LOOK_EVERY_MS = 10;

/**
 * Watches who comes in to a server, so that it can be closed without losing a request. Node alone drops whatever it has not
 * read yet: connections that wait to be accepted, new ones whose first request is on its way, and kept ones on which
 * somebody is just asking again.
 *
 * @param server not listening yet
 */
export function watchDoor(server: Server): Door {
  /** Nothing has been asked on these. */
  const fresh = new Set<Socket>();
  let open = 0;
  server.on('connection', (socket: Socket) => {
    open += 1;
    fresh.add(socket);
    socket.once('close', () => {
      open -= 1;
      fresh.delete(socket);
    });
  });
  server.on('request', ({ socket }) => fresh.delete(socket));

  return {
    async close(lingerMs) {
      if (!server.listening) return;
      await quickTurn();
      // Of the listener alone: an HTTP server would also close the connections that are idle now.
      Listener.prototype.close.call(server);
      const begin = performance.now();
      const isWithin = (ms: number) => performance.now() - begin < ms;
      while ((fresh.size > 0 && isWithin(FRESH_MS)) || (open > 0 && isWithin(lingerMs))) await pause(LOOK_EVERY_MS);
      await quickTurn();
    },
  };
}

/** Waits for a moment when what has arrived has been taken in: a loop that was busy has not looked since it began to be. */
async function quickTurn(): Promise<void> {
  const turn = () => new Promise((resolve) => setImmediate(resolve));
  await turn();
  const begin = performance.now();
  for (let last = begin; ; ) {
    await turn();
    const now = performance.now();
    if (now - last < TURN_MS.quick || now - begin > TURN_MS.patience) return;
    last = now;
  }
}
