import type { Server } from 'node:http';
import { Server as Listener, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** Where connections come in to a server. Its steps are called in their order. */
export interface Door {
  /** Takes no more connections. Whoever is told meanwhile to come by another one makes that wait. */
  shut(): Promise<void>;
  /**
   * Waits until the connections that are left may be closed: something has been asked on each.
   *
   * @param ms as long may who kept one ask again, and be told to come by another
   */
  linger(ms: number): Promise<void>;
}

/** Milliseconds for which a connection may have said nothing yet. */
const FRESH_MS = 1_000;
/** Milliseconds that a turn of the event loop takes in which little has happened; for how long one is waited for, and for any in which nobody came. */
const TURN_MS = { quick: 1, patience: 300, longest: 1_000 };
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
  let accepted = 0;
  let open = 0;
  server.on('connection', (socket: Socket) => {
    accepted += 1;
    open += 1;
    fresh.add(socket);
    socket.once('close', () => {
      open -= 1;
      fresh.delete(socket);
    });
  });
  server.on('request', ({ socket }) => fresh.delete(socket));

  return {
    async shut() {
      if (!server.listening) return;
      await quietTurn();
      // Of the listener alone: an HTTP server would also close the connections that are idle now.
      Listener.prototype.close.call(server);
    },
    async linger(ms) {
      const begin = performance.now();
      const isWithin = (limit: number) => performance.now() - begin < limit;
      while ((fresh.size > 0 && isWithin(FRESH_MS)) || (open > 0 && isWithin(ms))) await pause(LOOK_EVERY_MS);
      if (open > 0) await quietTurn();
    },
  };

  /** Waits for a moment when what has arrived has been taken in: a turn of the loop accepts one connection, and may be busy for long with what it read. */
  async function quietTurn(): Promise<void> {
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    await turn();
    for (const begin = performance.now(); ;) {
      const [before, at] = [accepted, performance.now()];
      await turn();
      const now = performance.now();
      const isQuiet = accepted === before && (now - at < TURN_MS.quick || now - begin > TURN_MS.patience);
      if (isQuiet || now - begin > TURN_MS.longest) return;
    }
  }
}
